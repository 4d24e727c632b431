#include "desktop/pages/RunsPage.h"

#include "desktop/pages/Words.h"
#include "desktop/widgets/CellText.h"
#include "desktop/widgets/RecordTable.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QTableView>

namespace mergeloom {

QList<Column> RunColumns::runs()
{
    QList<Column> columns = columnsOf<RunSummary>({{"state", tr("Outcome"), CellFormat::Status, 150},
        {"title", tr("Title"), {}, 0, true}, {"ticket_key", tr("Ticket")}, {"repository"}, {"provider"}});
    columns << Column{"lines", tr("Lines")} << Column{"cost", tr("Cost")} << Column{"took", tr("Time")};
    return columns + columnsOf<RunSummary>({{"started_at", tr("Started")}});
}

QList<Column> RunColumns::audit()
{
    QList<Column> columns = columnsOf<RunSummary>({{"state", tr("Outcome"), CellFormat::Status, 130},
        {"title", tr("Title"), {}, 0, true}, {"ticket_key", tr("Ticket")}, {"requester"}, {"provider"}, {"model"}});
    columns << Column{"pushed_branch", tr("Branch")} << Column{"tokens", tr("Tokens"), CellFormat::Count}
            << Column{"cost", tr("Cost")} << Column{"took", tr("Time")};
    return columns + columnsOf<RunSummary>({{"started_at", tr("Started")}});
}

QList<QJsonObject> RunColumns::records(const QList<RunSummary> &runs)
{
    QList<QJsonObject> records;
    for (const RunSummary &run : runs) {
        QJsonObject record = toJson(run).toObject();
        if (!run.waitsFor.isEmpty())
            record.insert(QStringLiteral("state"),
                run.waitsFor == u"paused" ? QStringLiteral("paused") : QStringLiteral("waiting"));
        record.insert(
            QStringLiteral("lines"), run.changedFiles ? Words::lines(run.additions, run.deletions) : QString());
        record.insert(QStringLiteral("cost"), Words::money(run.costUsd));
        record.insert(QStringLiteral("tokens"), run.usage.total());
        record.insert(QStringLiteral("took"), durationText(Words::milliseconds(run.startedAt, run.finishedAt)));
        record.insert(QStringLiteral("pushed_branch"), run.isPushed ? run.branch : tr("not pushed"));
        records << record;
    }
    return records;
}

RunsPage::RunsPage(Worker &worker, Columns columns, QWidget *parent)
    : WorkerPage(worker, parent), m_filters(new RunFilterBar(worker, this)),
      m_table(new RecordTable(
          columns == Columns::Runs ? RunColumns::runs() : RunColumns::audit(), QStringLiteral("id"), tr("Runs"), this)),
      m_runs(worker, this, [this] { showRuns(); })
{
    setHead(tr("Runs"), tr("Every execution of a job, newest first."));
    body()->addWidget(m_filters);
    body()->addWidget(m_table, 1);
    connect(m_filters, &RunFilterBar::filterChanged, this, &RunsPage::ask);
    connect(m_table, &RecordTable::opened, this, [this](const QString &id) { go(runPage(), id); });
    connect(m_table, &RecordTable::tryAgainWanted, this, &RunsPage::reload);
    connect(m_table, &RecordTable::moreWanted, this, [this] { m_runs.more(); });
    connect(m_table->view()->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value > m_table->view()->verticalScrollBar()->maximum() - 400)
            m_runs.more();
    });
    m_runs.follow(isOfJobs);
}

void RunsPage::open(const QString &argument)
{
    if (!argument.isEmpty()) {
        RunFilter filter;
        filter.text = argument;
        m_filters->setFilter(filter);
    }
    if (!m_wasOpened || !argument.isEmpty())
        ask();
    m_wasOpened = true;
    m_table->setFocus();
}

void RunsPage::reload()
{
    m_runs.reload();
    m_filters->reloadChoices();
}

void RunsPage::ask()
{
    const RunFilter filter = m_filters->filter();
    if (filter.isEmpty())
        m_table->setEmptyText(tr("Nothing has run yet"),
            tr("A run begins when a ticket is queued and an executor takes it. Write a ticket under Tickets."));
    else
        m_table->setEmptyText(tr("No run fits these filters"), tr("Take some of them away, or clear all."));
    m_table->showLoading();
    m_runs.open([filter](const QString &cursor, int limit) {
        RunQuery query = filter.query();
        query.cursor = cursor;
        query.limit = limit;
        return api_call::runs(query);
    });
}

void RunsPage::showRuns()
{
    if (m_runs.wasRead()) {
        m_table->setObjects(RunColumns::records(m_runs.items()));
        setReadAt(m_runs.readAt());
    }
    if (m_runs.hasMore())
        m_table->offerMore();
    else
        m_table->offerNoMore();
    if (m_runs.error())
        m_table->showError(*m_runs.error());
}

void RunsPage::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex at = m_table->view()->currentIndex();
    if (event->key() == Qt::Key_Slash || event->matches(QKeySequence::Find))
        return m_filters->focusText();
    if (event->key() == Qt::Key_J || event->key() == Qt::Key_K) {
        const int row = at.isValid() ? at.row() + (event->key() == Qt::Key_J ? 1 : -1) : 0;
        m_table->setCurrentKey(m_table->model()->keyAt(row));
        return m_table->setFocus();
    }
    WorkerPage::keyPressEvent(event);
}

} // namespace mergeloom
