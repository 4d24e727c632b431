#include "desktop/app/SshMessages.h"

#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"
#include "desktop/workers/SshTunnel.h"
#include "desktop/workers/Worker.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace mergeloom {

SshMessages::SshMessages(Worker &worker, QWidget *parent) : QDialog(parent), m_text(new QPlainTextEdit(this))
{
    setWindowTitle(tr("Messages of ssh · %1").arg(shownLine(worker.name())));
    resize(640, 360);
    m_text->setReadOnly(true);
    m_text->setFont(codeFont());
    m_text->setMaximumBlockCount(1000);
    m_text->setAccessibleName(windowTitle());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::NoButton, this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_text, 1);
    layout->addWidget(buttons);
    // A new try may come with a new tunnel.
    connect(&worker, &Worker::stateChanged, this, [this, &worker] { follow(worker); });
    connect(&worker, &QObject::destroyed, this, &QDialog::reject);
    follow(worker);
}

void SshMessages::follow(Worker &worker)
{
    disconnect(m_following);
    if (!worker.tunnel())
        return;
    m_text->setPlainText(shownText(worker.tunnel()->messages().join(u'\n')));
    m_text->moveCursor(QTextCursor::End);
    m_following = connect(worker.tunnel(), &SshTunnel::messageAdded, this,
        [this](const QString &line) { m_text->appendPlainText(shownText(line)); });
}

} // namespace mergeloom
