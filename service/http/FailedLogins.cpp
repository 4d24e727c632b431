#include "service/http/FailedLogins.h"

#include <QHostAddress>

#include <algorithm>

namespace mergeloom {

namespace {
constexpr qsizetype mostAddresses = 4096;
} // namespace

void FailedLogins::add(Failures &failures, int free, std::chrono::seconds longest, Time now)
{
    failures.last = now;
    if (++failures.count < free)
        return;
    const int doublings = std::min(failures.count - free, 20);
    failures.until = now + std::min(longest, std::chrono::seconds(1 << doublings));
}

/// Memory is bounded: some address gives way. Who has that many of them is held by the count of all.
void FailedLogins::makeRoom(Time now)
{
    if (m_failures.size() < mostAddresses)
        return;
    if (now - m_sweptAt >= std::chrono::seconds(1)) {
        m_sweptAt = now;
        m_failures.removeIf([&](const auto &entry) { return now - entry.value().last >= forgottenAfter; });
    }
    if (m_failures.size() >= mostAddresses)
        m_failures.erase(m_failures.cbegin());
}

void FailedLogins::note(const QString &address)
{
    const Time now = m_clock();
    if (!m_failures.contains(address))
        makeRoom(now);
    Failures &own = m_failures[address];
    if (own.count > 0 && now - own.last >= forgottenAfter)
        own = {};
    add(own, freeTries, longestWait, now);
    if (m_all.count > 0 && now - m_all.last >= windowOfAll)
        m_all = {};
    add(m_all, freeTriesOfAll, longestWaitOfAll, now);
}

std::chrono::seconds FailedLogins::waitFor(const QString &address)
{
    const Time now = m_clock();
    Time until = now;
    if (const auto own = m_failures.constFind(address); own != m_failures.cend())
        until = std::max(until, own->until);
    if (!QHostAddress(address).isLoopback())
        until = std::max(until, m_all.until);
    return std::chrono::ceil<std::chrono::seconds>(until - now);
}

} // namespace mergeloom
