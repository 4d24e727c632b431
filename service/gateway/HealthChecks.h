#pragma once

#include "service/controller/Workers.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/platform/Sandbox.h"
#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"

#include <QMutex>

#include <chrono>
#include <functional>
#include <optional>

namespace mergeloom {

/// What `/health`, the API and `doctor` say: each check with what was seen and what to do. Thread-safe; blocks.
class HealthChecks
{
public:
    /// Where the API can be reached; a remedy says that this is not as it should be.
    struct Listening {
        QString seen;
        QString remedy;
    };
    struct Options {
        QString dataDirectory;
        QStringList allowedCommands;
        SandboxPolicy sandbox; ///< as set; only its mode and back end count
        Listening listening = {};
        NetworkSettings network = {}; ///< the most that commands may reach
        QString controllerUrl = {};   ///< a remote one; empty: the embedded one
    };
    HealthChecks(Database &database, Workers &workers, ProviderCatalog &providers, Options options);

    /// Runs the checks, or gives the last answer when it is younger than ten seconds.
    api::Health run();
    /// A check of another part; asked with the rest, on their thread. Before the first run.
    void add(std::function<api::HealthCheck()> check) { m_further.append(std::move(check)); }
    /// Looks at every page of the database, which takes seconds with a large one; what it finds is told from then on. Called on a
    /// thread that may wait, at the start and once a day.
    void checkIntegrity();
    /// What the supervisor of this machine's executors has seen; empty: nothing. Any thread; does not wait for a check.
    void setCrashLoop(const QString &what);
    /// Whether requests can be served: the database answers. For `/readyz`.
    Result<void> ready();

private:
    QList<api::HealthCheck> checks();
    api::HealthCheck crashLoopCheck();
    api::HealthCheck integrityCheck();

    Database &m_database;
    Workers &m_workers;
    ProviderCatalog &m_providers;
    Options m_options;
    QMutex m_crashLoopMutex;
    QString m_crashLoop;
    QMutex m_mutex;
    api::Health m_last;
    std::chrono::steady_clock::time_point m_lastAt;
    QList<std::function<api::HealthCheck()>> m_further;
    std::optional<SandboxReport> m_sandbox; ///< asked once
    QMutex m_integrityMutex;
    std::optional<api::HealthCheck> m_integrity;
};

} // namespace mergeloom
