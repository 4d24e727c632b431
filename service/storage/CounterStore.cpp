#include "service/storage/CounterStore.h"

#include "service/storage/Statement.h"

namespace mergeloom {

Result<qint64> CounterStore::next(const WriteTransaction &transaction, const QString &name)
{
    Statement statement(transaction, R"sql(
        INSERT INTO counter (name, value) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value)sql");
    MERGELOOM_CHECK(statement.bind(name).next());
    return statement.integer(0);
}

Result<std::optional<qint64>> CounterStore::value(const ReadTransaction &transaction, const QString &name)
{
    Statement statement(transaction, R"sql(SELECT value FROM counter WHERE name = ?)sql");
    MERGELOOM_TRY(const bool isThere, statement.bind(name).next());
    return isThere ? std::optional(statement.integer(0)) : std::nullopt;
}

Result<void> CounterStore::put(const WriteTransaction &transaction, const QString &name, qint64 value)
{
    Statement statement(transaction, R"sql(
        INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value)sql");
    return statement.bind(name).bind(value).run();
}

Result<bool> CounterStore::raise(const WriteTransaction &transaction, const QString &name, qint64 value)
{
    Statement statement(transaction, R"sql(
        INSERT INTO counter (name, value) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counter.value < excluded.value RETURNING value)sql");
    return statement.bind(name).bind(value).next();
}

} // namespace mergeloom
