#pragma once

#include "service/http/LoginCodes.h"

namespace mergeloom {

/// A token bucket for each key: `burst` calls at once, and `perSecond` more as time goes. One thread.
class RateLimit
{
public:
    struct Rate {
        int perSecond = 0; ///< 0: no limit
        int burst = 0;
    };
    explicit RateLimit(Rate rate, SteadyClock clock = &std::chrono::steady_clock::now)
        : m_rate(rate), m_clock(std::move(clock))
    {
    }

    /// Takes one call; when there is none left, how long until there is. Zero: go on.
    std::chrono::seconds take(const QString &key);

private:
    struct Bucket {
        double left = 0;
        std::chrono::steady_clock::time_point filledAt;
    };
    double leftIn(const Bucket &bucket, std::chrono::steady_clock::time_point now) const;

    Rate m_rate;
    SteadyClock m_clock;
    QHash<QString, Bucket> m_buckets;
    std::chrono::steady_clock::time_point m_sweptAt; ///< looking at all of them at each call would be a load of its own
};

} // namespace mergeloom
