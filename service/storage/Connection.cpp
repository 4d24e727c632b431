#include "service/storage/Connection.h"

#include "service/storage/PostgresDriver.h"
#include "service/storage/SqliteDriver.h"

#include <QSqlError>
#include <QThread>

#include <atomic>

namespace mergeloom {

Error Connection::error(const QSqlError &error, const QString &doing)
{
    if (m_dialect == Dialect::Sqlite)
        return sqlite::errorOf(error, doing);
    if (postgres::isLost(m_database))
        m_obstacle = Obstacle::Lost;
    else if (postgres::isConflicting(error) && m_obstacle == Obstacle::None)
        m_obstacle = Obstacle::Conflicting;
    return postgres::errorOf(error, doing);
}

Result<std::unique_ptr<Connection>> Connection::open(const DatabasePlace &place, quint64 databaseNumber)
{
    static std::atomic<quint64> counter{0};
    std::unique_ptr<Connection> connection(
        new Connection(QStringLiteral("mergeloom-%1-%2").arg(databaseNumber).arg(++counter), place.dialect()));
    const bool isSqlite = place.dialect() == Dialect::Sqlite;
    const QString shown = isSqlite ? place.path : postgres::shownPlace(place.url);
    QSqlDatabase &database = connection->m_database;
    database = QSqlDatabase::addDatabase(
        QString::fromLatin1(isSqlite ? sqlite::driver : postgres::driver), connection->m_name);
    if (!database.isValid())
        return failure(ErrorCode::Unsupported,
            QStringLiteral("Qt has no driver for this database. Install the package %1.")
                .arg(QLatin1StringView(isSqlite ? sqlite::package : postgres::package)));
    MERGELOOM_CHECK(isSqlite ? sqlite::configure(database, place) : postgres::configure(database, place));
    if (!database.open())
        return Unexpected(connection->error(database.lastError(), QStringLiteral("opening %1").arg(shown)));
    for (const QString &sql : isSqlite ? sqlite::setUp() : postgres::setUp())
        if (auto done = connection->execute(sql); !done) {
            Error error = done.error();
            error.message = QStringLiteral("%1 cannot be used. %2").arg(shown, error.message);
            return Unexpected(std::move(error));
        }
    return connection;
}

Connection::~Connection()
{
    // SQLite closes no file with open statements. QPSQL would ask the server to forget each of them, one after the other.
    if (m_dialect == Dialect::Sqlite) {
        m_prepared.clear();
        m_database.close();
    }
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

pg_conn *Connection::server() const { return postgres::serverOf(m_database); }

Result<void> Connection::keepOthersOut()
{
    if (m_dialect == Dialect::Sqlite)
        return {};
    QSqlQuery query(m_database);
    if (!query.exec(postgres::claim) || !query.next())
        return Unexpected(error(query.lastError(), QStringLiteral("asking who else uses it")));
    if (query.value(0).toBool())
        return {};
    return failure(ErrorCode::Conflict,
        QStringLiteral("Another mergeloom-worker has the database open: a gateway, or a command. Stop every gateway of "
                       "this database, and try again."));
}

Result<void> Connection::begin(TransactionKind kind)
{
    m_kind = kind;
    m_obstacle = Obstacle::None;
    const bool isRead = kind == TransactionKind::Read;
    if (m_dialect == Dialect::Sqlite)
        return execute(isRead ? QStringLiteral("BEGIN") : QStringLiteral("BEGIN IMMEDIATE"));
    return execute(isRead ? QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                          : QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED"));
}

Result<void> Connection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        return Unexpected(error(query.lastError(), QStringLiteral("in \"%1\"").arg(sql.left(80).simplified())));
    return {};
}

Result<std::shared_ptr<Connection::Prepared>> Connection::prepare(const QByteArray &sql)
{
    const QByteArray spelled = spelledFor(m_dialect, m_kind, sql);
    const std::string key = spelled.toStdString();
    const auto found = m_prepared.find(key);
    if (found != m_prepared.end() && !found->second->isInUse)
        return found->second;
    auto prepared = std::make_shared<Prepared>(Prepared{QSqlQuery(m_database)});
    // QPSQL reads row by row when it may go forward only, and then no other statement may begin before the last row.
    prepared->query.setForwardOnly(m_dialect == Dialect::Sqlite);
    if (!prepared->query.prepare(QString::fromUtf8(spelled)))
        return Unexpected(error(prepared->query.lastError(),
            QStringLiteral("preparing \"%1\"").arg(QString::fromUtf8(spelled).simplified().left(120))));
    if (found == m_prepared.end())
        m_prepared.emplace(key, prepared);
    return prepared;
}

} // namespace mergeloom
