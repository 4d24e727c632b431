#include "service/http/FailedLogins.h"

namespace mergeloom {

namespace {
constexpr std::chrono::minutes window{1};
constexpr qsizetype mostAddresses = 4096;
} // namespace

FailedLogins::FailedLogins(SteadyClock clock) : m_clock(std::move(clock)) {}

void FailedLogins::note(const QString &address)
{
    const auto now = m_clock();
    if (m_failures.size() >= mostAddresses)
        m_failures.removeIf([&](const auto &entry) { return now - entry.value().last() >= window; });
    // An attacker with this many addresses is not held by a count for each; memory must be.
    if (m_failures.size() >= mostAddresses && !m_failures.contains(address))
        m_failures.erase(m_failures.cbegin());
    m_failures[address].append(now);
}

std::chrono::seconds FailedLogins::waitFor(const QString &address)
{
    const auto it = m_failures.find(address);
    if (it == m_failures.end())
        return std::chrono::seconds(0);
    const auto now = m_clock();
    it->removeIf([&](const auto &time) { return now - time >= window; });
    if (it->isEmpty()) {
        m_failures.erase(it);
        return std::chrono::seconds(0);
    }
    if (it->size() < triesPerMinute)
        return std::chrono::seconds(0);
    const auto oldest = it->at(it->size() - triesPerMinute);
    return std::chrono::ceil<std::chrono::seconds>(oldest + window - now);
}

} // namespace mergeloom
