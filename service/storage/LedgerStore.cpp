#include "service/storage/LedgerStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

Result<StoredCheckpoint> readCheckpoint(const Statement &row)
{
    return StoredCheckpoint{row.integer(0), row.time(1), row.bytes(2)};
}

} // namespace

Result<LedgerState> LedgerStore::state(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT size, earlier, origin, public_key FROM ledger /* lock */)sql");
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("The audit log's own row is gone. Stop the worker and restore a backup."));
    return LedgerState{statement.integer(0), statement.integer(1), statement.text(2), statement.text(3)};
}

Result<void> LedgerStore::append(const WriteTransaction &transaction, qint64 size, const QList<merkle::Hash> &leaves)
{
    MERGELOOM_TRY(const QList<merkle::Tile> changed, merkle::tilesAfter(size, leaves, tiles(transaction)));
    Statement put(transaction, R"sql(
        INSERT INTO ledger_tile (level, number, hashes) VALUES (?, ?, ?)
        ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes)sql");
    for (const merkle::Tile &tile : changed)
        MERGELOOM_CHECK(put.bind(tile.level).bind(tile.number).bind(tile.hashes).run());
    Statement grow(transaction, R"sql(UPDATE ledger SET size = ?)sql");
    return grow.bind(size + leaves.size()).run();
}

Result<void> LedgerStore::putSigner(
    const WriteTransaction &transaction, const QString &origin, const QString &publicKey)
{
    Statement statement(transaction, R"sql(UPDATE ledger SET origin = ?, public_key = ?)sql");
    return statement.bind(origin).bind(publicKey).run();
}

merkle::TileReader LedgerStore::tiles(const ReadTransaction &transaction)
{
    return [&transaction](int level, qint64 number) -> Result<QByteArray> {
        Statement statement(transaction, R"sql(SELECT hashes FROM ledger_tile WHERE level = ? AND number = ?)sql");
        MERGELOOM_TRY(const bool isRow, statement.bind(level).bind(number).next());
        return isRow ? statement.bytes(0) : QByteArray();
    };
}

Result<void> LedgerStore::putCheckpoint(const WriteTransaction &transaction, const StoredCheckpoint &checkpoint)
{
    Statement statement(transaction, R"sql(INSERT INTO checkpoint (size, made_at, note) VALUES (?, ?, ?))sql");
    return statement.bind(checkpoint.size).bind(checkpoint.madeAt).bind(checkpoint.note).run();
}

Result<std::optional<StoredCheckpoint>> LedgerStore::newestCheckpoint(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT size, made_at, note FROM checkpoint ORDER BY size DESC LIMIT 1)sql");
    return readOne<StoredCheckpoint>(statement, readCheckpoint);
}

Result<std::optional<StoredCheckpoint>> LedgerStore::firstCheckpointFrom(
    const ReadTransaction &transaction, qint64 size)
{
    MERGELOOM_TRY(const auto found, checkpoints(transaction, size - 1, 1));
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

Result<QList<StoredCheckpoint>> LedgerStore::checkpoints(
    const ReadTransaction &transaction, qint64 afterSize, int limit)
{
    Statement statement(
        transaction, R"sql(SELECT size, made_at, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT ?)sql");
    return readAll<StoredCheckpoint>(statement.bind(afterSize).bind(limit), readCheckpoint);
}

} // namespace mergeloom
