#include "service/storage/JobStore.h"

#include "service/storage/JobRow.h"
#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

constexpr qint64 requestLifetime = qint64(24) * 3600 * 1000000;

Result<StoredJob> readJob(const Statement &statement) { return readJobRow(statement, 0); }

Result<api::JobView> readView(const Statement &statement)
{
    MERGELOOM_TRY(StoredJob job, readJob(statement));
    return job.view;
}

Statement selectJobs(const ReadTransaction &transaction, const QByteArray &which)
{
    return {transaction, QByteArray("SELECT ") + jobColumns + " FROM job " + which};
}

/// In the order of insert() and update(); id last.
void bindJob(Statement &statement, const StoredJob &job)
{
    const api::JobView &view = job.view;
    statement.bind(job.ticketId).bind(job.repositoryId).bind(view.ticketKey).bind(view.title).bind(view.repository);
    statement.bind(enumName(view.state)).bind(view.priority).bind(view.attempt).bind(view.runId).bind(view.stage);
    statement.bind(view.reason).bind(view.summary).bind(view.branch).bind(view.worker).bind(job.workerId);
    statement.bind(job.leaseId).bind(job.contextRepositories).bind(job.provider).bind(job.model);
    statement.bind(view.queuedAt).bind(view.updatedAt).bind(view.waitsFor).bind(view.replayOf).bind(view.id);
}

} // namespace

Result<StoredJob> readJobRow(const Statement &statement, int first)
{
    StoredJob job;
    api::JobView &view = job.view;
    view.id = statement.id<JobId>(first);
    job.ticketId = statement.id<TicketId>(first + 1);
    if (!statement.isNull(first + 2))
        job.repositoryId = statement.id<RepositoryId>(first + 2);
    view.ticketKey = statement.text(first + 3);
    view.title = statement.text(first + 4);
    view.repository = statement.text(first + 5);
    const auto state = enumFromName<JobState>(statement.text(first + 6));
    if (!state)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("Job %1 has the unknown state \"%2\".").arg(view.id.text(), statement.text(first + 6)));
    view.state = *state;
    view.priority = int(statement.integer(first + 7));
    view.attempt = int(statement.integer(first + 8));
    if (!statement.isNull(first + 9))
        view.runId = statement.id<RunId>(first + 9);
    view.stage = statement.text(first + 10);
    view.reason = statement.text(first + 11);
    view.summary = statement.text(first + 12);
    view.branch = statement.text(first + 13);
    view.worker = statement.text(first + 14);
    job.workerId = statement.id<WorkerId>(first + 15);
    job.leaseId = statement.id<LeaseId>(first + 16);
    MERGELOOM_TRY(job.contextRepositories, statement.json<QStringList>(first + 17));
    job.provider = statement.text(first + 18);
    job.model = statement.text(first + 19);
    view.queuedAt = statement.time(first + 20);
    view.updatedAt = statement.time(first + 21);
    view.waitsFor = statement.text(first + 22);
    if (!statement.isNull(first + 23))
        view.replayOf = statement.id<RunId>(first + 23);
    return job;
}

Result<void> JobStore::insert(const WriteTransaction &transaction, const StoredJob &job)
{
    Statement statement(transaction, R"sql(
        INSERT INTO job (ticket_id, repository_id, ticket_key, title, repository, state, priority, attempt, run_id, stage,
            reason, summary, branch, worker, worker_id, lease_id, context_repositories, provider, model, queued_at, updated_at,
            waits_for, replay_of, id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    bindJob(statement, job);
    return statement.run();
}

Result<void> JobStore::update(const WriteTransaction &transaction, const StoredJob &job)
{
    Statement statement(transaction, R"sql(
        UPDATE job SET ticket_id = ?, repository_id = ?, ticket_key = ?, title = ?, repository = ?, state = ?, priority = ?,
            attempt = ?, run_id = ?, stage = ?, reason = ?, summary = ?, branch = ?, worker = ?, worker_id = ?, lease_id = ?,
            context_repositories = ?, provider = ?, model = ?, queued_at = ?, updated_at = ?, waits_for = ?,
            replay_of = ?
        WHERE id = ?)sql");
    bindJob(statement, job);
    return statement.run();
}

Result<std::optional<StoredJob>> JobStore::find(const ReadTransaction &transaction, const JobId &id)
{
    Statement statement = selectJobs(transaction, R"which(WHERE id = ? /* lock */)which");
    return readOne<StoredJob>(statement.bind(id), readJob);
}

Result<std::optional<StoredJob>> JobStore::findByTicket(const ReadTransaction &transaction, const TicketId &id)
{
    Statement statement = selectJobs(transaction, R"which(WHERE ticket_id = ? /* lock */)which");
    return readOne<StoredJob>(statement.bind(id), readJob);
}

Result<std::optional<StoredJob>> JobStore::findByRun(const ReadTransaction &transaction, const RunId &id)
{
    Statement statement = selectJobs(transaction, R"which(WHERE run_id = ? /* lock */)which");
    return readOne<StoredJob>(statement.bind(id), readJob);
}

Result<api::Page<api::JobView>> JobStore::list(
    const ReadTransaction &transaction, const JobFilter &filter, int limit, const QString &cursor)
{
    MERGELOOM_TRY(const QStringList after, readCursor(cursor, 1));
    QStringList states;
    for (const JobState state : filter.states)
        states << enumName(state);
    // Ids are ULIDs: their order is the order of making.
    Statement statement(transaction,
        QByteArray("WITH given (after_id, states, alias, wanted, pattern) AS (VALUES (?, ?, ?, ?, ?)) SELECT ")
            + jobColumns + R"which( FROM job, given
        WHERE (after_id = '' OR id < after_id) AND (states = '[]' OR state IN (SELECT value FROM json_each(states)))
            AND (alias = '' OR repository = alias)
            AND (wanted = '' OR ticket_key LIKE pattern ESCAPE '\' OR title LIKE pattern ESCAPE '\')
        ORDER BY id DESC LIMIT ?)which");
    statement.bind(after.value(0))
        .bind(states)
        .bind(filter.repository)
        .bind(filter.text)
        .bind(containsPattern(filter.text));
    return readPage<api::Page<api::JobView>>(statement.bind(pageSize(limit) + 1), limit, readView,
        [](const api::JobView &view) { return QStringList{view.id.text()}; });
}

Result<QList<api::JobView>> JobStore::queue(const ReadTransaction &transaction, int limit)
{
    Statement statement =
        selectJobs(transaction, R"which(WHERE state = 'queued' ORDER BY priority DESC, queued_at, id LIMIT ?)which");
    return readAll<api::JobView>(statement.bind(pageSize(limit)), readView);
}

Result<std::optional<StoredJob>> JobStore::next(
    const ReadTransaction &transaction, const QStringList &withoutRepositories)
{
    Statement statement = selectJobs(transaction, R"which(WHERE state = 'queued'
            AND repository_id IN (SELECT id FROM repository WHERE is_enabled = 1)
            AND repository_id NOT IN (SELECT value FROM json_each(?))
            AND NOT EXISTS (SELECT 1 FROM job AS other
                WHERE other.repository_id = job.repository_id AND other.state IN ('leased', 'running'))
        ORDER BY priority DESC, queued_at, id LIMIT 1 /* claim */)which");
    return readOne<StoredJob>(statement.bind(withoutRepositories), readJob);
}

Result<bool> JobStore::claimRepository(const ReadTransaction &transaction, const RepositoryId &id)
{
    Statement claim(transaction, R"sql(SELECT 1 FROM repository WHERE id = ? AND is_enabled = 1 /* claim */)sql");
    MERGELOOM_TRY(const bool isClaimed, claim.bind(id).next());
    if (!isClaimed)
        return false;
    Statement held(transaction, R"sql(
        SELECT 1 FROM job WHERE repository_id = ? AND state IN ('leased', 'running') LIMIT 1)sql");
    MERGELOOM_TRY(const bool isHeld, held.bind(id).next());
    return !isHeld;
}

Result<void> JobStore::setWaiting(
    const WriteTransaction &transaction, const RepositoryId &repository, const QString &waitsFor)
{
    Statement statement(transaction, R"sql(
        UPDATE job SET waits_for = ? WHERE repository_id = ? AND state = 'queued')sql");
    return statement.bind(waitsFor).bind(repository).run();
}

Result<QList<StoredJob>> JobStore::held(const ReadTransaction &transaction)
{
    Statement statement =
        selectJobs(transaction, R"which(WHERE state IN ('leased', 'running') ORDER BY queued_at, id)which");
    return readAll<StoredJob>(statement, readJob);
}

Result<int> JobStore::openOfRepository(const ReadTransaction &transaction, const RepositoryId &id)
{
    Statement statement(transaction, R"sql(
        SELECT count(*) FROM job WHERE repository_id = ? AND state IN ('queued', 'leased', 'running'))sql");
    MERGELOOM_CHECK(statement.bind(id).next());
    return int(statement.integer(0));
}

Result<QMap<QString, int>> JobStore::countByState(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT state, count(*) FROM job GROUP BY state)sql");
    QMap<QString, int> counts;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return counts;
        counts.insert(statement.text(0), int(statement.integer(1)));
    }
}

Result<QMap<QString, OpenJobs>> JobStore::countOpen(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT state, count(*), min(queued_at) FROM job WHERE state IN ('queued', 'leased', 'running') GROUP BY state)sql");
    QMap<QString, OpenJobs> open;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return open;
        open.insert(statement.text(0), {int(statement.integer(1)), statement.time(2)});
    }
}

Result<std::optional<LeaseId>> JobStore::leaseOfRequest(
    const ReadTransaction &transaction, const WorkerId &worker, const QString &requestId)
{
    Statement statement(
        transaction, R"sql(SELECT lease_id FROM lease_request WHERE worker_id = ? AND request_id = ?)sql");
    return readOne<LeaseId>(statement.bind(worker).bind(requestId),
        [](const Statement &row) { return Result<LeaseId>(row.id<LeaseId>(0)); });
}

Result<void> JobStore::rememberRequest(const WriteTransaction &transaction, const WorkerId &worker,
    const QString &requestId, const LeaseId &lease, const JobId &job, const Timestamp &now)
{
    // The wall clock can jump: what a lease in force was given for is kept whatever it says.
    Statement forget(transaction, R"sql(
        DELETE FROM lease_request
        WHERE created_at < ? AND lease_id NOT IN (SELECT lease_id FROM job WHERE state IN ('leased', 'running')))sql");
    MERGELOOM_CHECK(forget.bind(now.microseconds - requestLifetime).run());
    Statement statement(transaction, R"sql(
        INSERT INTO lease_request (worker_id, request_id, lease_id, job_id, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (worker_id, request_id) DO UPDATE SET lease_id = excluded.lease_id, job_id = excluded.job_id,
            created_at = excluded.created_at)sql");
    return statement.bind(worker).bind(requestId).bind(lease).bind(job).bind(now).run();
}

Result<void> JobStore::rememberOwner(const WriteTransaction &transaction, const RunId &run, const WorkerId &worker)
{
    Statement statement(transaction, R"sql(INSERT INTO run_owner (run_id, worker_id) VALUES (?, ?))sql");
    return statement.bind(run).bind(worker).run();
}

Result<bool> JobStore::isOwner(const ReadTransaction &transaction, const RunId &run, const WorkerId &worker)
{
    Statement statement(transaction, R"sql(SELECT 1 FROM run_owner WHERE run_id = ? AND worker_id = ?)sql");
    return statement.bind(run).bind(worker).next();
}

Result<void> JobStore::addCommand(
    const WriteTransaction &transaction, const RunId &run, const protocol::RunCommand &command, const Timestamp &now)
{
    Statement statement(transaction, R"sql(
        INSERT INTO run_command (run_id, id, command, text, sender, budgets, approval, created_at, is_taken)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0))sql");
    statement.bind(run).bind(command.id).bind(command.command).bind(command.text).bind(command.by);
    return statement.bind(QString::fromUtf8(compactJsonOf(command.budgets))).bind(command.approval).bind(now).run();
}

Result<QList<protocol::RunCommand>> JobStore::openCommands(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT id, command, text, sender, budgets, approval FROM run_command
        WHERE run_id = ? AND is_taken = 0 ORDER BY number)sql");
    return readAll<protocol::RunCommand>(statement.bind(run), [](const Statement &row) -> Result<protocol::RunCommand> {
        MERGELOOM_TRY(const Budgets budgets, row.json<Budgets>(4));
        return protocol::RunCommand{row.text(0), row.text(1), row.text(2), row.text(3), budgets, row.text(5)};
    });
}

Result<int> JobStore::openMessages(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT count(*) FROM run_command WHERE run_id = ? AND command = 'message' AND is_taken = 0)sql");
    MERGELOOM_CHECK(statement.bind(run).next());
    return int(statement.integer(0));
}

Result<void> JobStore::acknowledge(const WriteTransaction &transaction, const RunId &run, const QStringList &ids)
{
    // What was said stands in the journal from then on, redacted.
    Statement statement(transaction, R"sql(
        UPDATE run_command SET is_taken = 1, text = ''
        WHERE run_id = ? AND command <> 'cancel' AND id IN (SELECT value FROM json_each(?)))sql");
    return statement.bind(run).bind(ids).run();
}

Result<bool> JobStore::isCancelled(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(
        transaction, R"sql(SELECT 1 FROM run_command WHERE run_id = ? AND command = 'cancel' LIMIT 1)sql");
    return statement.bind(run).next();
}

Result<void> JobStore::putResult(const WriteTransaction &transaction, const StoredResult &result)
{
    Statement statement(transaction, R"sql(
        INSERT INTO run_result (lease_id, job_id, run_id, worker_id, result, is_late, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (lease_id) DO NOTHING)sql");
    statement.bind(result.leaseId).bind(result.jobId).bind(result.runId).bind(result.workerId);
    return statement.bind(QString::fromUtf8(compactJsonOf(result.result)))
        .bind(result.isLate ? 1 : 0)
        .bind(result.finishedAt)
        .run();
}

Result<void> JobStore::forgetRun(const WriteTransaction &transaction, const RunId &run, const QString &words)
{
    Statement job(transaction, R"sql(UPDATE job SET summary = ? WHERE run_id = ?)sql");
    MERGELOOM_CHECK(job.bind(words).bind(run).run());
    Statement command(transaction, R"sql(UPDATE run_command SET text = '' WHERE run_id = ?)sql");
    MERGELOOM_CHECK(command.bind(run).run());
    Statement find(transaction, R"sql(SELECT lease_id, result FROM run_result WHERE run_id = ?)sql");
    using Told = std::pair<QString, RunResult>;
    MERGELOOM_TRY(const QList<Told> told, readAll<Told>(find.bind(run), [](const Statement &row) -> Result<Told> {
        MERGELOOM_TRY(const RunResult result, row.json<RunResult>(1));
        return Told{row.text(0), result};
    }));
    Statement put(transaction, R"sql(UPDATE run_result SET result = ? WHERE lease_id = ?)sql");
    for (auto [lease, result] : told) {
        result.summary = words;
        result.guard.reset();
        MERGELOOM_CHECK(put.bind(QString::fromUtf8(compactJsonOf(result))).bind(lease).run());
    }
    return {};
}

Result<std::optional<StoredResult>> JobStore::result(const ReadTransaction &transaction, const LeaseId &lease)
{
    Statement statement(transaction, R"sql(
        SELECT job_id, run_id, lease_id, worker_id, result, is_late, finished_at FROM run_result WHERE lease_id = ?)sql");
    return readOne<StoredResult>(statement.bind(lease), [](const Statement &row) -> Result<StoredResult> {
        MERGELOOM_TRY(const RunResult result, row.json<RunResult>(4));
        return StoredResult{row.id<JobId>(0), row.id<RunId>(1), row.id<LeaseId>(2), row.id<WorkerId>(3), result,
            row.flag(5), row.time(6)};
    });
}

} // namespace mergeloom
