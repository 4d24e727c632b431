#include "service/storage/RetentionStore.h"

#include "service/storage/EventStore.h"
#include "service/storage/Paging.h"

#include <limits>

namespace mergeloom {

namespace {

Result<LegalHold> readHold(const Statement &row)
{
    return LegalHold{row.id<RunId>(0), row.text(1), row.text(2), row.time(3)};
}

/// Of ids; these events are never removed.
Result<QList<StoredEvent>> readSaid(const ReadTransaction &transaction, Statement &statement)
{
    QList<StoredEvent> events;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return events;
        MERGELOOM_TRY(const auto found, EventStore::all(transaction, statement.integer(0) - 1, 1));
        events += found;
    }
}

} // namespace

Result<StoredRetention> RetentionStore::state(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT policies, version, changed_at, changed_by, ran_at, is_sweep_due FROM retention /* lock */)sql");
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow)
        return failure(
            ErrorCode::Corrupt, QStringLiteral("The row of the retention policies is gone. Restore a backup."));
    StoredRetention retention;
    MERGELOOM_TRY(retention.policies, statement.json<QList<RetentionPolicy>>(0));
    retention.version = statement.integer(1);
    if (!statement.isNull(2))
        retention.changedAt = statement.time(2);
    retention.changedBy = statement.text(3);
    if (!statement.isNull(4))
        retention.ranAt = statement.time(4);
    retention.isSweepDue = statement.flag(5);
    return retention;
}

Result<void> RetentionStore::putPolicies(const WriteTransaction &transaction, const StoredRetention &retention)
{
    Statement statement(transaction, R"sql(
        UPDATE retention SET policies = ?, version = ?, changed_at = ?, changed_by = ?)sql");
    statement.bind(QString::fromUtf8(compactJson(toJson(retention.policies).toArray())));
    return statement.bind(retention.version).bind(retention.changedAt).bind(retention.changedBy).run();
}

Result<void> RetentionStore::putRun(const WriteTransaction &transaction, const Timestamp &ranAt)
{
    Statement statement(transaction, R"sql(UPDATE retention SET ran_at = ?)sql");
    return statement.bind(ranAt).run();
}

Result<void> RetentionStore::putSweep(const WriteTransaction &transaction, Sweep sweep)
{
    Statement statement(transaction, R"sql(UPDATE retention SET is_sweep_due = ?)sql");
    return statement.bind(sweep == Sweep::Due ? 1 : 0).run();
}

Result<void> RetentionStore::putHold(const WriteTransaction &transaction, const LegalHold &hold)
{
    Statement statement(
        transaction, R"sql(INSERT INTO legal_hold (run_id, reason, placed_by, placed_at) VALUES (?, ?, ?, ?))sql");
    return statement.bind(hold.run).bind(hold.reason).bind(hold.by).bind(hold.at).run();
}

Result<void> RetentionStore::dropHold(const WriteTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(DELETE FROM legal_hold WHERE run_id = ?)sql");
    return statement.bind(run).run();
}

Result<std::optional<LegalHold>> RetentionStore::hold(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT run_id, reason, placed_by, placed_at FROM legal_hold WHERE run_id = ? /* lock */)sql");
    return readOne<LegalHold>(statement.bind(run), readHold);
}

Result<QList<LegalHold>> RetentionStore::holds(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT run_id, reason, placed_by, placed_at FROM legal_hold ORDER BY placed_at, run_id)sql");
    return readAll<LegalHold>(statement, readHold);
}

Result<QList<RunId>> RetentionStore::unmeasured(const ReadTransaction &transaction, int limit)
{
    Statement statement(transaction, R"sql(
        SELECT id FROM run WHERE finished_at IS NOT NULL AND id NOT IN (SELECT run_id FROM run_kept)
        ORDER BY finished_at LIMIT ?)sql");
    return readAll<RunId>(
        statement.bind(limit), [](const Statement &row) -> Result<RunId> { return row.id<RunId>(0); });
}

Result<KeptRun> RetentionStore::measure(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT event.type, event.encoding, count(*), sum(length(event.line)) FROM event
        JOIN event_stream ON event_stream.number = event.stream
        WHERE event_stream.name = ? AND event.encoding < 3 GROUP BY event.type, event.encoding)sql");
    statement.bind(run);
    const QStringList transcripts = typesWith(QString::fromLatin1(retained_content::transcripts));
    const QStringList output = typesWith(QString::fromLatin1(retained_content::commandOutput));
    KeptRun kept;
    kept.id = run;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return kept;
        const KeptAmount amount{statement.integer(2), statement.integer(3)};
        kept.all += amount;
        if (statement.integer(1) < 2 && transcripts.contains(statement.text(0)))
            kept.transcripts += amount;
        if (statement.integer(1) < 2 && output.contains(statement.text(0)))
            kept.commandOutput += amount;
    }
}

Result<void> RetentionStore::putKept(const WriteTransaction &transaction, const KeptRun &run)
{
    Statement statement(transaction, R"sql(
        INSERT INTO run_kept (run_id, transcript_events, transcript_bytes, output_events, output_bytes, all_events, all_bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO UPDATE SET transcript_events = excluded.transcript_events,
            transcript_bytes = excluded.transcript_bytes, output_events = excluded.output_events,
            output_bytes = excluded.output_bytes, all_events = excluded.all_events, all_bytes = excluded.all_bytes)sql");
    statement.bind(run.id);
    for (const KeptAmount &amount : {run.transcripts, run.commandOutput, run.all})
        statement.bind(amount.events).bind(amount.bytes);
    return statement.run();
}

Result<QList<KeptRun>> RetentionStore::kept(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT run.id, run.state, run.finished_at, legal_hold.run_id, transcript_events, transcript_bytes, output_events,
            output_bytes, all_events, all_bytes
        FROM run_kept JOIN run ON run.id = run_kept.run_id LEFT JOIN legal_hold ON legal_hold.run_id = run.id
        WHERE run.finished_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM job WHERE job.run_id = run.id AND job.state IN ('queued', 'leased', 'running')))sql");
    return readAll<KeptRun>(statement, [](const Statement &row) -> Result<KeptRun> {
        const auto amount = [&row](int column) { return KeptAmount{row.integer(column), row.integer(column + 1)}; };
        return KeptRun{row.id<RunId>(0), row.text(1), row.time(2), !row.isNull(3), amount(4), amount(6), amount(8)};
    });
}

Result<QList<StoredEvent>> RetentionStore::eventsAfter(const ReadTransaction &transaction, qint64 afterId, int limit)
{
    Statement statement(transaction, R"sql(
        SELECT event.id FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event.type IN ('hold.placed', 'hold.released', 'retention.changed', 'retention.removed') AND event.id > ?
            AND event_stream.name = 'controller' ORDER BY event.id LIMIT ?)sql");
    return readSaid(transaction, statement.bind(afterId).bind(limit));
}

Result<QList<StoredEvent>> RetentionStore::eventsBefore(const ReadTransaction &transaction, qint64 beforeId, int limit)
{
    Statement statement(transaction, R"sql(
        SELECT event.id FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event.type IN ('hold.placed', 'hold.released', 'retention.changed', 'retention.removed') AND event.id < ?
            AND event_stream.name = 'controller' ORDER BY event.id DESC LIMIT ?)sql");
    return readSaid(
        transaction, statement.bind(beforeId > 0 ? beforeId : std::numeric_limits<qint64>::max()).bind(limit));
}

Result<bool> RetentionStore::isRemovable(const ReadTransaction &transaction, const RunId &run)
{
    Statement statement(transaction, R"sql(
        SELECT 1 FROM run WHERE id = ? AND finished_at IS NOT NULL AND finished_at <= ?
            AND id NOT IN (SELECT run_id FROM legal_hold) AND NOT EXISTS (
                SELECT 1 FROM job WHERE job.run_id = run.id AND job.state IN ('queued', 'leased', 'running')))sql");
    return statement.bind(run).bind(Timestamp::now()).next();
}

} // namespace mergeloom
