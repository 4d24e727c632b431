#include "shared/core/CertificateTrust.h"

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

void CertificateTrust::watch(QNetworkAccessManager &network) const
{
    if (isEmpty())
        return;
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
    if (isEmpty())
        return;
    QSslConfiguration configuration = request.sslConfiguration();
    configuration.addCaCertificates(m_certificates);
    request.setSslConfiguration(configuration);
}

} // namespace mergeloom
