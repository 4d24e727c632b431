#include "service/http/WorkerProtocolApi.h"

#include "service/http/RouteRules.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

/// The worker that calls. The cluster token alone names no worker.
Result<WorkerId> workerOf(const ApiRequest &request)
{
    if (request.principal.workerId.isEmpty())
        return failure(ErrorCode::Forbidden,
            QStringLiteral("This call is for one worker. Enrol first, and send the worker token of that answer."));
    return WorkerId(request.principal.workerId);
}

Result<WorkerId> workerNamed(const ApiRequest &request, const QString &claimed, const QString &field)
{
    MERGELOOM_TRY(const WorkerId worker, workerOf(request));
    if (worker.text() != claimed)
        return failure(ErrorCode::Forbidden,
            QStringLiteral("%1 is \"%2\", but this token belongs to worker %3.").arg(field, claimed, worker.text()),
            {{"field", field}});
    return worker;
}

QString bearerOf(const ApiRequest &request)
{
    const QByteArray value = request.header("authorization");
    return value.toLower().startsWith("bearer ") ? QString::fromUtf8(value.mid(7).trimmed()) : QString();
}

} // namespace

template <class Request, class Answer>
Route WorkerProtocolApi::jobRoute(const QString &name, const QString &summary,
    Result<Answer> (Queue::*call)(const JobId &, const Request &, const WorkerId &))
{
    return jsonRoute<Request, Answer>("POST", QStringLiteral("/api/worker/v1/jobs/{id}/") + name, Access::Worker,
        summary, [this, call](const ApiRequest &request, const Request &body) -> Result<Reply<Answer>> {
            MERGELOOM_TRY(const WorkerId worker, workerOf(request));
            m_workers.heard(worker);
            MERGELOOM_TRY(Answer answer, (m_queue.*call)(jobOf(request), body, worker));
            return Reply<Answer>{std::move(answer)};
        });
}

QList<Route> WorkerProtocolApi::routes()
{
    using namespace protocol;
    Route enrolling =
        jsonRoute<EnrollRequest, EnrollAnswer>("POST", QStringLiteral("/api/worker/v1/enroll"), Access::Public,
            QStringLiteral(
                "Enrol a worker, by the cluster token as bearer or by an enrolment token; the token before it ends"),
            [this](const ApiRequest &request, const EnrollRequest &body) { return enroll(request, body); });
    Route status = jsonRoute<StatusRequest, StatusAnswer>("POST", QStringLiteral("/api/worker/v1/workers/{id}/status"),
        Access::Worker, QStringLiteral("Say what this worker does"),
        [this](const ApiRequest &request, const StatusRequest &body) -> Result<Reply<StatusAnswer>> {
            MERGELOOM_TRY(const WorkerId worker,
                workerNamed(request, request.parameter(QStringLiteral("id")), QStringLiteral("id")));
            MERGELOOM_TRY(StatusAnswer answer, m_workers.status(worker, body));
            return Reply<StatusAnswer>{answer};
        });
    Route token = jsonRoute<TokenReplacement, Acknowledged>("POST", QStringLiteral("/api/worker/v1/workers/{id}/token"),
        Access::Worker, QStringLiteral("Replace this worker's token by one that it has made; the one before ends"),
        [this](const ApiRequest &request, const TokenReplacement &body) -> Result<Reply<Acknowledged>> {
            MERGELOOM_TRY(const WorkerId worker,
                workerNamed(request, request.parameter(QStringLiteral("id")), QStringLiteral("id")));
            MERGELOOM_TRY(Acknowledged answer, m_workers.replaceToken(worker, body.tokenHash));
            m_callers.forget();
            return Reply<Acknowledged>{answer};
        });
    const Route resume = jobRoute(QStringLiteral("resume"),
        QStringLiteral("Take a lease up again; 409 `lease_lost` when another has the job"), &Queue::resume);
    const Route finish = jobRoute(QStringLiteral("finish"),
        QStringLiteral("Say how a run ended; the same again gets the same answer"), &Queue::finish);
    const Route release = jobRoute(QStringLiteral("release"),
        QStringLiteral("Hand a job back unfinished: another executor may take it, or this one by resume"),
        &Queue::release);
    return QList<Route>{enrolling, status, token, resume, finish, release} + waitingRoutes();
}

QList<Route> WorkerProtocolApi::waitingRoutes()
{
    using namespace protocol;
    Route lease{"POST", QStringLiteral("/api/worker/v1/jobs/lease"), Access::Worker,
        QStringLiteral("Lease the next job, waiting for one if asked to; 204 when there is none"),
        LiveHandler(
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { this->lease(request, reply); }),
        &jsonSchema<LeaseRequest>, &jsonSchema<JobEnvelope>};
    Route heartbeat{"POST", QStringLiteral("/api/worker/v1/jobs/{id}/heartbeat"), Access::Worker,
        QStringLiteral("Renew a lease and get commands for the run, waiting for one if asked to"),
        LiveHandler(
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { this->heartbeat(request, reply); }),
        &jsonSchema<HeartbeatRequest>, &jsonSchema<LeaseAnswer>};
    return {lease, heartbeat};
}

Result<Reply<protocol::EnrollAnswer>> WorkerProtocolApi::enroll(
    const ApiRequest &request, const protocol::EnrollRequest &body)
{
    const QString bearer = bearerOf(request);
    const bool isCluster = m_callers.isClusterToken(bearer);
    Result<protocol::EnrollAnswer> answer = isCluster ? m_workers.enrollOfCluster(body) : m_workers.enroll(body);
    if (!answer) {
        log::warning(
            QStringLiteral("An enrolment was refused"), {{"address", request.remoteAddress}, {"name", body.name}});
        return failure(answer);
    }
    m_callers.forget(); // the token before it has ended
    return Reply<protocol::EnrollAnswer>{std::move(*answer)};
}

void WorkerProtocolApi::lease(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto body = parseJsonAs<protocol::LeaseRequest>(request.body);
    if (!body)
        return reply->finish(ApiReply::error(body.error()));
    const auto worker = workerNamed(request, body->executorId.text(), QStringLiteral("executor_id"));
    if (!worker)
        return reply->finish(ApiReply::error(worker.error()));
    m_workers.heard(*worker);
    m_leases.serve(*body, reply);
}

void WorkerProtocolApi::heartbeat(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto body = parseJsonAs<protocol::HeartbeatRequest>(request.body);
    if (!body)
        return reply->finish(ApiReply::error(body.error()));
    const auto worker = workerOf(request);
    if (!worker)
        return reply->finish(ApiReply::error(worker.error()));
    m_workers.heard(*worker);
    m_heartbeats.serve(jobOf(request), *worker, *body, reply);
}

} // namespace mergeloom
