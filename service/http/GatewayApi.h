#pragma once

#include "service/gateway/Ingest.h"
#include "service/gateway/ProviderCatalog.h"
#include "service/http/Router.h"

namespace mergeloom {

/// What executors ask of their gateway: `/api/gateway/v1`, with the cluster token.
class GatewayApi
{
public:
    GatewayApi(Ingest &ingest, ProviderCatalog &providers) : m_ingest(ingest), m_providers(providers) {}
    QList<Route> routes();

private:
    Ingest &m_ingest;
    ProviderCatalog &m_providers;
};

} // namespace mergeloom
