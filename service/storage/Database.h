#pragma once

#include "service/storage/DirectoryLock.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QMutex>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace mergeloom {

class Connection;

/// An event as it lies in the database: `line` is byte for byte what was hashed.
struct StoredEvent {
    qint64 id = 0;  ///< place among all events; rises in the order of commits
    QString stream; ///< a run id, or `controller`
    qint64 seq = 0;
    QByteArray line;
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

/// The one writer; what it wrote is committed when its work returns a value, and undone when that is an error.
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

/// The SQLite database of a worker, `<directory>/mergeloom.db` in WAL mode. Every thread has a connection of its own,
/// which ends with the thread. All calls block; none belongs on the gateway's main thread.
class Database
{
public:
    struct Options {
        QString directory;
        QString migrations = QStringLiteral(":/sql/sqlite"); ///< folder of NNNN_verb_noun.sql
    };
    /// Takes the directory's lock, opens, checks (quick_check) and migrates. Errors: `conflict` (another worker has the
    /// directory), `io`, `corrupt` (damaged file, or a migration that was changed after it ran), `unsupported` (the
    /// schema is newer than this program; details.schema, details.program).
    static Result<std::unique_ptr<Database>> open(const Options &options);
    ~Database();

    /// `work(const ReadTransaction &)` gives a Result<T>, which is handed on.
    template <class Work>
    auto read(Work &&work);
    /// `work(const WriteTransaction &)` gives a Result<T>; writers take turns. Not to be nested.
    template <class Work>
    auto write(Work &&work);

    /// Called on the writing thread after each commit that appended events, in the order of their ids, while no other
    /// writer runs: it must be quick and must not write. Set before other threads use the database.
    void onEventsStored(std::function<void(const QList<StoredEvent> &)> listener) { m_listener = std::move(listener); }

    const QString &path() const { return m_path; }
    const QString &directory() const { return m_directory; }
    int schemaVersion() const { return m_schemaVersion; }
    /// `quick_check` again, for health; `corrupt` with SQLite's words.
    Result<void> checkIntegrity();

private:
    Database(QString directory, std::unique_ptr<DirectoryLock> lock);
    Result<Connection *> connection();
    Result<void> runRead(const std::function<Result<void>(const ReadTransaction &)> &work);
    Result<void> runWrite(const std::function<Result<void>(const WriteTransaction &)> &work);

    QString m_directory;
    QString m_path;
    std::unique_ptr<DirectoryLock> m_lock;
    quint64 m_number = 0; ///< tells the connections of several databases in one thread apart
    int m_schemaVersion = 0;
    QMutex m_writer;
    std::function<void(const QList<StoredEvent> &)> m_listener;
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
auto Database::write(Work &&work)
{
    using Answer = std::invoke_result_t<Work, const WriteTransaction &>;
    std::optional<Answer> answer;
    const Result<void> done = runWrite([&](const WriteTransaction &transaction) -> Result<void> {
        answer.emplace(work(transaction));
        return *answer ? Result<void>() : Result<void>(Unexpected(answer->error()));
    });
    return done ? std::move(*answer) : Answer(Unexpected(done.error()));
}

} // namespace mergeloom
