#include "service/storage/SessionStore.h"

#include "service/storage/Paging.h"

namespace mergeloom {

Result<void> SessionStore::insert(const WriteTransaction &transaction, const SignedInBrowser &session)
{
    Statement statement(transaction, R"sql(
        INSERT INTO browser_session (id, cookie_hash, token_id, name, role, address, browser, opened_at, used_at, ends_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    statement.bind(session.id).bind(session.cookieHash).bind(session.tokenId).bind(session.name);
    statement.bind(enumName(session.role)).bind(session.address).bind(session.browser);
    return statement.bind(session.openedAt).bind(session.usedAt).bind(session.endsAt).run();
}

Result<void> SessionStore::markUsed(const WriteTransaction &transaction, const SessionId &id, const Timestamp &now)
{
    Statement statement(transaction, R"sql(UPDATE browser_session SET used_at = ? WHERE id = ?)sql");
    return statement.bind(now).bind(id).run();
}

Result<void> SessionStore::remove(const WriteTransaction &transaction, const QList<SessionId> &ids)
{
    for (const SessionId &id : ids) {
        Statement statement(transaction, R"sql(DELETE FROM browser_session WHERE id = ?)sql");
        MERGELOOM_CHECK(statement.bind(id).run());
    }
    return {};
}

Result<void> SessionStore::removeOfToken(const WriteTransaction &transaction, const TokenId &token)
{
    Statement statement(transaction, R"sql(DELETE FROM browser_session WHERE token_id = ?)sql");
    return statement.bind(token).run();
}

Result<QList<SignedInBrowser>> SessionStore::list(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(
        SELECT id, cookie_hash, token_id, name, role, address, browser, opened_at, used_at, ends_at
        FROM browser_session ORDER BY id)sql");
    return readAll<SignedInBrowser>(statement, [](const Statement &row) -> Result<SignedInBrowser> {
        const auto role = enumFromName<Role>(row.text(4));
        if (!role)
            return failure(ErrorCode::Corrupt,
                QStringLiteral("Session %1 has the unknown role \"%2\".").arg(row.text(0), row.text(4)));
        return SignedInBrowser{row.id<SessionId>(0), row.text(1), row.text(2), row.text(3), *role, row.text(5),
            row.text(6), row.time(7), row.time(8), row.time(9)};
    });
}

} // namespace mergeloom
