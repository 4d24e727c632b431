#include "service/http/BrowserSessions.h"

#include "service/platform/SecretBox.h"

#include <algorithm>

namespace mergeloom {

namespace {
constexpr qsizetype mostSessions = 1000;
} // namespace

BrowserSessions::BrowserSessions(SteadyClock clock) : m_clock(std::move(clock)) {}

QString BrowserSessions::open(Principal principal)
{
    if (m_entries.size() >= mostSessions)
        m_entries.erase(std::min_element(
            m_entries.cbegin(), m_entries.cend(), [](const Entry &a, const Entry &b) { return a.used < b.used; }));
    const QString cookie = SecretBox::randomToken();
    m_entries.insert(SecretBox::hashToken(cookie), {std::move(principal), m_clock(), m_clock()});
    return cookie;
}

std::optional<Principal> BrowserSessions::find(const QString &cookie)
{
    const auto it = m_entries.find(SecretBox::hashToken(cookie));
    if (it == m_entries.end())
        return std::nullopt;
    const auto now = m_clock();
    if (now - it->used >= unusedLifetime || now - it->opened >= wholeLifetime) {
        m_entries.erase(it);
        return std::nullopt;
    }
    it->used = now;
    return it->principal;
}

void BrowserSessions::end(const QString &cookie) { m_entries.remove(SecretBox::hashToken(cookie)); }

void BrowserSessions::endAllOf(const QString &name)
{
    m_entries.removeIf([&](const auto &entry) { return entry.value().principal.name == name; });
}

} // namespace mergeloom
