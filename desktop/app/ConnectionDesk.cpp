#include "desktop/app/ConnectionDesk.h"

#include "desktop/app/ConnectionDialog.h"
#include "desktop/app/ConnectionsDialog.h"
#include "desktop/app/SshMessages.h"
#include "desktop/app/TrustDialog.h"
#include "desktop/widgets/ShownText.h"

#include <QMessageBox>

namespace mergeloom {

namespace {

void openOver(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    dialog->open();
}

} // namespace

ConnectionDesk::ConnectionDesk(Workers &workers, TokenStore &tokens, QWidget *window)
    : QObject(window), m_workers(workers), m_tokens(tokens), m_window(window)
{
}

/// Said once, plainly, when a token could not be put into the keychain.
std::function<void(TokenStore::Kept)> ConnectionDesk::toldWhereTokenIs()
{
    return [this](TokenStore::Kept kept) {
        if (kept == TokenStore::Kept::InKeychain)
            return;
        say(tr("The token is kept for now only"),
            tr("The keychain of this system cannot be used (%1). The token is kept until the app ends, and in no file; "
               "the next time you are asked for it again. To keep it, unlock or start the keychain (GNOME Keyring, "
               "KWallet), and give the token again with \"Change connection\".")
                .arg(m_tokens.keychainProblem()));
    };
}

void ConnectionDesk::say(const QString &title, const QString &words)
{
    auto *box = new QMessageBox(QMessageBox::Information, title, shownText(words), QMessageBox::Ok, m_window);
    box->setTextFormat(Qt::PlainText);
    openOver(box);
}

void ConnectionDesk::add()
{
    auto *dialog = new ConnectionDialog({}, m_window);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog] { addLocal(dialog->connection(), dialog->token().value_or(QString())); });
    openOver(dialog);
}

void ConnectionDesk::addLocal(const Connection &connection, const QString &token)
{
    const Worker *worker = m_workers.add(connection, token, toldWhereTokenIs());
    Q_EMIT added(worker->id());
}

void ConnectionDesk::change(const QString &workerId)
{
    const Worker *worker = m_workers.worker(workerId);
    if (!worker)
        return;
    auto *dialog = new ConnectionDialog(worker->connection(), m_window);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog] { m_workers.change(dialog->connection(), dialog->token(), toldWhereTokenIs()); });
    openOver(dialog);
}

void ConnectionDesk::remove(const QString &workerId)
{
    const Worker *worker = m_workers.worker(workerId);
    if (!worker)
        return;
    auto *box = new QMessageBox(QMessageBox::Question, tr("Remove the connection"),
        tr("Remove %1 and its token from this app? The worker itself goes on.").arg(shownLine(worker->name())),
        QMessageBox::NoButton, m_window);
    box->setTextFormat(Qt::PlainText);
    box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    connect(box, &QMessageBox::buttonClicked, this, [this, box, workerId](QAbstractButton *clicked) {
        if (box->buttonRole(clicked) == QMessageBox::DestructiveRole)
            m_workers.remove(workerId, [this](const QString &problem) {
                if (!problem.isEmpty())
                    say(tr("The token may still be in the keychain"),
                        tr("The keychain of this system cannot be used (%1), so the token of the connection was not "
                           "removed from it. Unlock the keychain and remove the entry \"MergeLoom\" there.")
                            .arg(problem));
            });
    });
    openOver(box);
}

void ConnectionDesk::trust(const QString &workerId)
{
    const Worker *worker = m_workers.worker(workerId);
    if (!worker || worker->refusedFingerprint().isEmpty())
        return;
    auto *dialog = new TrustDialog(*worker, m_window);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog, workerId] { m_workers.trust(workerId, dialog->fingerprint()); });
    openOver(dialog);
}

void ConnectionDesk::showMessages(const QString &workerId)
{
    if (Worker *worker = m_workers.worker(workerId)) {
        auto *dialog = new SshMessages(*worker, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->show();
    }
}

void ConnectionDesk::showAll()
{
    auto *dialog = new ConnectionsDialog(m_workers, m_tokens, m_window);
    connect(dialog, &ConnectionsDialog::addWanted, this, &ConnectionDesk::add);
    connect(dialog, &ConnectionsDialog::changeWanted, this, &ConnectionDesk::change);
    connect(dialog, &ConnectionsDialog::removeWanted, this, &ConnectionDesk::remove);
    openOver(dialog);
}

} // namespace mergeloom
