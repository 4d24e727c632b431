#include "shared/core/CertificateTrust.h"

#include <QCryptographicHash>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <algorithm>

namespace mergeloom {

Result<CertificateTrust> CertificateTrust::ofFile(const QString &path)
{
    CertificateTrust trust;
    if (path.isEmpty())
        return trust;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The certificate file %1 cannot be read: %2.").arg(path, file.errorString()));
    trust.m_path = path;
    trust.m_certificates = QSslCertificate::fromData(file.readAll(), QSsl::Pem);
    if (trust.m_certificates.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`).").arg(path));
    return trust;
}

CertificateTrust CertificateTrust::ofFingerprint(
    const QString &fingerprint, std::shared_ptr<RefusedCertificate> refused)
{
    CertificateTrust trust;
    trust.m_fingerprint = fingerprint;
    trust.m_refused = std::move(refused);
    return trust;
}

QString CertificateTrust::fingerprintOf(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':'));
}

void CertificateTrust::watch(QNetworkAccessManager &network) const
{
    if (m_refused)
        watchFingerprint(network);
    else if (!m_certificates.isEmpty())
        watchFile(network);
}

void CertificateTrust::watchFingerprint(QNetworkAccessManager &network) const
{
    QObject::connect(&network, &QNetworkAccessManager::sslErrors, &network,
        [trusted = m_fingerprint, refused = m_refused](QNetworkReply *reply, const QList<QSslError> &errors) {
            const QString shown = fingerprintOf(reply->sslConfiguration().peerCertificate());
            const auto isPast = [](const QSslError &error) {
                return error.error() == QSslError::CertificateExpired
                    || error.error() == QSslError::CertificateNotYetValid;
            };
            const auto past = std::find_if(errors.cbegin(), errors.cend(), isPast);
            if (shown == trusted && past == errors.cend())
                return reply->ignoreSslErrors(errors);
            *refused = {shown, past != errors.cend() ? past->errorString() : errors.value(0).errorString()};
        });
    // One that the system trusts gives no errors, and still is not the one that is trusted here. Nothing of the request
    // has been sent yet.
    QObject::connect(&network, &QNetworkAccessManager::encrypted, &network,
        [trusted = m_fingerprint, refused = m_refused](QNetworkReply *reply) {
            const QString shown = fingerprintOf(reply->sslConfiguration().peerCertificate());
            if (trusted.isEmpty() || shown == trusted) {
                *refused = {};
                return;
            }
            *refused = {shown, {}};
            reply->abort();
        });
}

void CertificateTrust::watchFile(QNetworkAccessManager &network) const
{
    QObject::connect(&network, &QNetworkAccessManager::sslErrors, &network,
        [path = m_path](QNetworkReply *reply, const QList<QSslError> &errors) {
            // Read anew, since certificates are renewed while programs run.
            const QList<QSslCertificate> known = QSslCertificate::fromPath(path, QSsl::Pem);
            // Who shows one of these very certificates holds its key, so that its name and its issuer say nothing more.
            const bool isKnown = std::all_of(errors.cbegin(), errors.cend(), [&](const QSslError &error) {
                return known.contains(error.certificate()) && error.error() != QSslError::CertificateExpired
                    && error.error() != QSslError::CertificateNotYetValid;
            });
            if (isKnown)
                reply->ignoreSslErrors(errors);
        });
}

void CertificateTrust::apply(QNetworkRequest &request) const
{
    if (m_certificates.isEmpty())
        return;
    QSslConfiguration configuration = request.sslConfiguration();
    configuration.addCaCertificates(m_certificates);
    request.setSslConfiguration(configuration);
}

} // namespace mergeloom
