#pragma once

#include "shared/core/Result.h"

#include <QList>
#include <QSslCertificate>

#include <memory>

class QNetworkAccessManager;
class QNetworkRequest;

namespace mergeloom {

/// What a server showed and was refused for, for as long as nothing was accepted since.
struct RefusedCertificate {
    QString fingerprint; ///< as CertificateTrust::fingerprintOf(); empty: nothing was refused
    QString reason;      ///< one sentence of the TLS library, or empty: it is not the one that is trusted
};

/// Certificates that are trusted beside those of the system: authorities, and the very certificate of a server, which
/// then may be self-signed and be called under another name. A value; trusts nothing more by default.
class CertificateTrust
{
public:
    /// A PEM file; an empty path adds nothing. Errors name the file.
    static Result<CertificateTrust> ofFile(const QString &path);

    /// The one certificate with this fingerprint and no other, whoever signed it; empty: whom the system trusts. `refused` is told what
    /// was shown instead, so that a person can be asked.
    static CertificateTrust ofFingerprint(const QString &fingerprint, std::shared_ptr<RefusedCertificate> refused);
    /// SHA-256 as `ab:cd:…`.
    static QString fingerprintOf(const QSslCertificate &certificate);

    /// Must be called once for each access manager whose requests are to trust them.
    void watch(QNetworkAccessManager &network) const;
    void apply(QNetworkRequest &request) const;

private:
    void watchFile(QNetworkAccessManager &network) const;
    void watchFingerprint(QNetworkAccessManager &network) const;

    QString m_fingerprint;
    std::shared_ptr<RefusedCertificate> m_refused; ///< set: by fingerprint
    QString m_path;
    QList<QSslCertificate> m_certificates;
};

} // namespace mergeloom
