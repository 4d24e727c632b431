#include "service/storage/SpendStore.h"

#include "service/storage/Statement.h"

namespace mergeloom {

namespace {

Result<StoredSpend> readSpend(const Statement &row)
{
    return StoredSpend{row.id<RunId>(0), row.id<JobId>(1), row.id<RepositoryId>(2), row.integer(3),
        {row.integer(4), row.real(5)}, {row.integer(6), row.real(7)}, row.flag(8)};
}

} // namespace

Result<void> SpendStore::insert(const WriteTransaction &transaction, const StoredSpend &spend)
{
    Statement statement(transaction, R"sql(
        INSERT INTO run_spend (run_id, job_id, repository_id, day, reserved_tokens, reserved_usd, tokens, usd, is_settled)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(spend.runId).bind(spend.jobId).bind(spend.repositoryId).bind(spend.day);
    statement.bind(spend.reserved.tokens).bind(spend.reserved.costUsd);
    return statement.bind(spend.spent.tokens).bind(spend.spent.costUsd).bind(spend.isSettled ? 1 : 0).run();
}

Result<void> SpendStore::update(const WriteTransaction &transaction, const StoredSpend &spend)
{
    Statement statement(transaction, R"sql(
        UPDATE run_spend SET reserved_tokens = ?, reserved_usd = ?, tokens = ?, usd = ?, is_settled = ? WHERE run_id = ?)sql");
    statement.bind(spend.reserved.tokens).bind(spend.reserved.costUsd).bind(spend.spent.tokens);
    return statement.bind(spend.spent.costUsd).bind(spend.isSettled ? 1 : 0).bind(spend.runId).run();
}

Result<std::optional<StoredSpend>> SpendStore::find(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT run_id, job_id, repository_id, day, reserved_tokens, reserved_usd, tokens, usd, is_settled
        FROM run_spend WHERE run_id = ?)sql");
    return readOne<StoredSpend>(statement.bind(run), readSpend);
}

Result<QList<StoredSpend>> SpendStore::openOfJob(const ReadTransaction &transaction, const JobId &job)
{
    Statement statement(transaction, R"sql(
        SELECT run_id, job_id, repository_id, day, reserved_tokens, reserved_usd, tokens, usd, is_settled
        FROM run_spend WHERE job_id = ? AND is_settled = 0)sql");
    return readAll<StoredSpend>(statement.bind(job), readSpend);
}

Result<DayBudgets> SpendStore::usedOn(
    const ReadTransaction &transaction, qint64 day, const std::optional<RepositoryId> &repository, const JobId &job)
{
    Statement statement(transaction, R"sql(
        WITH given (of_day, of_repository, of_job) AS (VALUES (CAST(? AS BIGINT), ?, ?))
        SELECT CAST(coalesce(sum(CASE WHEN is_settled = 1 OR job_id = of_job OR tokens > reserved_tokens
                THEN tokens ELSE reserved_tokens END), 0) AS BIGINT),
            coalesce(sum(CASE WHEN is_settled = 1 OR job_id = of_job OR usd > reserved_usd
                THEN usd ELSE reserved_usd END), 0.0)
        FROM run_spend, given WHERE day = of_day AND (of_repository = '' OR repository_id = of_repository))sql");
    statement.bind(day).bind(repository ? repository->text() : QString()).bind(job);
    MERGELOOM_CHECK(statement.next());
    return DayBudgets{statement.integer(0), statement.real(1)};
}

} // namespace mergeloom
