#include "service/storage/WorkerStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

/// Columns: id, name, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked.
Result<StoredWorker> readWorker(const Statement &statement)
{
    StoredWorker worker;
    worker.id = statement.id<WorkerId>(0);
    worker.name = statement.text(1);
    worker.version = statement.text(2);
    worker.platform = statement.text(3);
    MERGELOOM_TRY(worker.capabilities, statement.json<QStringList>(4));
    MERGELOOM_TRY(worker.status, statement.json<protocol::StatusRequest>(5));
    worker.enrolledAt = statement.time(6);
    worker.lastSeenAt = statement.time(7);
    worker.isRevoked = statement.flag(8);
    return worker;
}

} // namespace

Result<void> WorkerStore::put(const WriteTransaction &transaction, const StoredWorker &worker, const QString &tokenHash)
{
    Statement statement(transaction, R"sql(
        INSERT INTO worker (id, name, token_hash, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, token_hash = excluded.token_hash, version = excluded.version,
            platform = excluded.platform, capabilities = excluded.capabilities, status = excluded.status,
            enrolled_at = excluded.enrolled_at, last_seen_at = excluded.last_seen_at, is_revoked = excluded.is_revoked)sql");
    statement.bind(worker.id)
        .bind(worker.name)
        .bind(tokenHash)
        .bind(worker.version)
        .bind(worker.platform)
        .bind(worker.capabilities);
    statement.bind(QString::fromUtf8(compactJsonOf(worker.status))).bind(worker.enrolledAt).bind(worker.lastSeenAt);
    return statement.bind(worker.isRevoked ? 1 : 0).run();
}

Result<void> WorkerStore::putStatus(const WriteTransaction &transaction, const WorkerId &id,
    const protocol::StatusRequest &status, const Timestamp &now)
{
    Statement statement(
        transaction, R"sql(UPDATE worker SET status = ?, version = ?, last_seen_at = ? WHERE id = ?)sql");
    statement.bind(QString::fromUtf8(compactJsonOf(status))).bind(status.version).bind(now).bind(id);
    MERGELOOM_CHECK(statement.run());
    if (statement.changedRows() == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no worker %1. Enrol it again.").arg(id.text()));
    return {};
}

Result<void> WorkerStore::markSeen(const WriteTransaction &transaction, const WorkerId &id, const Timestamp &now)
{
    Statement statement(transaction, R"sql(UPDATE worker SET last_seen_at = ? WHERE id = ?)sql");
    return statement.bind(now).bind(id).run();
}

Result<void> WorkerStore::replaceToken(
    const WriteTransaction &transaction, const WorkerId &id, const QString &tokenHash)
{
    Statement statement(transaction, R"sql(UPDATE worker SET token_hash = ? WHERE id = ? AND is_revoked = 0)sql");
    MERGELOOM_CHECK(statement.bind(tokenHash).bind(id).run());
    if (statement.changedRows() == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no enrolled worker %1.").arg(id.text()));
    return {};
}

Result<void> WorkerStore::revoke(const WriteTransaction &transaction, const WorkerId &id)
{
    Statement statement(transaction, R"sql(UPDATE worker SET is_revoked = 1 WHERE id = ? AND is_revoked = 0)sql");
    MERGELOOM_CHECK(statement.bind(id).run());
    if (statement.changedRows() == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no enrolled worker %1.").arg(id.text()));
    return {};
}

Result<std::optional<StoredWorker>> WorkerStore::find(const ReadTransaction &transaction, const WorkerId &id)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked FROM worker WHERE id = ?
        /* lock */)sql");
    return readOne<StoredWorker>(statement.bind(id), readWorker);
}

Result<std::optional<StoredWorker>> WorkerStore::findByName(const ReadTransaction &transaction, const QString &name)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked FROM worker WHERE name = ?)sql");
    return readOne<StoredWorker>(statement.bind(name), readWorker);
}

Result<std::optional<StoredWorker>> WorkerStore::findByTokenHash(
    const ReadTransaction &transaction, const QString &hash)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked
        FROM worker WHERE token_hash = ? AND is_revoked = 0)sql");
    return readOne<StoredWorker>(statement.bind(hash), readWorker);
}

Result<QList<StoredWorker>> WorkerStore::list(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, version, platform, capabilities, status, enrolled_at, last_seen_at, is_revoked FROM worker
        WHERE is_revoked = 0 ORDER BY name)sql");
    return readAll<StoredWorker>(statement, readWorker);
}

} // namespace mergeloom
