#include "desktop/workers/LocalSearch.h"

#include <QSslCertificate>

namespace mergeloom {

LocalSearch::LocalSearch(SettingsPlace place, QObject *parent) : QObject(parent), m_place(std::move(place)) {}

LocalSearch::~LocalSearch() { m_pool.waitForDone(); }

void LocalSearch::start()
{
    m_pool.start([this, place = m_place] { // files may be on a slow disk
        const Result<LocalWorker> local = findLocalWorker(place);
        const QList<QSslCertificate> chain = local && !local->certificateFile.isEmpty()
            ? QSslCertificate::fromPath(local->certificateFile)
            : QList<QSslCertificate>();
        const QString fingerprint = chain.isEmpty() ? QString() : CertificateTrust::fingerprintOf(chain.first());
        QMetaObject::invokeMethod(
            this, [this, local, fingerprint] { take(local, fingerprint); }, Qt::QueuedConnection);
    });
}

void LocalSearch::take(const Result<LocalWorker> &local, const QString &fingerprint)
{
    if (!local)
        return Q_EMIT notFound(local.error().message);
    m_connection = {};
    m_connection.url = local->address.toString();
    m_connection.fingerprint = fingerprint;
    m_token = local->token;
    m_client = std::make_unique<ApiClient>(
        local->address, m_token, CertificateTrust::ofFingerprint(fingerprint, std::make_shared<RefusedCertificate>()));
    auto call = api_call::me();
    call.timeLimitSeconds = 5;
    m_client->send<api::Identity>(call, this, [this](const Result<api::Identity> &identity) { takeAnswer(identity); });
}

void LocalSearch::takeAnswer(const Result<api::Identity> &identity)
{
    if (!identity && identity.error().code != ErrorCode::Unauthorized)
        return Q_EMIT notFound(tr("No worker answers at %1.").arg(m_connection.url));
    m_connection.name = identity && !identity->worker.isEmpty() ? identity->worker : tr("This machine");
    Q_EMIT found(m_connection, identity ? m_token : QString());
}

} // namespace mergeloom
