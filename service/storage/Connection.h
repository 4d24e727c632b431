#pragma once

#include "service/storage/Database.h"
#include "service/storage/DatabasePlace.h"
#include "service/storage/WriteMark.h"
#include "shared/core/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>
#include <unordered_map>

struct pg_conn; // of libpq

namespace mergeloom {

/// What stood in the way of a transaction that can be tried again.
enum class Obstacle { None, Lost, Conflicting };

/// One thread's connection, with its prepared statements. Used and ended on the thread that opened it.
class Connection
{
public:
    static Result<std::unique_ptr<Connection>> open(const DatabasePlace &place, quint64 databaseNumber);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    Dialect dialect() const { return m_dialect; }
    Result<void> begin(TransactionKind kind);
    Result<void> commit() { return execute(QStringLiteral("COMMIT")); }
    /// Fails harmlessly where the database has rolled back by itself, as SQLite does on a full disk.
    void rollBack() { (void)execute(QStringLiteral("ROLLBACK")); }
    /// Lost: nothing can be done with it any more but to open another. Since begin().
    Obstacle obstacle() const { return m_obstacle; }
    /// Of its writes; none before the first.
    std::optional<WriteMark> &writeMark() { return m_writeMark; }

    /// `conflict` when another connection to this PostgreSQL database is open, of whatever gateway or command; none is opened
    /// from then on, until this one ends.
    Result<void> keepOthersOut();

    /// Without parameters or rows.
    Result<void> execute(const QString &sql);

    struct Prepared {
        QSqlQuery query;
        bool isInUse = false;
    };
    /// Prepared once, then kept; a statement in use gets a twin. Error: what is wrong with the SQL.
    Result<std::shared_ptr<Prepared>> prepare(const QByteArray &sql);

    /// Of PostgreSQL, for what Qt has no words for; between two statements alone.
    pg_conn *server() const;

    /// What the database said, as an error of ours: busy or away is `unavailable`, a broken constraint `conflict`, a damaged
    /// file `corrupt`, a full or read-only disk `io`.
    Error error(const QSqlError &error, const QString &doing);

private:
    Connection(QString name, Dialect dialect) : m_name(std::move(name)), m_dialect(dialect) {}
    QString m_name;
    Dialect m_dialect;
    QSqlDatabase m_database;
    TransactionKind m_kind = TransactionKind::Read;
    Obstacle m_obstacle = Obstacle::None;
    std::optional<WriteMark> m_writeMark;
    std::unordered_map<std::string, std::shared_ptr<Prepared>> m_prepared;
};

} // namespace mergeloom
