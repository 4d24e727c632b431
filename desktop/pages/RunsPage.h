#pragma once

#include "desktop/pages/PagedList.h"
#include "desktop/pages/RunFilterBar.h"
#include "desktop/pages/WorkerPage.h"

#include <QCoreApplication>

namespace mergeloom {

class RecordTable;
struct Column;

/// Every execution of a job, newest first, with filters; it goes on as one scrolls. `argument`: text to search for.
class RunsPage : public WorkerPage
{
    Q_OBJECT

public:
    enum class Columns { Runs, Audit };
    explicit RunsPage(Worker &worker, QWidget *parent = nullptr) : RunsPage(worker, Columns::Runs, parent) {}
    RunsPage(Worker &worker, Columns columns, QWidget *parent);

    void open(const QString &argument) override;
    void reload() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    /// The page that a run is opened with.
    virtual QString runPage() const { return QStringLiteral("run"); }

private:
    void ask();
    void showRuns();

    RunFilterBar *m_filters;
    RecordTable *m_table;
    PagedList<api::RunPage> m_runs;
    bool m_wasOpened = false;
};

/// The columns of a list of runs, and the runs as its records.
class RunColumns
{
    Q_DECLARE_TR_FUNCTIONS(RunColumns)

public:
    static QList<Column> runs();
    static QList<Column> audit();
    static QList<QJsonObject> records(const QList<RunSummary> &runs);
};

} // namespace mergeloom
