#pragma once

#include "shared/api/WorkerProtocol.h"
#include "shared/core/CertificateTrust.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace mergeloom {

/// The worker protocol and the gateway's own calls over HTTP, for a thread with an event loop. Every call answers once,
/// through its callback on that thread; a callback does not come after the client is gone. Errors: those that the server
/// names; `unavailable` when it cannot be reached; `timeout`.
class ControlPlaneClient
{
public:
    template <class T>
    using Callback = std::function<void(Result<T>)>;

    ControlPlaneClient(
        QUrl baseUrl, QString clusterToken, std::chrono::milliseconds timeLimit, CertificateTrust trust = {});
    ~ControlPlaneClient();
    ControlPlaneClient(const ControlPlaneClient &) = delete;
    ControlPlaneClient &operator=(const ControlPlaneClient &) = delete;

    /// From then on the worker token of the answer authorises the calls of the worker protocol; and all others too where there
    /// is no cluster token.
    void enroll(const protocol::EnrollRequest &request, Callback<protocol::EnrollAnswer> done);
    void reportStatus(
        const WorkerId &worker, const protocol::StatusRequest &request, Callback<protocol::StatusAnswer> done);
    void replaceToken(const WorkerId &worker, const QString &tokenHash, Callback<protocol::Acknowledged> done);
    void useWorkerToken(const QString &token) { m_workerToken = token.toUtf8(); }
    /// Nothing: no job within the waiting time.
    void lease(const protocol::LeaseRequest &request, Callback<std::optional<JobEnvelope>> done);
    /// Takes the lease of an interrupted run up again, which ran out or was handed back; `conflict` when the job is with another
    /// or has ended.
    void resume(const JobId &job, const protocol::ResumeRequest &request, Callback<protocol::ResumeAnswer> done);
    void heartbeat(const JobId &job, const protocol::HeartbeatRequest &request, Callback<protocol::LeaseAnswer> done);
    /// Hands a job back whose run is interrupted.
    void release(const JobId &job, const protocol::ReleaseRequest &request, Callback<protocol::Acknowledged> done);
    void finish(const JobId &job, const protocol::FinishRequest &request, Callback<protocol::FinishAnswer> done);

    /// `lines`: whole journal lines, each with its line feed.
    void shipEvents(const RunId &run, const QByteArray &lines, Callback<protocol::IngestAnswer> done);
    void providerProfile(const QString &profile, Callback<protocol::ProviderWithSecret> done);

    /// What is known of the other side by the newest calls.
    const ControllerContact &contact() const { return m_contact; }
    /// The other side has answered what carried this checkpoint.
    void checkpointTaken(qint64 size);

private:
    struct Call {
        QByteArray method;
        QString path;
        QByteArray token;
        QByteArray contentType;
        QByteArray body;
        int waitSeconds = 0;
    };
    const QByteArray &gatewayToken() const { return m_clusterToken.isEmpty() ? m_workerToken : m_clusterToken; }
    void send(const Call &call, std::function<void(Result<QByteArray>)> done);
    void learn(const QNetworkReply &reply, const Error *error);
    template <class In, class Out>
    void post(const QString &path, const In &body, int waitSeconds, Callback<Out> done);

    QUrl m_baseUrl;
    QByteArray m_clusterToken; ///< empty: enrolled by an enrolment token
    QByteArray m_workerToken;
    std::chrono::milliseconds m_timeLimit;
    CertificateTrust m_trust;
    ControllerContact m_contact;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace mergeloom
