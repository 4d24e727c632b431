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

} // namespace mergeloom
