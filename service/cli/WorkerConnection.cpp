#include "service/cli/WorkerConnection.h"

#include "service/cli/WorkerSettings.h"

#include <QFile>

namespace mergeloom {

namespace {

Result<QUrl> checkedUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty())
        return url;
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("\"%1\" is no address of a worker. Give it as http://host:port with --url.").arg(text));
}

QString tokenFileText(const QString &directory)
{
    QFile file(directory + QStringLiteral("/admin_token"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

Result<std::unique_ptr<ApiClient>> connectWorker(const Invocation &invocation)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    QString url = invocation.text(QStringLiteral("url"), qEnvironmentVariable("JCA_WORKER_URL"));
    const bool isOwn = url.isEmpty();
    const QString ownCertificate = settings.text(QStringLiteral("tls_certificate"));
    QString trusted = settings.text(QStringLiteral("ca_file"));
    if (trusted.isEmpty() && isOwn)
        trusted = ownCertificate;
    MERGELOOM_TRY(const CertificateTrust trust, CertificateTrust::ofFile(trusted));
    if (isOwn) {
        const QString host = settings.text(QStringLiteral("host"));
        const bool isAny = host == u"0.0.0.0" || host == u"::" || host.isEmpty();
        url = QStringLiteral("%1://%2:%3")
                  .arg(ownCertificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https"),
                      isAny                     ? QStringLiteral("127.0.0.1")
                          : host.contains(u':') ? u'[' + host + u']'
                                                : host,
                      settings.text(QStringLiteral("port")));
    }
    MERGELOOM_TRY(const QUrl address, checkedUrl(url));
    QString token = invocation.text(QStringLiteral("token"));
    if (token.isEmpty())
        token = settings.text(QStringLiteral("ui_token"));
    // The kept token is for the worker of this machine alone: it must not be sent to another host.
    const QString host = address.host();
    if (token.isEmpty() && (isOwn || host == u"localhost" || host == u"127.0.0.1" || host == u"::1"))
        token = tokenFileText(settings.text(QStringLiteral("data_dir")));
    return std::make_unique<ApiClient>(address, token, trust);
}

Result<QByteArray> readSource(const QString &path, const Terminal &terminal)
{
    if (path == u"-")
        return terminal.in();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return file.readAll();
}

} // namespace mergeloom
