#include "service/http/CallerLookup.h"

#include "service/platform/SecretBox.h"

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

Result<std::optional<Principal>> CallerLookup::find(const QString &token)
{
    if (isClusterToken(token))
        return std::optional(Principal{Access::Cluster, QStringLiteral("cluster"), {}});
    if (const int generation = m_generation; generation != m_knownGeneration || m_known.size() > mostKept) {
        m_known.clear();
        m_knownGeneration = generation;
    }
    const auto now = std::chrono::steady_clock::now();
    const QString hash = SecretBox::hashToken(token);
    if (const auto known = m_known.constFind(hash); known != m_known.cend() && now - known->askedAt < keptFor
        && !(known->principal.expiresAt && *known->principal.expiresAt <= Timestamp::now()))
        return std::optional(known->principal);
    MERGELOOM_TRY(std::optional<Principal> principal, ask(token));
    if (principal)
        m_known.insert(hash, {*principal, now});
    else
        m_known.remove(hash);
    return principal;
}

Result<std::optional<Principal>> CallerLookup::ask(const QString &token)
{
    MERGELOOM_TRY(const auto person, m_tokens.find(token));
    if (person)
        return std::optional(Principal{accessOf(person->role), person->name, {}, person->id, {}, person->expiresAt});
    MERGELOOM_TRY(const auto worker, m_workers.findByToken(token));
    if (worker)
        return std::optional(Principal{Access::Worker, worker->name, worker->id.text()});
    return std::optional<Principal>();
}

} // namespace mergeloom
