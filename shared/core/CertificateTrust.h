#pragma once

#include "shared/core/Result.h"

#include <QList>
#include <QSslCertificate>

class QNetworkAccessManager;
class QNetworkRequest;

namespace mergeloom {

/// Certificates that are trusted beside those of the system: authorities, and the very certificate of a server, which
/// then may be self-signed and be called under another name. A value; trusts nothing more by default.
class CertificateTrust
{
public:
    /// A PEM file; an empty path adds nothing. Errors name the file.
    static Result<CertificateTrust> ofFile(const QString &path);

    bool isEmpty() const { return m_certificates.isEmpty(); }
    /// Must be called once for each access manager whose requests are to trust them.
    void watch(QNetworkAccessManager &network) const;
    void apply(QNetworkRequest &request) const;

private:
    QString m_path;
    QList<QSslCertificate> m_certificates;
};

} // namespace mergeloom
