#pragma once

#include "service/storage/DatabasePlace.h"
#include "service/storage/DirectoryLock.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QMutex>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace mergeloom {

class Connection;
class EventFeed;
class WriteMark;

/// An event as it lies in the database: `line` is byte for byte what was hashed, unless a policy has removed that.
struct StoredEvent {
    qint64 id = 0;  ///< place among all events; rises in the order of commits
    QString stream; ///< a run id, or `controller`
    qint64 seq = 0;
    QByteArray line;         ///< when it was removed: what stays of it, with a RemovedMark
    qint64 removal = 0;      ///< id of the `retention.removed`; 0: it is whole
    QByteArray remains = {}; ///< when it was removed: byte for byte what is stored of it
};

/// One consistent view of the database. Stores take it as their first argument.
class ReadTransaction
{
public:
    explicit ReadTransaction(Connection &connection) : m_connection(connection) {}
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;
    Connection &connection() const { return m_connection; }

private:
    Connection &m_connection;
};

/// What it wrote is committed when its work returns a value, and undone when that is an error.
class WriteTransaction : public ReadTransaction
{
public:
    using ReadTransaction::ReadTransaction;
    /// Told to the database's listener once the transaction is committed.
    void announce(StoredEvent event) const { m_events.append(std::move(event)); }
    const QList<StoredEvent> &announced() const { return m_events; }

private:
    mutable QList<StoredEvent> m_events;
};

/// The database of a worker: SQLite in `<directory>/mergeloom.db`, or PostgreSQL, which several gateways share. Every thread
/// has a connection of its own, which ends with the thread. All calls block; none belongs on the gateway's main thread.
///
/// With PostgreSQL, work is done again from its beginning when its connection was lost, or another writer was in its way: it
/// must leave nothing behind in memory that a second time would make wrong. A commit whose answer was lost is looked up, so
/// that nothing is done twice. After some seconds the error is `unavailable`.
class Database
{
public:
    struct Options {
        QString directory;
        QString migrations = {}; ///< folder of NNNN_verb_noun.sql; empty: that of the program
        QString url = {};        ///< postgresql://…; empty: SQLite
        QString migrationFolder() const;
        DatabasePlace place() const;
    };
    /// Takes the directory's lock, opens, checks (quick_check) and migrates. Errors: `conflict` (another worker has the
    /// directory), `io`, `corrupt` (damaged file, or a migration that was changed after it ran), `unsupported` (the
    /// schema is newer than this program, or the server too old; details.schema, details.program), `invalid_input` (the URL),
    /// `unavailable` (no server answers there).
    static Result<std::unique_ptr<Database>> open(const Options &options);
    /// Only to read, beside a worker that may be at work: takes no lock and changes nothing. `not_found` when there is no
    /// database; `unsupported` when it has another schema than this program.
    static Result<std::unique_ptr<Database>> openBeside(const Options &options);
    ~Database();

    /// For work that no worker may be in the midst of: `conflict` when another program has a connection to the PostgreSQL
    /// database; none gets one until this thread's own ends. With SQLite the directory's lock does the same.
    Result<void> keepOthersOut();

    /// `work(const ReadTransaction &)` gives a Result<T>, which is handed on.
    template <class Work>
    auto read(Work &&work);
    /// `work(const WriteTransaction &)` gives a Result<T>; writers take turns, those of other gateways too. Not to be nested.
    template <class Work>
    auto write(Work &&work);
    /// The same for work that locks or claims each row that it decides by: with PostgreSQL others write at the same time.
    template <class Work>
    auto writeBeside(Work &&work);

    using Listener = std::function<void(const QList<StoredEvent> &)>;
    /// Called for all events that are stored from now on, by other gateways too, in the order of their ids and never twice at
    /// the same time, on the writing thread or one of the database's own: it must be quick, and must not use the database. Set
    /// before other threads use the database; with PostgreSQL none can be set at any time.
    void onEventsStored(Listener listener);

    enum class Kind { Read, Write };
    using Stopwatch = std::function<void(Kind, std::chrono::nanoseconds)>;
    /// Told of each transaction how long it took, with waiting for its turn and trying again, on its thread. Set before other
    /// threads use the database.
    void onTransaction(Stopwatch stopwatch) { m_stopwatch = std::move(stopwatch); }

    /// The file of SQLite.
    const QString &path() const { return m_place.path; }
    /// For people: the file, or host and name.
    const QString &shownPlace() const { return m_shownPlace; }
    Result<qint64> sizeInBytes();
    /// Other gateways may write to it too.
    bool isShared() const { return m_place.dialect() == Dialect::PostgreSql; }
    const QString &directory() const { return m_directory; }
    int schemaVersion() const { return m_schemaVersion; }
    /// For health: `quick_check` again (`corrupt` with SQLite's words), or whether the server takes writes.
    Result<void> checkIntegrity();

    /// What deleting has left.
    struct Swept {
        qint64 freeBytes = 0; ///< in the file, for what comes next; PostgreSQL does not say
        bool isWhole = true;  ///< false: somebody read for too long; bytes may still lie in the write-ahead log
    };
    /// SQLite leaves copies of short texts where it moved them within its pages; only to write the whole file anew gets at
    /// those, and gives room back to the disk. Others wait meanwhile: small files alone are written beside work.
    enum class Rewrite { WhenSmall, Always, Never };
    /// Makes deleted bytes unreadable and their room reusable. SQLite: a bit at a time merges the full-text index, then empties
    /// the write-ahead log. PostgreSQL: VACUUM of what texts are deleted from.
    Result<Swept> sweep(Rewrite rewrite = Rewrite::WhenSmall);

private:
    enum class Turn { Alone, Beside };
    using ReadWork = std::function<Result<void>(const ReadTransaction &)>;
    using WriteWork = std::function<Result<void>(const WriteTransaction &)>;
    Database(const Options &options, std::unique_ptr<DirectoryLock> lock);
    Result<void> prepare(const QString &migrations);
    Result<Connection *> connection();
    void dropConnection();
    Result<void> runRead(const ReadWork &work);
    Result<void> readUntilDone(const ReadWork &work);
    Result<void> readOnce(Connection &own, const ReadWork &work);
    Result<void> runWrite(const WriteWork &work, Turn turn);
    Result<Swept> sweepSqlite(Rewrite rewrite);
    Result<void> writeToSqlite(const WriteWork &work);
    Result<void> writeToPostgres(const WriteWork &work, Turn turn);
    /// False: the commit was asked for, and no answer came.
    Result<bool> writeOnce(Connection &own, const WriteTransaction &transaction, const WriteWork &work, Turn turn);
    Result<bool> isCommitted(const WriteMark &mark);
    template <class Work>
    auto writeIn(Turn turn, Work &&work);

    QString m_directory;
    DatabasePlace m_place;
    QString m_shownPlace;
    std::unique_ptr<DirectoryLock> m_lock;
    quint64 m_number = 0; ///< tells the connections of several databases in one thread apart
    int m_schemaVersion = 0;
    QMutex m_writer; ///< of SQLite, which has one
    Listener m_listener;
    Stopwatch m_stopwatch;
    std::unique_ptr<EventFeed> m_feed; ///< of PostgreSQL
};

template <class Work>
auto Database::read(Work &&work)
{
    using Answer = std::invoke_result_t<Work, const ReadTransaction &>;
    std::optional<Answer> answer;
    const Result<void> done = runRead([&](const ReadTransaction &transaction) -> Result<void> {
        answer.emplace(work(transaction));
        return *answer ? Result<void>() : Result<void>(Unexpected(answer->error()));
    });
    return done ? std::move(*answer) : Answer(Unexpected(done.error()));
}

template <class Work>
auto Database::writeIn(Turn turn, Work &&work)
{
    using Answer = std::invoke_result_t<Work, const WriteTransaction &>;
    std::optional<Answer> answer;
    const Result<void> done = runWrite(
        [&](const WriteTransaction &transaction) -> Result<void> {
            answer.emplace(work(transaction));
            return *answer ? Result<void>() : Result<void>(Unexpected(answer->error()));
        },
        turn);
    return done ? std::move(*answer) : Answer(Unexpected(done.error()));
}

template <class Work>
auto Database::write(Work &&work)
{
    return writeIn(Turn::Alone, std::forward<Work>(work));
}

template <class Work>
auto Database::writeBeside(Work &&work)
{
    return writeIn(Turn::Beside, std::forward<Work>(work));
}

} // namespace mergeloom
