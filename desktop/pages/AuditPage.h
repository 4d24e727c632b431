#pragma once

#include "desktop/pages/RunsPage.h"

namespace mergeloom {

class AuditLogPanel;

/// What every run did, what it cost, and why it ended as it did; with the standing of the log that proves it.
class AuditPage : public RunsPage
{
    Q_OBJECT

public:
    explicit AuditPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;

protected:
    QString runPage() const override { return QStringLiteral("audit-run"); }

private:
    AuditLogPanel *m_log;
};

} // namespace mergeloom
