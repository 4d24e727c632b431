#pragma once

#include "service/http/LoginCodes.h"

namespace mergeloom {

/// Counts failed tries for each address: 10 in a minute, then none is looked at until the minute is over. One thread.
class FailedLogins
{
public:
    static constexpr qsizetype triesPerMinute = 10;

    explicit FailedLogins(SteadyClock clock = &std::chrono::steady_clock::now);

    void note(const QString &address);
    /// Zero when the address may try.
    std::chrono::seconds waitFor(const QString &address);

private:
    SteadyClock m_clock;
    QHash<QString, QList<std::chrono::steady_clock::time_point>> m_failures; ///< of the last minute, oldest first
};

} // namespace mergeloom
