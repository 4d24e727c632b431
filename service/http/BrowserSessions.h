#pragma once

#include "service/http/LoginCodes.h"

namespace mergeloom {

/// Who is signed in by cookie. In memory: a restart signs everybody out. One thread.
class BrowserSessions
{
public:
    static constexpr std::chrono::hours unusedLifetime{24};
    static constexpr std::chrono::hours wholeLifetime{24 * 7};

    explicit BrowserSessions(SteadyClock clock = &std::chrono::steady_clock::now);

    /// The value for the cookie. Of more than 1,000 sessions the one unused longest ends.
    QString open(Principal principal);
    /// Counts as a use.
    std::optional<Principal> find(const QString &cookie);
    void end(const QString &cookie);
    /// When a token is revoked, so are the sessions that were opened with it; `name` is Principal::name.
    void endAllOf(const QString &name);

private:
    struct Entry {
        Principal principal;
        std::chrono::steady_clock::time_point opened;
        std::chrono::steady_clock::time_point used;
    };

    SteadyClock m_clock;
    QHash<QString, Entry> m_entries; ///< by hash
};

} // namespace mergeloom
