#include "service/http/CallerLookup.h"

#include "service/platform/SecretBox.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

constexpr std::chrono::seconds keptFor{10};
constexpr qsizetype mostKept = 1000;

} // namespace

Access accessOf(Role role)
{
    switch (role) {
    case Role::Viewer:
        return Access::Viewer;
    case Role::Operator:
        return Access::Operator;
    case Role::Admin:
        return Access::Admin;
    }
    return Access::Viewer;
}

Role roleOf(Access access)
{
    return access == Access::Admin ? Role::Admin : access == Access::Operator ? Role::Operator : Role::Viewer;
}

bool CallerLookup::isClusterToken(const QString &token) const
{
    return !m_clusterToken.isEmpty() && SecretBox::equal(token.toUtf8(), m_clusterToken);
}

std::optional<Principal> CallerLookup::find(const QString &token)
{
    if (isClusterToken(token))
        return Principal{Access::Cluster, QStringLiteral("cluster"), {}};
    if (const int generation = m_generation; generation != m_knownGeneration || m_known.size() > mostKept) {
        m_known.clear();
        m_knownGeneration = generation;
    }
    const auto now = std::chrono::steady_clock::now();
    const QString hash = SecretBox::hashToken(token);
    if (const auto known = m_known.constFind(hash); known != m_known.cend() && now - known->askedAt < keptFor
        && !(known->principal.expiresAt && *known->principal.expiresAt <= Timestamp::now()))
        return known->principal;
    std::optional<Principal> principal = ask(token);
    if (principal)
        m_known.insert(hash, {*principal, now});
    else
        m_known.remove(hash);
    return principal;
}

std::optional<Principal> CallerLookup::ask(const QString &token)
{
    const auto person = m_tokens.find(token);
    if (!person)
        log::error(QStringLiteral("Tokens cannot be read"), {{"error", person.error().message}});
    else if (*person)
        return Principal{accessOf((*person)->role), (*person)->name, {}, (*person)->id, {}, (*person)->expiresAt};
    const auto worker = m_workers.findByToken(token);
    if (!worker)
        log::error(QStringLiteral("Tokens cannot be read"), {{"error", worker.error().message}});
    else if (*worker)
        return Principal{Access::Worker, (*worker)->name, (*worker)->id.text()};
    return std::nullopt;
}

} // namespace mergeloom
