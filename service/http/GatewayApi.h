#pragma once

#include "service/controller/Queue.h"
#include "service/gateway/AuditWatch.h"
#include "service/gateway/Ingest.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/http/Router.h"

namespace mergeloom {

/// What executors ask of their gateway: `/api/gateway/v1`, with the cluster token, or with a worker token for their own runs and
/// for the provider of the job that they hold.
class GatewayApi
{
public:
    GatewayApi(Ingest &ingest, ProviderCatalog &providers, Queue &queue, AuditWatch &audit)
        : m_ingest(ingest), m_providers(providers), m_queue(queue), m_audit(audit)
    {
    }
    QList<Route> routes();

private:
    std::optional<protocol::CheckpointNote> checkpointAfter(const QByteArray &lines);
    Result<RunId> ownRun(const ApiRequest &request);

    Ingest &m_ingest;
    ProviderCatalog &m_providers;
    Queue &m_queue;
    AuditWatch &m_audit;
};

} // namespace mergeloom
