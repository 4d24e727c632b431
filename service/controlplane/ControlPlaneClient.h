#pragma once

#include "shared/api/WorkerProtocol.h"
#include "shared/core/CertificateTrust.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;

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

    /// From then on the worker token of the answer authorises the calls of the worker protocol.
    void enroll(const protocol::EnrollRequest &request, Callback<protocol::EnrollAnswer> done);
    void reportStatus(
        const WorkerId &worker, const protocol::StatusRequest &request, Callback<protocol::Acknowledged> done);
    /// Nothing: no job within the waiting time.
    void lease(const protocol::LeaseRequest &request, Callback<std::optional<JobEnvelope>> done);
    void heartbeat(const JobId &job, const protocol::HeartbeatRequest &request, Callback<protocol::LeaseAnswer> done);
    void finish(const JobId &job, const protocol::FinishRequest &request, Callback<protocol::FinishAnswer> done);

    /// `lines`: whole journal lines, each with its line feed.
    void shipEvents(const RunId &run, const QByteArray &lines, Callback<protocol::IngestAnswer> done);
    void providerProfile(const QString &profile, Callback<protocol::ProviderWithSecret> done);

private:
    struct Call {
        QByteArray method;
        QString path;
        QByteArray token;
        QByteArray contentType;
        QByteArray body;
        int waitSeconds = 0;
    };
    void send(const Call &call, std::function<void(Result<QByteArray>)> done);
    template <class In, class Out>
    void post(const QString &path, const In &body, int waitSeconds, Callback<Out> done);

    QUrl m_baseUrl;
    QByteArray m_clusterToken;
    QByteArray m_workerToken;
    std::chrono::milliseconds m_timeLimit;
    CertificateTrust m_trust;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace mergeloom
