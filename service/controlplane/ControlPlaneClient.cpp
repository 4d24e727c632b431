#include "service/controlplane/ControlPlaneClient.h"

#include "shared/core/Log.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace mergeloom {

namespace {

/// The server's own words, where it sent them in the form that the API promises.
Error errorOf(const QNetworkReply &reply, const QByteArray &body, const QUrl &baseUrl)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0) {
        const bool isTimeout =
            reply.error() == QNetworkReply::OperationCanceledError || reply.error() == QNetworkReply::TimeoutError;
        return {isTimeout ? ErrorCode::Timeout : ErrorCode::Unavailable,
            QStringLiteral("The server at %1 cannot be reached: %2.").arg(baseUrl.toString(), reply.errorString()), {}};
    }
    if (const auto json = parseJson(body); json && json->toObject().contains("error")) {
        const QJsonObject error = json->toObject().value("error").toObject();
        return {errorCodeFromName(error.value("code").toString()), error.value("message").toString(),
            error.value("details").toObject()};
    }
    return {status >= 500 ? ErrorCode::Unavailable : ErrorCode::Internal,
        QStringLiteral("The server at %1 answered with status %2.").arg(baseUrl.toString()).arg(status), {}};
}

} // namespace

ControlPlaneClient::ControlPlaneClient(
    QUrl baseUrl, QString clusterToken, std::chrono::milliseconds timeLimit, CertificateTrust trust)
    : m_baseUrl(std::move(baseUrl)), m_clusterToken(clusterToken.toUtf8()), m_timeLimit(timeLimit),
      m_trust(std::move(trust)), m_network(std::make_unique<QNetworkAccessManager>())
{
    m_contact.url = m_baseUrl.toString(QUrl::RemoveUserInfo);
    m_trust.watch(*m_network);
}

ControlPlaneClient::~ControlPlaneClient() = default;

void ControlPlaneClient::send(const Call &call, std::function<void(Result<QByteArray>)> done)
{
    QUrl url = m_baseUrl;
    url.setPath(url.path().endsWith(u'/') ? url.path().chopped(1) + call.path : url.path() + call.path);
    QNetworkRequest request(url);
    m_trust.apply(request);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!call.token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + call.token);
    request.setTransferTimeout(int(m_timeLimit.count()) + call.waitSeconds * 1000);
    if (!call.contentType.isEmpty())
        request.setRawHeader("Content-Type", call.contentType);
    QNetworkReply *reply = m_network->sendCustomRequest(request, call.method, call.body);
    QObject::connect(reply, &QNetworkReply::finished, m_network.get(), [this, reply, done = std::move(done)] {
        reply->deleteLater();
        const QByteArray body = reply->readAll();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (reply->error() == QNetworkReply::NoError && status >= 200 && status < 300) {
            learn(*reply, nullptr);
            return done(body);
        }
        Error error = errorOf(*reply, body, m_baseUrl);
        learn(*reply, &error);
        done(Unexpected(std::move(error)));
    });
}

void ControlPlaneClient::checkpointTaken(qint64 size)
{
    m_contact.checkpointSize = std::max(m_contact.checkpointSize, size);
    m_contact.checkpointAt = Timestamp::now();
}

void ControlPlaneClient::learn(const QNetworkReply &reply, const Error *error)
{
    const bool isServed = !error
        || (error->code != ErrorCode::Unavailable && error->code != ErrorCode::Timeout
            && error->code != ErrorCode::Unauthorized);
    m_contact.error = isServed ? QString() : error->message;
    if (reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 0)
        return;
    m_contact.answeredAt = Timestamp::now();
    const QDateTime theirs = QDateTime::fromString(QString::fromLatin1(reply.rawHeader("Date")), Qt::RFC2822Date);
    if (theirs.isValid())
        m_contact.clockAheadSeconds = QDateTime::currentDateTimeUtc().secsTo(theirs);
}

template <class In, class Out>
void ControlPlaneClient::post(const QString &path, const In &body, int waitSeconds, Callback<Out> done)
{
    send({"POST", path, m_workerToken.isEmpty() ? m_clusterToken : m_workerToken, "application/json",
             compactJsonOf(body), waitSeconds},
        [done = std::move(done)](Result<QByteArray> answer) {
            if (!answer)
                return done(failure(answer));
            done(parseJsonAs<Out>(*answer));
        });
}

void ControlPlaneClient::enroll(const protocol::EnrollRequest &request, Callback<protocol::EnrollAnswer> done)
{
    m_workerToken.clear();
    post<protocol::EnrollRequest, protocol::EnrollAnswer>(QStringLiteral("/api/worker/v1/enroll"), request, 0,
        [this, done = std::move(done)](Result<protocol::EnrollAnswer> answer) {
            if (answer) {
                m_workerToken = answer->workerToken.toUtf8();
                log::hide(m_workerToken, QStringLiteral("worker token"));
            }
            done(std::move(answer));
        });
}

void ControlPlaneClient::reportStatus(
    const WorkerId &worker, const protocol::StatusRequest &request, Callback<protocol::StatusAnswer> done)
{
    post<protocol::StatusRequest, protocol::StatusAnswer>(
        QStringLiteral("/api/worker/v1/workers/%1/status").arg(worker.text()), request, 0, std::move(done));
}

void ControlPlaneClient::replaceToken(
    const WorkerId &worker, const QString &tokenHash, Callback<protocol::Acknowledged> done)
{
    post<protocol::TokenReplacement, protocol::Acknowledged>(
        QStringLiteral("/api/worker/v1/workers/%1/token").arg(worker.text()), {tokenHash}, 0, std::move(done));
}

void ControlPlaneClient::lease(const protocol::LeaseRequest &request, Callback<std::optional<JobEnvelope>> done)
{
    send({"POST", QStringLiteral("/api/worker/v1/jobs/lease"), m_workerToken, "application/json",
             compactJsonOf(request), request.waitSeconds},
        [done = std::move(done)](Result<QByteArray> answer) {
            if (!answer)
                return done(failure(answer));
            if (answer->isEmpty())
                return done(std::optional<JobEnvelope>());
            auto job = parseJsonAs<JobEnvelope>(*answer);
            if (!job)
                return done(failure(job));
            if (!isPlainId(job->jobId.text()) || !isPlainId(job->runId.text())) // of folders
                return done(failure(ErrorCode::InvalidInput,
                    QStringLiteral("The controller gave out a job whose ids cannot be used: %1, run %2.")
                        .arg(job->jobId.text(), job->runId.text())));
            done(std::optional<JobEnvelope>(std::move(*job)));
        });
}

void ControlPlaneClient::resume(
    const JobId &job, const protocol::ResumeRequest &request, Callback<protocol::ResumeAnswer> done)
{
    post<protocol::ResumeRequest, protocol::ResumeAnswer>(
        QStringLiteral("/api/worker/v1/jobs/%1/resume").arg(job.text()), request, 0, std::move(done));
}

void ControlPlaneClient::heartbeat(
    const JobId &job, const protocol::HeartbeatRequest &request, Callback<protocol::LeaseAnswer> done)
{
    post<protocol::HeartbeatRequest, protocol::LeaseAnswer>(
        QStringLiteral("/api/worker/v1/jobs/%1/heartbeat").arg(job.text()), request, request.waitSeconds,
        std::move(done));
}

void ControlPlaneClient::release(
    const JobId &job, const protocol::ReleaseRequest &request, Callback<protocol::Acknowledged> done)
{
    post<protocol::ReleaseRequest, protocol::Acknowledged>(
        QStringLiteral("/api/worker/v1/jobs/%1/release").arg(job.text()), request, 0, std::move(done));
}

void ControlPlaneClient::finish(
    const JobId &job, const protocol::FinishRequest &request, Callback<protocol::FinishAnswer> done)
{
    post<protocol::FinishRequest, protocol::FinishAnswer>(
        QStringLiteral("/api/worker/v1/jobs/%1/finish").arg(job.text()), request, 0, std::move(done));
}

void ControlPlaneClient::shipEvents(const RunId &run, const QByteArray &lines, Callback<protocol::IngestAnswer> done)
{
    send({"POST", QStringLiteral("/api/gateway/v1/runs/%1/events").arg(run.text()), gatewayToken(),
             "application/x-ndjson", lines, 0},
        [done = std::move(done)](Result<QByteArray> answer) {
            if (!answer)
                return done(failure(answer));
            done(parseJsonAs<protocol::IngestAnswer>(*answer));
        });
}

void ControlPlaneClient::providerProfile(const QString &profile, Callback<protocol::ProviderWithSecret> done)
{
    send({"GET", QStringLiteral("/api/gateway/v1/provider-profiles/%1").arg(profile), gatewayToken(), {}, {}, 0},
        [done = std::move(done)](Result<QByteArray> answer) {
            if (!answer)
                return done(failure(answer));
            done(parseJsonAs<protocol::ProviderWithSecret>(*answer));
        });
}

} // namespace mergeloom
