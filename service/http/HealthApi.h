#pragma once

#include "service/gateway/DashboardReader.h"
#include "service/http/Router.h"

namespace mergeloom {

/// The dashboard, `/api/v1/health`, and the probes `/healthz` and `/readyz`.
class HealthApi
{
public:
    HealthApi(HealthChecks &checks, DashboardReader &dashboard) : m_checks(checks), m_dashboard(dashboard) {}
    QList<Route> routes();

private:
    HealthChecks &m_checks;
    DashboardReader &m_dashboard;
};

} // namespace mergeloom
