#pragma once

#include "service/app/DailyRetention.h"
#include "service/controller/Catalog.h"
#include "service/controller/Intake.h"
#include "service/controller/Queue.h"
#include "service/controller/Workers.h"
#include "service/gateway/AccessTokens.h"
#include "service/gateway/AuditWatch.h"
#include "service/gateway/DashboardReader.h"
#include "service/gateway/HealthChecks.h"
#include "service/gateway/Ingest.h"
#include "service/gateway/LiveHub.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/gateway/ProviderReadiness.h"
#include "service/gateway/Retention.h"
#include "service/gateway/RunReader.h"
#include "service/gateway/SignInDesk.h"
#include "service/http/Api.h"
#include "service/http/CallerLookup.h"
#include "service/http/HttpListener.h"
#include "service/http/MetricsApi.h"
#include "service/metrics/Metrics.h"
#include "service/metrics/TraceExport.h"
#include "shared/core/Settings.h"

#include <QTimer>

#include <memory>
#include <stop_token>

namespace mergeloom {

/// What the gateway's parts need to know of the settings.
struct GatewayOptions {
    QString name;
    QString dataDirectory;
    Database::Options database;
    QHostAddress address;
    quint16 port = 8010;
    QString uiToken;      ///< first admin token; empty: made and kept in the data directory
    QString clusterToken; ///< empty: made and kept in the data directory
    QString signInRoot;   ///< where agent programs keep their sign-ins
    QString secretKeyPath;
    QString auditKeyPath;
    CheckpointHolders::Places checkpointPlaces;
    QString controllerUrl;  ///< where executors take their jobs from; empty: from here
    QStringList hostNames;  ///< under which clients know this service, beside those of its certificate
    QString tlsCertificate; ///< empty: without TLS
    QString tlsKey;
    QStringList allowedCommands;
    NetworkSettings network;               ///< the most that commands may reach
    DayBudgets dayBudgets;                 ///< of all runs together
    SandboxPolicy sandbox;                 ///< of what the gateway itself runs: the test of a provider
    Access metricsAccess = Access::Viewer; ///< who may read `/metrics`
    TraceExport::Options traces;
    bool isProvisioned = false; ///< its providers come from the environment alone

    HealthChecks::Listening listening() const;
    static Result<GatewayOptions> of(const Settings &settings);
};

/// The composition root of gateway and embedded controller: who is made from what, in one place. Main thread.
class GatewayProcess
{
public:
    /// Opens the database, and listens. Errors name the directory, file or port, and what to do.
    static Result<std::unique_ptr<GatewayProcess>> start(const GatewayOptions &options);
    ~GatewayProcess();

    /// Where the pages are, e.g. `http://127.0.0.1:8010/`.
    QUrl url() const { return m_url; }
    /// Works once, for 15 minutes.
    QUrl loginLink();
    const QString &clusterToken() const { return m_clusterToken; }
    /// Reads the certificate and its key again; when they are not usable, the old ones stay.
    void reloadCertificate();
    /// What the operator should know before anything else; empty: nothing.
    QString warning() const;
    HealthChecks &health() { return m_health; }
    void stopAccepting() { m_listener->stopAccepting(); }

private:
    struct Keys {
        SecretBox box;
        std::unique_ptr<AuditLog> audit;
        QString clusterToken;
    };
    GatewayProcess(const GatewayOptions &options, std::unique_ptr<Database> database, Keys &&keys);
    Result<void> listen();
    void takeIdentity(const TlsIdentity &identity);
    void lookAtProviders();
    void sealAudit();
    void verifyAuditNow();
    void runEnded();
    void hearOthers(const QList<StoredEvent> &events);
    bool storeRefusals(const QList<QJsonObject> &refusals);

    GatewayOptions m_options;
    QString m_clusterToken;
    std::unique_ptr<Database> m_database;
    GitTransport m_transport;
    LiveHub m_hub;
    Queue m_queue;
    Intake m_intake;
    Catalog m_catalog;
    Workers m_workers;
    Metrics m_metrics;
    TraceExport m_traces;
    AccessTokens m_tokens;
    ProviderCatalog m_providers;
    ProviderReadiness m_readiness;
    SignInDesk m_signIns;
    Ingest m_ingest;
    RunReader m_runs;
    AuditWatch m_audit;
    Retention m_retention;
    HealthChecks m_health;
    DashboardReader m_dashboard;
    CallerLookup m_callers;
    AccessControl m_access;
    Api m_api;
    MetricsApi m_metricsApi;
    Router m_router;
    StaticFiles m_files;
    std::unique_ptr<HttpListener> m_listener;
    QTimer m_leaseClock;
    BackgroundWork m_housekeeping{1, 4};
    std::stop_source m_stop;
    QTimer m_lookClock;
    BackgroundWork m_lookout{1, 1}; ///< looks at providers; waits on the network
    QTimer m_sealClock;
    QTimer m_verifyClock;
    BackgroundWork m_sealing{1, 1}; ///< one waits, and covers all that came before
    BackgroundWork m_verifying{1, 1};
    DailyRetention m_dailyRetention{m_retention};
    QUrl m_url;
};

} // namespace mergeloom
