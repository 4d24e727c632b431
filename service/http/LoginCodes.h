#pragma once

#include "service/http/Router.h"

#include <QHash>

#include <chrono>

namespace mergeloom {

/// The time for expiry; tests pass their own.
using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

/// One-time codes for the login link that is printed at start: random, 15 minutes, one use. Kept in memory as hashes.
/// One thread.
class LoginCodes
{
public:
    explicit LoginCodes(SteadyClock clock = &std::chrono::steady_clock::now);

    /// For `GET /login?code=…`. Of more than 64 open codes the oldest is dropped.
    QString issue(Principal principal);
    /// Nothing when the code is unknown, used or too old; in any case it cannot be used again.
    std::optional<Principal> redeem(const QString &code);

private:
    struct Entry {
        Principal principal;
        std::chrono::steady_clock::time_point expires;
    };

    SteadyClock m_clock;
    QHash<QString, Entry> m_entries; ///< by hash
};

} // namespace mergeloom
