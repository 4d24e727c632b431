#include "service/http/Api.h"

#include "service/http/OpenApiDocument.h"

namespace mergeloom {

Api::Api(const Parts &parts, const QString &workerName, ProviderTest providerTest)
    : m_parts(parts), m_idempotency(parts.database),
      m_repositories(parts.catalog, parts.transport, {parts.database, parts.transport}, m_network, m_idempotency),
      m_tickets(parts.intake, parts.database, m_idempotency), m_jobs(parts.queue, parts.intake, m_idempotency),
      m_runs(parts.runs, {parts.database, parts.runs, parts.transport}),
      m_steering(parts.queue, parts.runs, m_idempotency), m_events({parts.hub, parts.runs, m_waiting}, parts.queue),
      m_providers(parts.providers, std::move(providerTest), m_network), m_signIns(parts.signIns),
      m_tokens(parts.tokens, parts.access, parts.callers, m_waiting), m_executors(parts.workers, parts.callers),
      m_sessions(parts.database, parts.access), m_login(parts.access, workerName, parts.intake.remoteController()),
      m_health(parts.health, parts.dashboard), m_workerProtocol(parts.workers, parts.queue, parts.callers, m_waiting),
      m_gateway(parts.ingest, parts.providers, parts.queue, parts.audit), m_audit(parts.audit, parts.runs, m_network),
      m_retention(parts.retention, m_network)
{
}

Api::~Api()
{
    m_repositories.stop();
    m_providers.stop();
    m_audit.stop();
    m_retention.stop();
}

QList<Route> Api::routes()
{
    QList<Route> routes = m_login.routes() + m_repositories.routes() + m_tickets.routes() + m_jobs.routes()
        + m_runs.routes() + m_steering.routes() + m_events.routes() + m_providers.routes() + m_signIns.routes()
        + m_tokens.routes() + m_executors.routes() + m_sessions.routes() + m_health.routes() + m_workerProtocol.routes()
        + m_gateway.routes() + m_audit.routes() + m_retention.routes();
    routes.append(openApiRoute({}));
    routes.last() = openApiRoute(openApiText(m_parts.access.routes() + routes));
    return routes;
}

} // namespace mergeloom
