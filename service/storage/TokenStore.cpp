#include "service/storage/TokenStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

/// Columns: id, name, role, created_at, last_used_at, expires_at.
Result<api::TokenView> readToken(const Statement &statement)
{
    api::TokenView token;
    token.id = statement.id<TokenId>(0);
    token.name = statement.text(1);
    const auto role = enumFromName<Role>(statement.text(2));
    if (!role)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("Token %1 has the unknown role \"%2\".").arg(token.id.text(), statement.text(2)));
    token.role = *role;
    token.createdAt = statement.time(3);
    if (!statement.isNull(4))
        token.lastUsedAt = statement.time(4);
    if (!statement.isNull(5))
        token.expiresAt = statement.time(5);
    return token;
}

} // namespace

Result<void> TokenStore::insert(const WriteTransaction &transaction, const api::TokenView &token, const QString &hash)
{
    Statement statement(transaction, R"sql(
        INSERT INTO access_token (id, name, role, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?))sql");
    statement.bind(token.id).bind(token.name).bind(enumName(token.role)).bind(hash).bind(token.createdAt);
    return statement.bind(token.expiresAt).run();
}

Result<void> TokenStore::revoke(const WriteTransaction &transaction, const TokenId &id, const Timestamp &now)
{
    Statement statement(
        transaction, R"sql(UPDATE access_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL)sql");
    MERGELOOM_CHECK(statement.bind(now).bind(id).run());
    if (statement.changedRows() == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no token %1 in force.").arg(id.text()));
    return {};
}

Result<void> TokenStore::markUsed(const WriteTransaction &transaction, const TokenId &id, const Timestamp &now)
{
    Statement statement(transaction, R"sql(UPDATE access_token SET last_used_at = ? WHERE id = ?)sql");
    return statement.bind(now).bind(id).run();
}

Result<std::optional<api::TokenView>> TokenStore::findByHash(
    const ReadTransaction &transaction, const QString &hash, const Timestamp &now)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, role, created_at, last_used_at, expires_at FROM access_token
        WHERE hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?))sql");
    return readOne<api::TokenView>(statement.bind(hash).bind(now), readToken);
}

Result<QList<api::TokenView>> TokenStore::list(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, role, created_at, last_used_at, expires_at FROM access_token
        WHERE revoked_at IS NULL ORDER BY id)sql");
    return readAll<api::TokenView>(statement, readToken);
}

Result<int> TokenStore::countLastingAdmins(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT count(*) FROM access_token WHERE role = 'admin' AND revoked_at IS NULL AND expires_at IS NULL)sql");
    MERGELOOM_CHECK(statement.next());
    return int(statement.integer(0));
}

Result<void> EnrollmentTokenStore::insert(
    const WriteTransaction &transaction, const StoredEnrollmentToken &token, const QString &hash)
{
    Statement statement(transaction, R"sql(
        INSERT INTO enrollment_token (id, name, hash, uses_left, expires_at, is_revoked) VALUES (?, ?, ?, ?, ?, 0))sql");
    return statement.bind(token.id).bind(token.name).bind(hash).bind(token.usesLeft).bind(token.expiresAt).run();
}

Result<bool> EnrollmentTokenStore::use(const WriteTransaction &transaction, const QString &hash, const Timestamp &now)
{
    Statement statement(transaction, R"sql(
        UPDATE enrollment_token SET uses_left = uses_left - 1
        WHERE hash = ? AND uses_left > 0 AND expires_at > ? AND is_revoked = 0)sql");
    MERGELOOM_CHECK(statement.bind(hash).bind(now).run());
    return statement.changedRows() == 1;
}

Result<void> EnrollmentTokenStore::revoke(const WriteTransaction &transaction, const TokenId &id)
{
    Statement statement(
        transaction, R"sql(UPDATE enrollment_token SET is_revoked = 1 WHERE id = ? AND is_revoked = 0)sql");
    MERGELOOM_CHECK(statement.bind(id).run());
    if (statement.changedRows() == 0)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no enrolment token %1 in force.").arg(id.text()));
    return {};
}

Result<QList<StoredEnrollmentToken>> EnrollmentTokenStore::list(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, name, uses_left, expires_at FROM enrollment_token WHERE is_revoked = 0 ORDER BY id)sql");
    return readAll<StoredEnrollmentToken>(statement, [](const Statement &row) {
        return Result<StoredEnrollmentToken>(
            StoredEnrollmentToken{row.id<TokenId>(0), row.text(1), int(row.integer(2)), row.time(3)});
    });
}

} // namespace mergeloom
