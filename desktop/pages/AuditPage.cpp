#include "desktop/pages/AuditPage.h"

#include "desktop/pages/AuditLogPanel.h"

#include <QVBoxLayout>

namespace mergeloom {

AuditPage::AuditPage(Worker &worker, QWidget *parent) : RunsPage(worker, Columns::Audit, parent)
{
    setHead(tr("Ticket Audit"), tr("What every run did, what it cost, and why it ended as it did."));
    m_log = new AuditLogPanel(worker, this);
    body()->insertWidget(0, m_log);
}

void AuditPage::open(const QString &argument)
{
    m_log->ask();
    RunsPage::open(argument);
}

void AuditPage::reload()
{
    m_log->ask();
    RunsPage::reload();
}

} // namespace mergeloom
