#pragma once

#include "service/gateway/ProviderCatalog.h"
#include "service/providers/BackgroundSignIn.h"

#include <QMutex>

#include <map>

namespace mergeloom {

/// Sign-ins of agent programs that are begun from pages, on the gateway's host: at most one at a time for each provider. Who
/// began one and how it ended is an audit event. Thread-safe.
class SignInDesk
{
public:
    /// `root` of the sign-ins on this host; one that is not finished within `limit` is given up.
    SignInDesk(
        Database &database, ProviderCatalog &providers, QString root, std::chrono::milliseconds limit = longestSignIn);
    ~SignInDesk() { stop(); }

    /// Errors: not_found, invalid_input (it uses a key), conflict (one is under way), and those of SignIn::of().
    Result<api::SignInView> start(const ProviderProfileId &id, const QString &by);
    Result<api::SignInView> view(const ProviderProfileId &id);
    /// Errors: not_found, conflict, invalid_input (details.field).
    Result<api::SignInView> enter(const ProviderProfileId &id, const QString &code);
    /// Back when nothing is left of it. Errors: not_found, conflict (none is under way).
    Result<void> giveUp(const ProviderProfileId &id);
    /// Its provider is gone.
    void forget(const ProviderProfileId &id);
    /// Gives up what is under way, and begins nothing more.
    void stop();

private:
    using Desk = std::map<QString, std::shared_ptr<BackgroundSignIn>>;
    std::shared_ptr<BackgroundSignIn> latest(const ProviderProfileId &id);
    Result<std::shared_ptr<BackgroundSignIn>> running(const ProviderProfileId &id);
    Result<void> record(const QString &what, const ProviderProfileId &id, const QString &by);
    void recordEnd(const api::SignInView &end, const ProviderProfileId &id, const QString &by);

    Database &m_database;
    ProviderCatalog &m_providers;
    const QString m_root;
    const std::chrono::milliseconds m_limit;
    QMutex m_mutex;
    bool m_isStopped = false;
    Desk m_latest; ///< by provider; kept when it has ended, until the next one
};

} // namespace mergeloom
