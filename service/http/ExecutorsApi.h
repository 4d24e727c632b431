#pragma once

#include "service/http/AccessControl.h"
#include "service/http/CallerLookup.h"

namespace mergeloom {

/// `/api/v1/executors` and `/api/v1/enrollment-tokens`: who may take jobs, and who may join.
class ExecutorsApi
{
public:
    ExecutorsApi(Workers &workers, CallerLookup &callers) : m_workers(workers), m_callers(callers) {}
    QList<Route> routes();

private:
    QList<Route> enrollmentRoutes();

    Workers &m_workers;
    CallerLookup &m_callers;
};

} // namespace mergeloom
