#pragma once

#include "service/platform/SecretBox.h"
#include "service/storage/Database.h"
#include "service/storage/ProviderStore.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/WorkerProtocol.h"

#include <functional>
#include <optional>

namespace mergeloom {

/// Whether nothing is missing that the service itself could be asked without.
inline bool isSetUp(const api::ProviderView &view)
{
    return view.state != ProviderState::NotConfigured && view.state != ProviderState::NeedsSignIn;
}

/// The configured providers, their secrets sealed. Thread-safe; blocks on the database.
class ProviderCatalog
{
public:
    /// Whether a profile is ready, or what is missing; asks no network.
    using Check = std::function<Result<void>(const ProviderProfile &profile, const QByteArray &secret)>;
    /// The kinds there are, with their forms.
    using Kinds = std::function<QList<ProviderKind>()>;

    /// As it is used: what the gateway was told in its environment goes before what is stored.
    using Effective = std::function<protocol::ProviderWithSecret(const protocol::ProviderWithSecret &stored)>;

    ProviderCatalog(Database &database, SecretBox box, Kinds kinds, Check check, Effective effective = {});

    /// From now on there are these profiles alone, and nothing of them can be changed; what was stored is kept, and not used.
    /// The first is the default, unless another of them is. Before the catalog is used.
    Result<void> provision(const QList<ProviderProfile> &profiles);

    /// What was seen of the service itself; asked for each view of a profile that is ready as far as the catalog knows.
    void refineBy(std::function<void(api::ProviderView &)> refine) { m_refine = std::move(refine); }

    Result<api::ProviderList> list();
    Result<api::ProviderView> find(const ProviderProfileId &id);
    /// Makes or changes the profile `id`. Errors: `invalid_input` (details.field), `conflict` (details.reason
    /// `version_mismatch`), `forbidden` when the environment fixes a field that would change.
    Result<api::ProviderView> put(const ProviderProfileId &id, const api::ProviderRequest &request,
        std::optional<qint64> ifVersion, const QString &by);
    Result<void> remove(const ProviderProfileId &id, std::optional<qint64> ifVersion, const QString &by);
    /// Called after each remove(), on its thread. Set before the catalog is used.
    void onRemoved(std::function<void(const ProviderProfileId &id)> callback) { m_onRemoved = std::move(callback); }
    /// For executors, with the secret; `default` is the default profile. Never logged or stored by the caller.
    Result<protocol::ProviderWithSecret> withSecret(const QString &id);

private:
    Result<void> checkMayChange() const;
    /// Nothing for one that is stored, but not provisioned.
    std::optional<StoredProvider> used(const std::optional<StoredProvider> &stored) const;
    Result<QByteArray> opened(const StoredProvider &stored) const;
    api::ProviderView viewOf(const StoredProvider &stored) const;

    Database &m_database;
    SecretBox m_box;
    Kinds m_kinds;
    Check m_check;
    Effective m_effective;
    std::optional<QMap<QString, ProviderProfile>> m_provisioned; ///< by id
    std::function<void(api::ProviderView &)> m_refine;
    std::function<void(const ProviderProfileId &)> m_onRemoved;
};

} // namespace mergeloom
