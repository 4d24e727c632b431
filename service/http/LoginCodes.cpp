#include "service/http/LoginCodes.h"

#include "service/platform/SecretBox.h"

#include <algorithm>

namespace mergeloom {

namespace {
constexpr std::chrono::minutes lifetime{15};
constexpr qsizetype mostCodes = 64;
} // namespace

LoginCodes::LoginCodes(SteadyClock clock) : m_clock(std::move(clock)) {}

QString LoginCodes::issue(Principal principal)
{
    if (m_entries.size() >= mostCodes)
        m_entries.erase(std::min_element(m_entries.cbegin(), m_entries.cend(),
            [](const Entry &a, const Entry &b) { return a.expires < b.expires; }));
    const QString code = SecretBox::randomToken();
    m_entries.insert(SecretBox::hashToken(code), {std::move(principal), m_clock() + lifetime});
    return code;
}

std::optional<Principal> LoginCodes::redeem(const QString &code)
{
    const auto it = m_entries.constFind(SecretBox::hashToken(code));
    if (it == m_entries.cend())
        return std::nullopt;
    const Entry entry = *it;
    m_entries.erase(it);
    if (entry.expires <= m_clock())
        return std::nullopt;
    return entry.principal;
}

} // namespace mergeloom
