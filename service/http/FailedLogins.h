#pragma once

#include "service/http/LoginCodes.h"

namespace mergeloom {

/// Slows down who guesses. Five wrong tries of one address are free; then each makes the address wait twice as long, from
/// 1 s to 15 min. 50 wrong tries of all addresses together within 10 minutes make everybody wait, from 1 s to 60 s, but for
/// loopback: whoever sits at the machine can still sign in. Waiting tries do not count. Failures fade: an address starts
/// anew after an hour without one. One thread.
class FailedLogins
{
public:
    static constexpr int freeTries = 5;
    static constexpr std::chrono::seconds longestWait{15 * 60};
    static constexpr std::chrono::hours forgottenAfter{1};
    static constexpr int freeTriesOfAll = 50;
    static constexpr std::chrono::minutes windowOfAll{10};
    static constexpr std::chrono::seconds longestWaitOfAll{60};

    explicit FailedLogins(SteadyClock clock = &std::chrono::steady_clock::now) : m_clock(std::move(clock)) {}

    void note(const QString &address);
    /// Zero when the address may try.
    std::chrono::seconds waitFor(const QString &address);

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Failures {
        int count = 0;
        Time last;
        Time until;
    };
    static void add(Failures &failures, int free, std::chrono::seconds longest, Time now);
    void makeRoom(Time now);

    SteadyClock m_clock;
    QHash<QString, Failures> m_failures; ///< by address
    Failures m_all;
    Time m_sweptAt;
};

} // namespace mergeloom
