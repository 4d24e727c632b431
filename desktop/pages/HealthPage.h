#pragma once

#include "desktop/pages/WorkerPage.h"

namespace mergeloom {

class RecordTable;

/// What the worker checks of itself, what it saw, and what to do; and the executors.
class HealthPage : public WorkerPage
{
    Q_OBJECT

public:
    explicit HealthPage(Worker &worker, QWidget *parent = nullptr);

    void open(const QString &argument) override;
    void reload() override;

private:
    void showHealth();
    void showExecutors();

    Asking<api::Health> m_health;
    Asking<api::Dashboard> m_dashboard;
    QVBoxLayout *m_checks;
    RecordTable *m_executors;
};

} // namespace mergeloom
