#pragma once

#include "service/storage/Database.h"
#include "service/storage/Statement.h"
#include "tests/service/storage/PostgresServer.h"

#include <QFile>
#include <QHash>

#include <cstdio>
#include <cstdlib>

namespace mergeloom {

/// MERGELOOM_TEST_DATABASE=postgresql: the same test with the other store.
inline bool isOnPostgres() { return qEnvironmentVariable("MERGELOOM_TEST_DATABASE") == u"postgresql"; }

/// One for the whole program.
inline PostgresServer &postgresServer()
{
    static PostgresServer server;
    return server;
}

/// The database that belongs to a directory: the same one each time.
inline Database::Options databaseIn(const QString &directory)
{
    Database::Options options{directory};
    if (!isOnPostgres())
        return options;
    if (PostgresServer::programs().isEmpty()) {
        std::puts("SKIP: this machine has no PostgreSQL server; install the package postgresql");
        std::fflush(stdout);
        std::_Exit(77); // ctest counts it as skipped
    }
    static QHash<QString, QString> urls;
    QString &url = urls[directory];
    if (url.isEmpty())
        url = postgresServer().newPlace();
    options.url = url;
    return options;
}

/// Takes a guard off, as somebody would who owns the database.
inline QByteArray dropTrigger(const QByteArray &trigger, const QByteArray &table)
{
    return "DROP TRIGGER IF EXISTS " + trigger + (isOnPostgres() ? " ON " + table : QByteArray());
}
/// So many bytes of zero, as SQL; `count` is SQL too.
inline QByteArray zeroBytes(const QByteArray &count)
{
    return isOnPostgres() ? "decode(repeat('00', CAST(" + count + " AS integer)), 'hex')" : "zeroblob(" + count + ")";
}
/// A text, as SQL, as the bytes of it, and back.
inline QByteArray asBytes(const QByteArray &text)
{
    return isOnPostgres() ? "convert_to(" + text + ", 'UTF8')" : "CAST(" + text + " AS BLOB)";
}
inline QByteArray asText(const QByteArray &bytes)
{
    return isOnPostgres() ? "convert_from(" + bytes + ", 'UTF8')" : "CAST(" + bytes + " AS TEXT)";
}

/// Of each row.
inline Result<QStringList> firstColumn(const ReadTransaction &transaction, const QByteArray &sql)
{
    Statement statement(transaction, sql);
    QStringList texts;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return texts;
        texts << statement.text(0);
    }
}

/// All that the database keeps, for a look whether something is among it. Empty: it cannot be read.
inline QByteArray storedBytes(Database &database)
{
    if (!isOnPostgres()) {
        QByteArray all;
        for (const char *end : {"", "-wal"})
            if (QFile file(database.path() + QLatin1StringView(end)); file.open(QIODevice::ReadOnly))
                all += file.readAll();
        return all;
    }
    const auto rows = database.read([](const ReadTransaction &transaction) -> Result<QStringList> {
        MERGELOOM_CHECK(transaction.connection().execute(QStringLiteral("SET LOCAL bytea_output = 'escape'")));
        MERGELOOM_TRY(const QStringList tables,
            firstColumn(transaction, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"));
        QStringList all;
        for (const QString &table : tables) {
            MERGELOOM_TRY(const QStringList texts,
                firstColumn(transaction, "SELECT CAST(t AS text) FROM " + table.toUtf8() + " t"));
            all += texts;
        }
        return all;
    });
    return rows ? rows->join(u'\n').toUtf8() : QByteArray();
}

} // namespace mergeloom
