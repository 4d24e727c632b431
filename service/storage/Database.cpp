#include "service/storage/Database.h"

#include "service/storage/Connection.h"
#include "service/storage/Migrations.h"
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
    Statement statement(transaction, R"sql(PRAGMA quick_check(1))sql");
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow || statement.text(0) != u"ok")
        return failure(ErrorCode::Corrupt,
            QStringLiteral("The database %1 is damaged: %2. Stop the worker and restore a backup.")
                .arg(path, isRow ? statement.text(0) : QStringLiteral("no answer")));
    return {};
}

} // namespace

Database::Database(QString directory, std::unique_ptr<DirectoryLock> lock)
    : m_directory(std::move(directory)), m_path(m_directory + QStringLiteral("/mergeloom.db")), m_lock(std::move(lock))
{
    static std::atomic<quint64> counter{0};
    m_number = ++counter;
}

Database::~Database() { connectionsOfThread().erase(m_number); }

Result<std::unique_ptr<Database>> Database::open(const Options &options)
{
    MERGELOOM_TRY(auto lock, DirectoryLock::take(options.directory));
    std::unique_ptr<Database> database(new Database(options.directory, std::move(lock)));
    MERGELOOM_TRY(Connection * connection, database->connection());
    // Before SQLite makes its own files beside it.
    QFile::setPermissions(database->m_path, QFile::ReadOwner | QFile::WriteOwner);
    if (QFileInfo(database->m_path).size() <= largestCheckedAtStart)
        MERGELOOM_CHECK(quickCheck(ReadTransaction(*connection), database->m_path));
    MERGELOOM_TRY(database->m_schemaVersion, migrate(*connection, options.migrations));
    return database;
}

Result<Connection *> Database::connection()
{
    auto &connections = connectionsOfThread();
    const auto found = connections.find(m_number);
    if (found != connections.end())
        return found->second.get();
    MERGELOOM_TRY(auto opened, Connection::open(m_path, m_number));
    return connections.emplace(m_number, std::move(opened)).first->second.get();
}

Result<void> Database::runRead(const std::function<Result<void>(const ReadTransaction &)> &work)
{
    MERGELOOM_TRY(Connection * own, connection());
    MERGELOOM_CHECK(own->execute(QStringLiteral("BEGIN")));
    const Result<void> done = work(ReadTransaction(*own));
    MERGELOOM_CHECK(own->execute(QStringLiteral("COMMIT")));
    return done;
}

Result<void> Database::runWrite(const std::function<Result<void>(const WriteTransaction &)> &work)
{
    MERGELOOM_TRY(Connection * own, connection());
    QMutexLocker lock(&m_writer);
    MERGELOOM_CHECK(own->execute(QStringLiteral("BEGIN IMMEDIATE")));
    const WriteTransaction transaction(*own);
    Result<void> done = work(transaction);
    if (done)
        done = own->execute(QStringLiteral("COMMIT"));
    if (!done) {
        // Fails harmlessly when SQLite has rolled back by itself, as it does on a full disk.
        (void)own->execute(QStringLiteral("ROLLBACK"));
        return done;
    }
    if (m_listener && !transaction.announced().isEmpty())
        m_listener(transaction.announced());
    return {};
}

Result<void> Database::checkIntegrity()
{
    return read([this](const ReadTransaction &transaction) { return quickCheck(transaction, m_path); });
}

} // namespace mergeloom
