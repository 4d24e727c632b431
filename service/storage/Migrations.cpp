#include "service/storage/Migrations.h"

#include "service/storage/Statement.h"

#include <QCryptographicHash>
#include <QDir>
#include <QMap>
#include <QRegularExpression>

namespace mergeloom {

namespace {

constexpr qint64 migrationsTurn = 0x4d4c6f6f6d02; ///< of pg_advisory_lock()

struct Migration {
    QString name;
    QString sql;
    QString checksum;
};

/// number → migration
Result<QMap<int, Migration>> readFolder(const QString &folder)
{
    static const QRegularExpression shape(QStringLiteral("^(\\d{4})_[a-z]+(_[a-z0-9]+)+\\.sql$"));
    QMap<int, Migration> migrations;
    const QStringList names = QDir(folder).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const auto match = shape.match(name);
        QFile file(folder + u'/' + name);
        if (!match.hasMatch() || !file.open(QIODevice::ReadOnly))
            return failure(
                ErrorCode::Internal, QStringLiteral("%1 is no readable NNNN_verb_noun.sql.").arg(file.fileName()));
        const QByteArray text = file.readAll();
        const auto checksum = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
        migrations.insert(match.captured(1).toInt(), {name, QString::fromUtf8(text), QString::fromLatin1(checksum)});
    }
    if (migrations.isEmpty() || migrations.firstKey() != 1 || migrations.lastKey() != migrations.size())
        return failure(ErrorCode::Internal,
            QStringLiteral("The migrations in %1 are not numbered from 0001 without a gap.").arg(folder));
    return migrations;
}

Result<void> checkApplied(const ReadTransaction &transaction, const QMap<int, Migration> &migrations, int &newest)
{
    Statement statement(transaction, R"sql(SELECT number, checksum, name FROM schema_migration ORDER BY number)sql");
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            break;
        newest = int(statement.integer(0));
        const auto known = migrations.find(newest);
        if (known != migrations.end() && known->checksum != statement.text(1))
            return failure(ErrorCode::Corrupt,
                QStringLiteral(
                    "Migration %1 of this program is not the one that made the database. Install the release that this data directory was used with, or a newer one.")
                    .arg(statement.text(2)),
                {{"migration", statement.text(2)}});
    }
    const int program = migrations.lastKey();
    if (newest > program)
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "The database has schema %1, and this program knows schemas up to %2. Install a newer mergeloom-worker, or restore a backup made before the upgrade.")
                .arg(newest)
                .arg(program),
            {{"schema", newest}, {"program", program}});
    return {};
}

Result<void> run(const ReadTransaction &transaction, int number, const Migration &migration)
{
    const auto all = [&]() -> Result<void> {
        for (const QString &sql : statementsOf(migration.sql))
            MERGELOOM_CHECK(transaction.connection().execute(sql));
        Statement statement(transaction,
            R"sql(INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?))sql");
        return statement.bind(number).bind(migration.name).bind(migration.checksum).bind(Timestamp::now()).run();
    };
    auto done = all();
    if (!done)
        done.error().message = QStringLiteral("Migration %1 failed. %2").arg(migration.name, done.error().message);
    return done;
}

Result<void> apply(Connection &connection, int number, const Migration &migration)
{
    MERGELOOM_CHECK(connection.begin(TransactionKind::Write));
    if (auto done = run(ReadTransaction(connection), number, migration); !done) {
        connection.rollBack();
        return done;
    }
    return connection.commit();
}

Result<void> makeList(Connection &connection)
{
    return connection.execute(QStringLiteral(
        "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)"));
}

Result<int> migrateAlone(Connection &connection, const QMap<int, Migration> &migrations)
{
    MERGELOOM_CHECK(makeList(connection));
    int newest = 0;
    MERGELOOM_CHECK(checkApplied(ReadTransaction(connection), migrations, newest));
    for (auto it = migrations.upperBound(newest); it != migrations.end(); ++it) {
        MERGELOOM_CHECK(apply(connection, it.key(), *it));
        newest = it.key();
    }
    return newest;
}

Result<int> runBetween(const WriteTransaction &transaction, const QString &folder, int after, int last)
{
    MERGELOOM_TRY(const auto migrations, readFolder(folder));
    MERGELOOM_CHECK(makeList(transaction.connection()));
    int newest = after;
    for (auto it = migrations.upperBound(after); it != migrations.end() && it.key() <= last; ++it) {
        MERGELOOM_CHECK(run(transaction, it.key(), *it));
        newest = it.key();
    }
    return newest;
}

} // namespace

QStringList statementsOf(const QString &sql)
{
    QStringList statements;
    QString current;
    const auto end = [&] {
        if (!current.trimmed().isEmpty())
            statements << current.trimmed();
        current.clear();
    };
    for (const QString &line : sql.split(u'\n')) {
        if (line.trimmed().isEmpty())
            end();
        else if (!line.trimmed().startsWith(QStringLiteral("--")))
            current += line + u'\n';
    }
    end();
    return statements;
}

Result<int> checkMigrated(Connection &connection, const QString &folder)
{
    MERGELOOM_TRY(const auto migrations, readFolder(folder));
    int newest = 0;
    MERGELOOM_CHECK(checkApplied(ReadTransaction(connection), migrations, newest));
    if (newest < migrations.lastKey())
        return failure(ErrorCode::Unsupported,
            QStringLiteral(
                "The database has schema %1, and this program wants %2. Start the worker once, which brings it up to date.")
                .arg(newest)
                .arg(migrations.lastKey()),
            {{"schema", newest}, {"program", migrations.lastKey()}});
    return newest;
}

Result<void> migrateWithin(const WriteTransaction &transaction, const QString &folder, int last)
{
    return runBetween(transaction, folder, 0, last).map([](int) {});
}

Result<int> migrateRestWithin(const WriteTransaction &transaction, const QString &folder, int last)
{
    return runBetween(transaction, folder, last, std::numeric_limits<int>::max());
}

Result<int> newestMigration(const QString &folder)
{
    return readFolder(folder).map([](const auto &migrations) { return migrations.lastKey(); });
}

Result<int> migrate(Connection &connection, const QString &folder)
{
    MERGELOOM_TRY(const auto migrations, readFolder(folder));
    // Of two gateways that start on one server, one migrates and the other waits. SQLite's directory is locked already.
    const bool isShared = connection.dialect() == Dialect::PostgreSql;
    if (isShared)
        MERGELOOM_CHECK(connection.execute(QStringLiteral("SELECT pg_advisory_lock(%1)").arg(migrationsTurn)));
    const Result<int> done = migrateAlone(connection, migrations);
    if (isShared && connection.obstacle() != Obstacle::Lost)
        MERGELOOM_CHECK(connection.execute(QStringLiteral("SELECT pg_advisory_unlock(%1)").arg(migrationsTurn)));
    return done;
}

} // namespace mergeloom
