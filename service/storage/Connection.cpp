#include "service/storage/Connection.h"

#include <QSqlError>
#include <QThread>

#include <atomic>

namespace mergeloom {

namespace {

// Extended result codes keep the primary one in the low byte: https://www.sqlite.org/rescode.html
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    NotADatabase = 26
};

} // namespace

Error sqlError(const QSqlError &error, const QString &doing)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString words = error.databaseText().isEmpty() ? error.text() : error.databaseText();
    const auto make = [&](ErrorCode errorCode, const QString &remedy) {
        return Error{errorCode, QStringLiteral("The database failed %1: %2.%3").arg(doing, words, remedy), {}};
    };
    switch (code) {
    case Busy:
    case Locked:
        return make(ErrorCode::Unavailable, QStringLiteral(" Another program holds it; try again."));
    case Constraint:
        return make(ErrorCode::Conflict, QString());
    case Corrupt:
    case NotADatabase:
        return make(ErrorCode::Corrupt, QStringLiteral(" Restore a backup of the data directory."));
    case Full:
        return make(ErrorCode::Io, QStringLiteral(" Free some space on the disk of the data directory."));
    case ReadOnly:
    case IoError:
    case CannotOpen:
        return make(ErrorCode::Io, QStringLiteral(" Check the disk and the rights of the data directory."));
    default:
        return make(ErrorCode::Internal, QString());
    }
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, quint64 databaseNumber)
{
    static std::atomic<quint64> counter{0};
    std::unique_ptr<Connection> connection(
        new Connection(QStringLiteral("mergeloom-%1-%2").arg(databaseNumber).arg(++counter)));
    connection->m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->m_name);
    if (!connection->m_database.isValid())
        return failure(
            ErrorCode::Unsupported, QStringLiteral("Qt has no SQLite driver. Install the package libqt6sql6-sqlite."));
    connection->m_database.setDatabaseName(path);
    connection->m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000"));
    if (!connection->m_database.open())
        return Unexpected(sqlError(connection->m_database.lastError(), QStringLiteral("opening %1").arg(path)));
    // FULL: what was answered as stored is on disk. Pragmas are per connection.
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
             "PRAGMA recursive_triggers = ON", "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -8000",
             "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864"})
        if (auto done = connection->execute(QString::fromLatin1(pragma)); !done) {
            Error error = done.error();
            error.message = QStringLiteral("%1 cannot be used. %2").arg(path, error.message);
            return Unexpected(std::move(error));
        }
    return connection;
}

Connection::~Connection()
{
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return Unexpected(sqlError(query.lastError(), QStringLiteral("in \"%1\"").arg(sql.left(80).simplified())));
    return {};
}

Result<std::shared_ptr<Connection::Prepared>> Connection::prepare(const QByteArray &sql)
{
    const std::string key = sql.toStdString();
    const auto found = m_prepared.find(key);
    if (found != m_prepared.end() && !found->second->isInUse)
        return found->second;
    auto prepared = std::make_shared<Prepared>(Prepared{QSqlQuery(m_database)});
    prepared->query.setForwardOnly(true);
    if (!prepared->query.prepare(QString::fromUtf8(sql)))
        return Unexpected(sqlError(prepared->query.lastError(),
            QStringLiteral("preparing \"%1\"").arg(QString::fromUtf8(sql).simplified().left(120))));
    if (found == m_prepared.end())
        m_prepared.emplace(key, prepared);
    return prepared;
}

} // namespace mergeloom
