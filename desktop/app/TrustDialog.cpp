#include "desktop/app/TrustDialog.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"
#include "desktop/workers/Worker.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mergeloom {

namespace {

/// Four lines of eight pairs, as one reads them out.
QString inGroups(const QString &fingerprint)
{
    const QStringList pairs = fingerprint.toUpper().split(u':');
    QStringList lines;
    for (qsizetype i = 0; i < pairs.size(); i += 8)
        lines << pairs.mid(i, 8).join(u' ');
    return lines.join(u'\n');
}

QFrame *printFrame(const QString &fingerprint, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    setLook(frame, "sunken");
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 12, 16, 12);
    QLabel *label = plainLabel(inGroups(fingerprint), frame);
    label->setFont(codeFont());
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(TrustDialog::tr("Fingerprint %1").arg(fingerprint));
    layout->addWidget(label);
    return frame;
}

} // namespace

TrustDialog::TrustDialog(const Worker &worker, QWidget *parent)
    : QDialog(parent), m_fingerprint(worker.refusedFingerprint())
{
    const QString trusted = worker.connection().fingerprint;
    const bool isChanged = !trusted.isEmpty() && trusted != m_fingerprint;
    setWindowTitle(tr("Certificate of %1").arg(shownLine(worker.name())));
    setMinimumWidth(520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(plainLabel(
        isChanged ? tr("The certificate has changed") : tr("Do you know this certificate?"), this, "heading"));
    layout->addWidget(plainLabel(worker.stateText(), this));
    layout->addWidget(
        plainLabel(tr("SHA-256 fingerprint that %1 shows now:").arg(worker.connection().url), this, "soft"));
    layout->addWidget(printFrame(m_fingerprint, this));
    if (isChanged) {
        layout->addWidget(plainLabel(tr("The one that you trust:"), this, "soft"));
        layout->addWidget(printFrame(trusted, this));
    }
    layout->addWidget(plainLabel(tr("Compare it with what the worker's own machine says:"), this, "soft"));
    auto *command = plainLabel(QStringLiteral("openssl x509 -noout -fingerprint -sha256 -in certificate.pem"), this);
    command->setFont(codeFont());
    layout->addWidget(command);
    layout->addWidget(
        plainLabel(tr("If you trust it, this app sends your token to whoever holds its key, and to nobody else at this "
                      "address: from then on every other certificate is refused, even one that the system trusts."),
            this));
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *refuse = buttons->addButton(tr("Do not connect"), QDialogButtonBox::RejectRole);
    QPushButton *trust = buttons->addButton(tr("Trust this certificate"), QDialogButtonBox::AcceptRole);
    trust->setAutoDefault(false);
    refuse->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &TrustDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &TrustDialog::reject);
    layout->addWidget(buttons);
}

} // namespace mergeloom
