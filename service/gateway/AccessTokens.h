#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

#include <QHash>
#include <QMutex>

#include <chrono>
#include <optional>

namespace mergeloom {

/// The text in a token file of ours; a new random one, in a file of mode 0600, when there is none yet. `forbidden` when others
/// can read the file.
Result<QString> loadOrMakeTokenFile(const QString &path);

/// Tokens of people and programs; only hashes are kept. Thread-safe; blocks on the database.
class AccessTokens
{
public:
    explicit AccessTokens(Database &database) : m_database(database) {}

    /// The first admin token: `given` by setting, or the one in `<directory>/admin_token`, which is made when missing.
    /// Gives its text.
    Result<QString> ensureAdmin(const QString &given, const QString &directory);

    /// The answer is the only place where the secret is.
    Result<api::TokenView> create(const api::TokenRequest &request, const QString &by);
    Result<void> revoke(const TokenId &id, const QString &by);
    Result<api::Page<api::TokenView>> list();
    /// None: unknown or revoked. When it was last used is written at most once a minute.
    Result<std::optional<api::TokenView>> find(const QString &secret);

private:
    Database &m_database;
    QMutex m_mutex;
    QHash<TokenId, std::chrono::steady_clock::time_point> m_markedAt;
};

} // namespace mergeloom
