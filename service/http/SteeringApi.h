#pragma once

#include "service/controller/Queue.h"
#include "service/gateway/RunReader.h"
#include "service/http/RouteRules.h"
#include "shared/api/ActionTypes.h"

namespace mergeloom {

/// `/api/v1/runs/{id}/commands`: what people tell a run.
class SteeringApi
{
public:
    SteeringApi(Queue &queue, RunReader &runs, Idempotency &idempotency)
        : m_queue(queue), m_runs(runs), m_idempotency(idempotency)
    {
    }
    QList<Route> routes();

private:
    Result<api::SentCommand> send(const RunId &run, const api::SteerRequest &request, const QString &by);
    Result<void> checkIsOpen(const RunId &run);
    Result<QString> awaitedApproval(const RunId &run);

    Queue &m_queue;
    RunReader &m_runs;
    Idempotency &m_idempotency;
};

} // namespace mergeloom
