#pragma once

#include "service/controller/Workers.h"
#include "service/gateway/AccessTokens.h"
#include "service/http/Router.h"

#include <atomic>

namespace mergeloom {

/// The owner of a bearer token: a person or program, an enrolled worker, or the cluster. Answers of the last seconds are
/// kept, so that a request seldom asks the database. Main thread, but for forget().
class CallerLookup
{
public:
    CallerLookup(AccessTokens &tokens, Workers &workers, QString clusterToken)
        : m_tokens(tokens), m_workers(workers), m_clusterToken(clusterToken.toUtf8())
    {
    }

    /// None: nobody's. The error of a database that cannot be read says nothing of the token.
    Result<std::optional<Principal>> find(const QString &token);
    bool isClusterToken(const QString &token) const;
    /// After a token was revoked or replaced: the next request asks again. Any thread.
    void forget() { ++m_generation; }

private:
    Result<std::optional<Principal>> ask(const QString &token);

    struct Known {
        Principal principal;
        std::chrono::steady_clock::time_point askedAt;
    };
    AccessTokens &m_tokens;
    Workers &m_workers;
    QByteArray m_clusterToken;
    std::atomic<int> m_generation = 0;
    int m_knownGeneration = 0;
    QHash<QString, Known> m_known; ///< by hash
};

/// The access that a role gives.
Access accessOf(Role role);
Role roleOf(Access access);

} // namespace mergeloom
