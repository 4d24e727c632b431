#pragma once

#include "service/storage/EventStore.h"
#include "service/storage/Statement.h"
#include "service/storage/StoreCopy.h"
#include "tests/service/storage/TestDatabase.h"

#include <QTemporaryDir>
#include <QTest>

namespace mergeloom {

inline const OnCopied quiet = [](const QString &, qint64) {};

inline Database::Options sqliteIn(const QTemporaryDir &directory) { return {directory.path()}; }
inline Database::Options postgresIn(const QTemporaryDir &directory)
{
    return {directory.path(), {}, postgresServer().newPlace()};
}

/// A row whose fields all come from one number, so that it refers to the rows of that number in other tables.
inline void addRow(RowBuilder &rows, const StoredTable &table, int number)
{
    QByteArray bytes("\0\n\r\t\\'\"\xff\x80", 9);
    for (int byte = 0; byte < 256; ++byte)
        bytes.append(char(byte));
    rows.begin(table.columns.size());
    for (const StoredColumn &column : table.columns) {
        if (number == 3 && table.name == u"run" && (column.name == u"finished_at" || column.name == u"cost_usd"))
            rows.addNull();
        else if (column.name == u"only_row")
            rows.add(qint64(1));
        else if (column.name == u"encoding")
            rows.add(qint64(0));
        else if (column.kind == ColumnKind::Integer)
            rows.add(qint64(number));
        else if (column.kind == ColumnKind::Real)
            rows.add(number / 10.0);
        else if (column.kind == ColumnKind::Bytes)
            rows.add(QByteArrayView(bytes + QByteArray::number(number)));
        else
            rows.add(QByteArrayView(QStringLiteral("t\\N\n\"'ä漢🙂 %1").arg(number).toUtf8()));
    }
}

/// Some rows in every table, whichever there are.
inline void fill(Database &database)
{
    const auto done = database.write([](const WriteTransaction &transaction) -> Result<void> {
        MERGELOOM_TRY(const auto tables, storedTables(transaction));
        for (const StoredTable &table : tables) {
            RowBuilder rows;
            for (int number = 1; number <= (table.name == u"ledger" || table.name == u"retention" ? 1 : 5); ++number)
                addRow(rows, table, number);
            MERGELOOM_TRY(const auto writer, TableWriter::begin(transaction, table));
            MERGELOOM_CHECK(writer->put(rows.take()));
            MERGELOOM_CHECK(writer->end());
        }
        return {};
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
}

inline QList<TableTally> talliesOf(Database &database)
{
    return database
        .read([](const ReadTransaction &transaction) -> Result<QList<TableTally>> {
            MERGELOOM_TRY(const auto tables, storedTables(transaction));
            QList<TableTally> tallies;
            for (const StoredTable &table : tables) {
                TableCount count;
                MERGELOOM_CHECK(readTable(transaction, table, [&](const Rows &rows) -> Result<void> {
                    count.add(rows);
                    return {};
                }));
                tallies.append(count.tally(table));
            }
            return tallies;
        })
        .value();
}

inline QList<StoredTable> tablesOf(Database &database)
{
    return database.read([](const ReadTransaction &transaction) { return storedTables(transaction); }).value();
}

inline QStringList namesOf(Database &database, const QByteArray &sql)
{
    return database.read([&](const ReadTransaction &transaction) { return firstColumn(transaction, sql); }).value();
}

inline Result<StoreCopy> restore(
    const QString &path, const Database::Options &target, NewStore::Present present = NewStore::Present::Refuse)
{
    MERGELOOM_TRY(const auto backup, BackupReader::open(path));
    return restoreBackup(*backup, target, present, quiet);
}

inline Result<void> record(Database &database, int count)
{
    return database.write([&](const WriteTransaction &transaction) -> Result<void> {
        for (int number = 0; number < count; ++number)
            MERGELOOM_CHECK(EventStore::record(transaction, "controller", "config.changed", {{"n", number}}));
        return {};
    });
}

#define VERIFY_DONE(...)                                                                                               \
    do {                                                                                                               \
        const auto done_ = (__VA_ARGS__);                                                                              \
        QVERIFY2(done_, done_ ? "" : qPrintable(done_.error().message));                                               \
    } while (false)

} // namespace mergeloom
