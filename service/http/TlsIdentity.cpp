#include "service/http/TlsIdentity.h"

#include <QDateTime>
#include <QFile>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

#include <unistd.h>

namespace mergeloom {

namespace {

Result<QByteArray> readWhole(const QString &path, const char *what)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The TLS %1 %2 cannot be read: %3. Check its path, owner and rights.")
                .arg(QLatin1StringView(what), path, file.errorString()));
    return file.readAll();
}

Result<QSslKey> readPrivateKey(const QString &path)
{
    MERGELOOM_TRY(const QByteArray pem, readWhole(path, "key"));
    if (QFile(path).permissions() & (QFile::ReadOther | QFile::WriteOther))
        return failure(ErrorCode::Forbidden,
            QStringLiteral("Others can read the TLS key %1. Run: chmod o= %1, and renew the key if somebody may have.")
                .arg(path));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa})
        if (const QSslKey key(pem, algorithm, QSsl::Pem); !key.isNull())
            return key;
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("The TLS key %1 is no RSA or EC key in PEM form without a passphrase.").arg(path));
}

/// Only the TLS library knows whether a key belongs to a certificate, and it says so when a connection is to begin.
QString complaintOf(const QSslConfiguration &configuration)
{
    QTcpServer server;
    QTcpSocket client;
    if (!server.listen(QHostAddress::LocalHost))
        return {};
    client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    if (!client.waitForConnected(1000) || !server.waitForNewConnection(1000))
        return {};
    const std::unique_ptr<QTcpSocket> plain(server.nextPendingConnection());
    QSslSocket socket;
    socket.setSslConfiguration(configuration);
    const int descriptor = ::dup(int(plain->socketDescriptor()));
    if (!socket.setSocketDescriptor(descriptor))
        return {};
    socket.startServerEncryption();
    return socket.error() == QAbstractSocket::UnknownSocketError ? QString() : socket.errorString();
}

} // namespace

Result<TlsIdentity> TlsIdentity::load(const QString &certificateFile, const QString &keyFile)
{
    if (!QSslSocket::supportsSsl())
        return failure(ErrorCode::Unsupported,
            QStringLiteral("This Qt has no TLS library. Install the package that holds its OpenSSL back end."));
    MERGELOOM_TRY(const QByteArray pem, readWhole(certificateFile, "certificate"));
    const QList<QSslCertificate> chain = QSslCertificate::fromData(pem, QSsl::Pem);
    if (chain.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`).")
                .arg(certificateFile));
    MERGELOOM_TRY(const QSslKey key, readPrivateKey(keyFile));
    TlsIdentity identity;
    identity.m_configuration = QSslConfiguration::defaultConfiguration();
    identity.m_configuration.setLocalCertificateChain(chain);
    identity.m_configuration.setPrivateKey(key);
    identity.m_configuration.setProtocol(QSsl::TlsV1_2OrLater);
    identity.m_configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // callers show tokens, not certificates
    identity.m_configuration.setAllowedNextProtocols({"http/1.1"});
    if (const QString complaint = complaintOf(identity.m_configuration); !complaint.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The TLS key %1 does not belong to the certificate %2: %3.")
                .arg(keyFile, certificateFile, complaint));
    return identity;
}

QStringList TlsIdentity::hostNames() const
{
    QStringList names;
    for (const QString &name : m_configuration.localCertificate().subjectAlternativeNames().values(QSsl::DnsEntry))
        if (!name.contains(u'*'))
            names << name.toLower();
    names.sort();
    return names;
}

QString TlsIdentity::warning() const
{
    const QDateTime end = m_configuration.localCertificate().expiryDate();
    const qint64 days = QDateTime::currentDateTimeUtc().daysTo(end);
    if (days > 14)
        return {};
    return QStringLiteral("The TLS certificate %1 %2. Put a new one in its place and send the worker HUP.")
        .arg(days < 0 ? QStringLiteral("expired on") : QStringLiteral("expires on"), end.toString(Qt::ISODate));
}

} // namespace mergeloom
