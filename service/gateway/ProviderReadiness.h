#pragma once

#include "service/gateway/ProviderCatalog.h"

#include <QHash>
#include <QMutex>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// What the services themselves say of the configured providers, asked in the background: whether they take the credential,
/// and which models they offer. Seen from the gateway's host. Thread-safe.
class ProviderReadiness
{
public:
    /// Asks one service, at no cost; nothing: it cannot be asked so. Blocks on the network.
    using Ask =
        std::function<Result<std::optional<QStringList>>(const protocol::ProviderWithSecret &, std::stop_token)>;
    using Clock = std::function<Timestamp()>;
    ProviderReadiness(ProviderCatalog &catalog, Ask ask, Clock now = &Timestamp::now);

    /// Asks each one that is new, was changed, or was asked 15 minutes ago; a minute, while it fails. Blocking; one caller.
    void look(std::stop_token stop);
    /// Puts in what is known of a profile: `checking`, `ready` with its models, or `failing` with what to do.
    void refine(api::ProviderView &view) const;

private:
    struct Seen {
        qint64 version = 0;
        Timestamp at;
        std::optional<Error> error;
        std::optional<QStringList> models;
    };
    bool isDue(const api::ProviderView &view) const;

    ProviderCatalog &m_catalog;
    Ask m_ask;
    Clock m_now;
    mutable QMutex m_mutex;
    QHash<QString, Seen> m_seen; ///< by profile
};

} // namespace mergeloom
