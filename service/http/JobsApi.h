#pragma once

#include "service/controller/Intake.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/jobs`, and how a run becomes one again.
class JobsApi
{
public:
    JobsApi(Queue &queue, Intake &intake, Idempotency &idempotency)
        : m_queue(queue), m_intake(intake), m_idempotency(idempotency)
    {
    }
    QList<Route> routes();

private:
    Result<Reply<api::Page<api::JobView>>> list(const ApiRequest &request);
    Route cancelRoute();

    Queue &m_queue;
    Intake &m_intake;
    Idempotency &m_idempotency;
};

} // namespace mergeloom
