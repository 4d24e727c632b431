#pragma once

#include "service/gateway/LiveHub.h"
#include "service/http/BackgroundWork.h"
#include "service/metrics/Metrics.h"

namespace mergeloom {

/// `GET /metrics` in Prometheus' text format. Main thread; the text is made on a thread of its own, so that a database that does
/// not answer holds up neither the pages nor a scrape.
class MetricsApi
{
public:
    MetricsApi(Metrics &metrics, const LiveHub &hub, Access access) : m_metrics(metrics), m_hub(hub), m_access(access)
    {
    }
    QList<Route> routes();

private:
    Metrics &m_metrics;
    const LiveHub &m_hub;
    Access m_access;
    BackgroundWork m_work{1, 8};
};

} // namespace mergeloom
