#pragma once

#include "service/storage/Database.h"
#include "shared/core/Result.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>
#include <unordered_map>

namespace mergeloom {

/// One thread's connection, with its prepared statements. Used and ended on the thread that opened it.
class Connection
{
public:
    static Result<std::unique_ptr<Connection>> open(const QString &path, quint64 databaseNumber);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// One statement without parameters or rows.
    Result<void> execute(const QString &sql);

    struct Prepared {
        QSqlQuery query;
        bool isInUse = false;
    };
    /// Prepared once, then kept; a statement in use gets a twin. Error: what is wrong with the SQL.
    Result<std::shared_ptr<Prepared>> prepare(const QByteArray &sql);

private:
    explicit Connection(QString name) : m_name(std::move(name)) {}
    QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<std::string, std::shared_ptr<Prepared>> m_prepared;
};

/// What SQLite said, as an error of ours: busy is `unavailable`, a broken constraint `conflict`, a damaged file `corrupt`,
/// a full or read-only disk `io`.
Error sqlError(const QSqlError &error, const QString &doing);

} // namespace mergeloom
