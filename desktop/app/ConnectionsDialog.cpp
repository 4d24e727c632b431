#include "desktop/app/ConnectionsDialog.h"

#include "desktop/app/StateWords.h"
#include "desktop/widgets/Icons.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

namespace mergeloom {

ConnectionsDialog::ConnectionsDialog(Workers &workers, const TokenStore &tokens, QWidget *parent)
    : QDialog(parent), m_workers(workers), m_tokens(tokens), m_list(new QListWidget(this)),
      m_change(new QPushButton(tr("Change …"), this)), m_remove(new QPushButton(tr("Remove"), this)),
      m_keychain(plainLabel({}, this, "faint"))
{
    setWindowTitle(tr("Connections"));
    resize(560, 380);
    m_list->setAccessibleName(tr("Connections"));
    setLook(m_remove, "danger");
    auto *add = new QPushButton(lineIcon(QStringLiteral("plus")), tr("Add …"), this);
    auto *close = new QPushButton(tr("Close"), this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *button : {add, m_change, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(plainLabel(windowTitle(), this, "heading"));
    layout->addWidget(m_list, 1);
    layout->addWidget(m_keychain);
    layout->addLayout(buttons);
    for (QPushButton *button : {add, m_change, m_remove})
        button->setAutoDefault(false);
    close->setDefault(true);
    connect(add, &QPushButton::clicked, this, &ConnectionsDialog::addWanted);
    connect(m_change, &QPushButton::clicked, this, [this] { Q_EMIT changeWanted(chosen()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeWanted(chosen()); });
    connect(m_list, &QListWidget::itemActivated, this, [this] { Q_EMIT changeWanted(chosen()); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_workers, &Workers::added, this, &ConnectionsDialog::fill);
    connect(&m_workers, &Workers::renamed, this, &ConnectionsDialog::fill);
    connect(&m_workers, &Workers::stateChanged, this, &ConnectionsDialog::fill);
    connect(&m_workers, &Workers::aboutToBeRemoved, this, &ConnectionsDialog::fill, Qt::QueuedConnection);
    fill();
}

QString ConnectionsDialog::chosen() const
{
    return m_list->currentItem() ? m_list->currentItem()->data(Qt::UserRole).toString() : QString();
}

void ConnectionsDialog::fill()
{
    const QString before = chosen();
    m_list->clear();
    for (const Worker *worker : m_workers.all()) {
        const Connection &connection = worker->connection();
        const QString way = connection.kind == ConnectionKind::Ssh
            ? tr("%1 through SSH to %2").arg(connection.url, connection.ssh.host)
            : connection.url;
        auto *item = new QListWidgetItem(stateDot(worker->state()),
            shownText(QStringLiteral("%1 · %2\n%3").arg(worker->name(), stateWord(worker->state()), way)), m_list);
        item->setData(Qt::UserRole, worker->id());
        item->setToolTip(shownToolTip(worker->stateText()));
        if (worker->id() == before)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(0);
    m_change->setEnabled(m_list->count() > 0);
    m_remove->setEnabled(m_list->count() > 0);
    m_keychain->setText(m_tokens.keychainProblem().isEmpty()
            ? tr("Tokens are kept in the keychain of this system, the rest in a file.")
            : tr(
                "Tokens are kept until the app ends and never in a file, since the keychain of this system cannot be used: %1")
                  .arg(shownLine(m_tokens.keychainProblem())));
}

} // namespace mergeloom
