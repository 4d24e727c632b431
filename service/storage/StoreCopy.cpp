#include "service/storage/StoreCopy.h"

namespace mergeloom {

namespace {

/// Both sides must have made the same of the migrations.
Result<void> checkTables(const QList<StoredTable> &given, const NewStore &store)
{
    if (given == store.tables())
        return {};
    return failure(ErrorCode::Corrupt,
        QStringLiteral(
            "Its tables are not those of its schema: it was made or changed by another program. Nothing was copied."));
}

Result<void> compare(NewStore &store, const BackupEnding &wanted, const OnCopied &onCopied)
{
    QStringList different;
    for (qsizetype number = 0; number < store.tables().size(); ++number) {
        MERGELOOM_TRY(const TableTally tally, store.tally(store.tables()[number]));
        onCopied(tally.table, tally.rows);
        if (tally != wanted.tables[number])
            different << QStringLiteral("%1 (%2 rows, wanted %3)")
                             .arg(tally.table)
                             .arg(tally.rows)
                             .arg(wanted.tables[number].rows);
    }
    MERGELOOM_TRY(const BackupEnding log, logEnding(store.transaction()));
    if (log.events != wanted.events || log.root != wanted.root)
        different << QStringLiteral("the root of the audit log");
    if (different.isEmpty())
        return {};
    return failure(ErrorCode::Corrupt,
        QStringLiteral("The copy differs in %1. Nothing of it was kept.").arg(different.join(QStringLiteral(", "))));
}

Result<BackupEnding> copyRows(const ReadTransaction &source, NewStore &target, const OnCopied &onCopied)
{
    MERGELOOM_TRY(const QList<StoredTable> given, storedTables(source));
    MERGELOOM_CHECK(checkTables(given, target));
    MERGELOOM_TRY(BackupEnding ending, logEnding(source));
    for (const StoredTable &table : target.tables()) {
        TableCount count;
        qint64 done = 0;
        MERGELOOM_CHECK(readTable(source, table, [&](const Rows &rows) -> Result<void> {
            count.add(rows);
            onCopied(table.name, done += rows.count);
            return target.put(table, rows);
        }));
        ending.tables.append(count.tally(table));
    }
    return ending;
}

} // namespace

Result<StoreCopy> copyStore(Database &source, const Database::Options &target, const OnCopied &onCopied)
{
    MERGELOOM_CHECK(source.keepOthersOut());
    MERGELOOM_TRY(const auto store, NewStore::begin(target, source.schemaVersion(), NewStore::Present::Refuse));
    bool isBegun = false;
    MERGELOOM_TRY(
        const BackupEnding ending, source.read([&](const ReadTransaction &transaction) -> Result<BackupEnding> {
            if (std::exchange(isBegun, true)) // what was put already cannot be put again
                return failure(ErrorCode::Io, QStringLiteral("The database was lost on the way. Begin anew."));
            return copyRows(transaction, *store, onCopied);
        }));
    MERGELOOM_CHECK(compare(*store, ending, onCopied));
    MERGELOOM_CHECK(store->finish());
    return StoreCopy{ending, store->movedAside()};
}

Result<StoreCopy> restoreBackup(
    BackupReader &backup, const Database::Options &target, NewStore::Present present, const OnCopied &onCopied)
{
    MERGELOOM_TRY(const auto store, NewStore::begin(target, backup.heading().schema, present));
    MERGELOOM_CHECK(checkTables(backup.heading().tables, *store));
    QList<qint64> done(store->tables().size(), 0);
    for (;;) {
        MERGELOOM_TRY(const auto part, backup.next());
        if (!part)
            break;
        const StoredTable &table = store->tables()[part->table];
        MERGELOOM_CHECK(store->put(table, part->rows));
        onCopied(table.name, done[part->table] += part->rows.count);
    }
    MERGELOOM_CHECK(compare(*store, backup.ending(), onCopied));
    MERGELOOM_CHECK(store->finish());
    return StoreCopy{backup.ending(), store->movedAside()};
}

} // namespace mergeloom
