#include "service/storage/IdempotencyStore.h"

#include "service/storage/Statement.h"

namespace mergeloom {

namespace {

constexpr qint64 lifetime = qint64(24) * 3600 * 1000000;

} // namespace

Result<std::optional<RememberedReply>> IdempotencyStore::find(
    const ReadTransaction &transaction, const IdempotencyKey &key, const Timestamp &now)
{
    Statement statement(transaction, R"sql(
        SELECT request_hash, status, content_type, body FROM idempotent_reply
        WHERE principal = ? AND route = ? AND key = ? AND created_at > ?)sql");
    statement.bind(key.principal).bind(key.route).bind(key.key).bind(now.microseconds - lifetime);
    MERGELOOM_TRY(const bool isRow, statement.next());
    if (!isRow)
        return std::optional<RememberedReply>();
    return std::optional(
        RememberedReply{statement.text(0), int(statement.integer(1)), statement.bytes(2), statement.bytes(3)});
}

Result<void> IdempotencyStore::remember(
    const WriteTransaction &transaction, const IdempotencyKey &key, const RememberedReply &reply, const Timestamp &now)
{
    Statement forget(transaction, R"sql(DELETE FROM idempotent_reply WHERE created_at <= ?)sql");
    MERGELOOM_CHECK(forget.bind(now.microseconds - lifetime).run());
    Statement insert(transaction, R"sql(
        INSERT INTO idempotent_reply (principal, route, key, request_hash, status, content_type, body, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)sql");
    insert.bind(key.principal).bind(key.route).bind(key.key).bind(reply.requestHash).bind(reply.status);
    return insert.bind(reply.contentType).bind(reply.body).bind(now).run();
}

} // namespace mergeloom
