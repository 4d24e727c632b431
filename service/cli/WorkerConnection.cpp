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
    if (isOwn)
        url = ownAddress(settings);
    MERGELOOM_TRY(const QUrl address, checkedUrl(url));
    QString token = invocation.text(QStringLiteral("token"));
    if (token.isEmpty())
        token = isOwn || isThisMachine(address) ? ownToken(settings) : settings.text(QStringLiteral("ui_token"));
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
