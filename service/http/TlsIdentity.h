#pragma once

#include "shared/core/Result.h"

#include <QSslConfiguration>

namespace mergeloom {

/// The certificate by which the listener shows who it is, and its key. A value.
class TlsIdentity
{
public:
    /// PEM files: the certificate with its chain, the server's own first; an RSA or EC key without a passphrase, which
    /// nobody but owner and group can read. The two must belong together. Errors name the file and what to do.
    static Result<TlsIdentity> load(const QString &certificateFile, const QString &keyFile);

    /// TLS 1.2 and later.
    const QSslConfiguration &configuration() const { return m_configuration; }
    /// The host names that the certificate is for, without wildcards.
    QStringList hostNames() const;
    /// What somebody should know who runs with it: that it has expired, or soon will. Empty: nothing.
    QString warning() const;

private:
    QSslConfiguration m_configuration;
};

} // namespace mergeloom
