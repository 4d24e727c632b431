#pragma once

#include "service/http/CallerLookup.h"
#include "service/http/HeartbeatDesk.h"
#include "service/http/LeaseDesk.h"

namespace mergeloom {

/// The worker protocol, `/api/worker/v1`. A worker acts for itself only: its token decides who it is.
class WorkerProtocolApi
{
public:
    WorkerProtocolApi(Workers &workers, Queue &queue, CallerLookup &callers, BackgroundWork &work)
        : m_workers(workers), m_queue(queue), m_callers(callers), m_leases(queue, work), m_heartbeats(queue, work)
    {
    }
    QList<Route> routes();

private:
    Result<Reply<protocol::EnrollAnswer>> enroll(const ApiRequest &request, const protocol::EnrollRequest &body);
    void lease(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    void heartbeat(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    QList<Route> waitingRoutes();
    /// A call of the worker that holds, or held, a job: `/api/worker/v1/jobs/{id}/<name>`.
    template <class Request, class Answer>
    Route jobRoute(const QString &name, const QString &summary,
        Result<Answer> (Queue::*call)(const JobId &, const Request &, const WorkerId &));

    Workers &m_workers;
    Queue &m_queue;
    CallerLookup &m_callers;
    LeaseDesk m_leases;
    HeartbeatDesk m_heartbeats;
};

} // namespace mergeloom
