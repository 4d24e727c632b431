#include "service/storage/Database.h"

#include "service/storage/Connection.h"
#include "service/storage/EventFeed.h"
#include "service/storage/EventStore.h"
#include "service/storage/Migrations.h"
#include "service/storage/PostgresDriver.h"
#include "service/storage/Statement.h"

#include <QFileInfo>
#include <QThreadStorage>

#include <atomic>
#include <map>

namespace mergeloom {

namespace {

/// Bigger files are checked by the health page, so that a start stays quick.
constexpr qint64 largestCheckedAtStart = 256 * 1024 * 1024;

using Connections = std::map<quint64, std::unique_ptr<Connection>>; // by database

/// Connections of this thread; they end with the thread. Not thread_local: those end after QThread::wait() has returned,
/// and at the end of the program that is after Qt's own list of connections is gone.
Connections &connectionsOfThread()
{
    static QThreadStorage<Connections> connections;
    return connections.localData();
}

Result<void> quickCheck(const ReadTransaction &transaction, const QString &path)
{
    Statement statement(transaction, R"sqlite(PRAGMA quick_check(1))sqlite");
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow || statement.text(0) != u"ok")
        return failure(ErrorCode::Corrupt,
            QStringLiteral("The database %1 is damaged: %2. Stop the worker and restore a backup.")
                .arg(path, isRow ? statement.text(0) : QStringLiteral("no answer")));
    return {};
}

Result<void> checkServer(const ReadTransaction &transaction, const QString &place)
{
    Statement statement(transaction, R"postgres(
        SELECT CAST(current_setting('server_version_num') AS integer) / 10000, current_setting('server_encoding'),
            CAST(pg_is_in_recovery() AS integer))postgres");
    MERGELOOM_CHECK(statement.next());
    const int version = int(statement.integer(0));
    if (version < postgres::leastServerVersion)
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 has version %2; %3 or a newer one is needed.")
                .arg(place)
                .arg(version)
                .arg(postgres::leastServerVersion));
    if (statement.text(1) != u"UTF8")
        return failure(ErrorCode::Unsupported,
            QStringLiteral("%1 keeps texts as %2. Create a database with the encoding UTF8.")
                .arg(place, statement.text(1)));
    if (statement.flag(2))
        return failure(
            ErrorCode::Io, QStringLiteral("%1 takes no changes: it is a standby. Name the primary server.").arg(place));
    return {};
}

} // namespace

Database::Database(const Options &options, std::unique_ptr<DirectoryLock> lock)
    : m_directory(options.directory), m_place(options.place()),
      m_shownPlace(options.url.isEmpty() ? m_place.path : postgres::shownPlace(options.url)), m_lock(std::move(lock))
{
    static std::atomic<quint64> counter{0};
    m_number = ++counter;
}

Database::~Database()
{
    m_feed.reset();
    dropConnection();
}

void Database::dropConnection() { connectionsOfThread().erase(m_number); }

Result<std::unique_ptr<Database>> Database::open(const Options &options)
{
    MERGELOOM_TRY(auto lock, DirectoryLock::take(options.directory));
    std::unique_ptr<Database> database(new Database(options, std::move(lock)));
    MERGELOOM_CHECK(database->prepare(options.migrationFolder()));
    return database;
}

QString Database::Options::migrationFolder() const
{
    if (!migrations.isEmpty())
        return migrations;
    return url.isEmpty() ? QStringLiteral(":/sql/sqlite") : QStringLiteral(":/sql/postgres");
}

DatabasePlace Database::Options::place() const { return {directory + QStringLiteral("/mergeloom.db"), url}; }

Result<void> Database::keepOthersOut()
{
    MERGELOOM_TRY(Connection * own, connection());
    return own->keepOthersOut();
}

Result<void> Database::prepare(const QString &migrations)
{
    MERGELOOM_TRY(Connection * own, connection());
    if (m_place.dialect() == Dialect::PostgreSql) {
        MERGELOOM_CHECK(checkServer(ReadTransaction(*own), m_shownPlace));
    } else {
        // Before SQLite makes its own files beside it.
        QFile::setPermissions(m_place.path, QFile::ReadOwner | QFile::WriteOwner);
        if (QFileInfo(m_place.path).size() <= largestCheckedAtStart)
            MERGELOOM_CHECK(quickCheck(ReadTransaction(*own), m_place.path));
    }
    MERGELOOM_TRY(m_schemaVersion, migrate(*own, migrations));
    return {};
}

Result<std::unique_ptr<Database>> Database::openBeside(const Options &options)
{
    std::unique_ptr<Database> database(new Database(options, nullptr));
    const bool isSqlite = database->m_place.dialect() == Dialect::Sqlite;
    if (isSqlite && !QFileInfo::exists(database->m_place.path))
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no database %1. Name the worker's data directory by --data-dir.")
                .arg(database->m_place.path));
    MERGELOOM_TRY(Connection * connection, database->connection());
    MERGELOOM_CHECK(connection->execute(isSqlite ? QStringLiteral("PRAGMA query_only = ON")
                                                 : QStringLiteral("SET default_transaction_read_only = on")));
    MERGELOOM_TRY(database->m_schemaVersion, checkMigrated(*connection, options.migrationFolder()));
    return database;
}

Result<Connection *> Database::connection()
{
    auto &connections = connectionsOfThread();
    const auto found = connections.find(m_number);
    if (found != connections.end())
        return found->second.get();
    MERGELOOM_TRY(auto opened, Connection::open(m_place, m_number));
    return connections.emplace(m_number, std::move(opened)).first->second.get();
}

void Database::onEventsStored(Listener listener)
{
    if (m_feed)
        m_feed->stop(); // and stays: other threads may still store
    m_listener = std::move(listener);
    if (!m_listener || m_place.dialect() == Dialect::Sqlite)
        return;
    const auto newest = read([](const ReadTransaction &transaction) { return EventStore::newestId(transaction); });
    const auto events = [this](qint64 afterId, int limit) {
        return read([&](const ReadTransaction &transaction) { return EventStore::all(transaction, afterId, limit); });
    };
    m_feed = std::make_unique<EventFeed>(m_place.url, newest.value_or(0), events, m_listener);
}

Result<void> Database::readOnce(Connection &own, const ReadWork &work)
{
    MERGELOOM_CHECK(own.begin(TransactionKind::Read));
    const Result<void> done = work(ReadTransaction(own));
    MERGELOOM_CHECK(own.commit());
    return done;
}

Result<void> Database::runRead(const ReadWork &work)
{
    const auto start = std::chrono::steady_clock::now();
    Result<void> done = readUntilDone(work);
    if (m_stopwatch)
        m_stopwatch(Kind::Read, std::chrono::steady_clock::now() - start);
    return done;
}

Result<void> Database::runWrite(const WriteWork &work, Turn turn)
{
    const auto start = std::chrono::steady_clock::now();
    Result<void> done = m_place.dialect() == Dialect::Sqlite ? writeToSqlite(work) : writeToPostgres(work, turn);
    if (m_stopwatch)
        m_stopwatch(Kind::Write, std::chrono::steady_clock::now() - start);
    return done;
}

Result<void> Database::writeToSqlite(const WriteWork &work)
{
    MERGELOOM_TRY(Connection * own, connection());
    QMutexLocker lock(&m_writer);
    MERGELOOM_CHECK(own->begin(TransactionKind::Write));
    const WriteTransaction transaction(*own);
    Result<void> done = work(transaction);
    if (done)
        done = own->commit();
    if (!done) {
        own->rollBack();
        return done;
    }
    if (m_listener && !transaction.announced().isEmpty())
        m_listener(transaction.announced());
    return {};
}

Result<qint64> Database::sizeInBytes()
{
    if (m_place.dialect() == Dialect::Sqlite)
        return QFileInfo(m_place.path).size();
    return read([](const ReadTransaction &transaction) -> Result<qint64> {
        Statement statement(transaction, R"postgres(SELECT pg_database_size(current_database()))postgres");
        MERGELOOM_CHECK(statement.next());
        return statement.integer(0);
    });
}

Result<void> Database::checkIntegrity()
{
    return read([this](const ReadTransaction &transaction) {
        return m_place.dialect() == Dialect::Sqlite ? quickCheck(transaction, m_place.path)
                                                    : checkServer(transaction, m_shownPlace);
    });
}

} // namespace mergeloom
