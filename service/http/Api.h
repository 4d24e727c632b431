#pragma once

#include "service/http/AuditApi.h"
#include "service/http/EventsApi.h"
#include "service/http/ExecutorsApi.h"
#include "service/http/GatewayApi.h"
#include "service/http/HealthApi.h"
#include "service/http/JobsApi.h"
#include "service/http/LoginApi.h"
#include "service/http/ProvidersApi.h"
#include "service/http/RepositoriesApi.h"
#include "service/http/RetentionApi.h"
#include "service/http/RunsApi.h"
#include "service/http/SessionsApi.h"
#include "service/http/SignInApi.h"
#include "service/http/SteeringApi.h"
#include "service/http/TicketsApi.h"
#include "service/http/TokensApi.h"
#include "service/http/WorkerProtocolApi.h"

namespace mergeloom {

/// The whole HTTP API over its parts. Main thread; made before the listener, and outlives it.
class Api
{
public:
    struct Parts {
        Database &database;
        Catalog &catalog;
        Intake &intake;
        Queue &queue;
        Workers &workers;
        Ingest &ingest;
        RunReader &runs;
        LiveHub &hub;
        ProviderCatalog &providers;
        SignInDesk &signIns;
        AccessTokens &tokens;
        HealthChecks &health;
        DashboardReader &dashboard;
        const GitTransport &transport;
        AccessControl &access;
        CallerLookup &callers;
        AuditWatch &audit;
        Retention &retention;
    };
    Api(const Parts &parts, const QString &workerName, ProviderTest providerTest);
    ~Api();

    /// Every row of the route table but those of AccessControl; the document among them tells of those too.
    QList<Route> routes();

private:
    Parts m_parts;
    Idempotency m_idempotency;
    RepositoriesApi m_repositories;
    TicketsApi m_tickets;
    JobsApi m_jobs;
    RunsApi m_runs;
    SteeringApi m_steering;
    EventsApi m_events;
    ProvidersApi m_providers;
    SignInApi m_signIns;
    TokensApi m_tokens;
    ExecutorsApi m_executors;
    SessionsApi m_sessions;
    LoginApi m_login;
    HealthApi m_health;
    WorkerProtocolApi m_workerProtocol;
    GatewayApi m_gateway;
    AuditApi m_audit;
    RetentionApi m_retention;
    // Last, so that work that runs has ended before what it works on goes.
    BackgroundWork m_waiting{4, 4096}; ///< leases, heartbeats and streams: short work, much of it at once
    BackgroundWork m_network{4, 32};   ///< what waits on a remote
};

} // namespace mergeloom
