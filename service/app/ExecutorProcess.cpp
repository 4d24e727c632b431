#include "service/app/ExecutorProcess.h"

#include "service/app/RunSettings.h"
#include "shared/core/Log.h"

#include <QFile>

namespace mergeloom {

Result<std::unique_ptr<Executor>> makeExecutor(const Settings &settings)
{
    ExecutorOptions options;
    options.name = settings.text(QStringLiteral("name"));
    options.tenant = settings.text(QStringLiteral("tenant_slug"));
    options.gatewayUrl = QUrl(settings.text(QStringLiteral("gateway_url")), QUrl::StrictMode);
    options.clusterToken = settings.text(QStringLiteral("cluster_token"));
    options.enrollmentToken = settings.text(QStringLiteral("enrollment_token"));
    if (!options.gatewayUrl.isValid() || options.gatewayUrl.host().isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "An executor must know its gateway. Set JCA_WORKER_GATEWAY_URL, e.g. http://127.0.0.1:8010."));
    MERGELOOM_TRY(const QString dataDirectory, prepareDataDirectory(settings));
    options.workerTokenPath = dataDirectory + QStringLiteral("/worker_token");
    options.controllerUrl = QUrl(settings.text(QStringLiteral("control_plane_url")), QUrl::StrictMode);
    if (!options.controllerUrl.isEmpty()) {
        if (options.clusterToken.isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral(
                    "An executor that takes its jobs from a remote controller belongs to a gateway of its own "
                    "installation. Set JCA_WORKER_CLUSTER_TOKEN_FILE to a copy of that gateway's "
                    "<data>/cluster_token."));
        // Executors of one installation share the directory.
        options.workerTokenPath += u'.' + QString::fromLatin1(QUrl::toPercentEncoding(options.name, QByteArray(), "."));
    }
    if ((options.clusterToken.isEmpty() || !options.controllerUrl.isEmpty()) && options.enrollmentToken.isEmpty()
        && !QFile::exists(options.workerTokenPath))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "An executor needs a token to enrol. Set JCA_WORKER_ENROLLMENT_TOKEN_FILE to one made under Access or by `mergeloom-worker enrollment create`, or JCA_WORKER_CLUSTER_TOKEN_FILE to a copy of the gateway's <data>/cluster_token."));
    options.runRoot = dataDirectory + QStringLiteral("/runs");
    if (settings.text(QStringLiteral("provider_config_mode")) != u"gateway")
        options.fixedFields = FixedFields::All;
    options.priceFile = dataDirectory + QStringLiteral("/prices.json");
    MERGELOOM_TRY(
        const int seconds, settings.integer(QStringLiteral("control_plane_request_timeout_seconds"), 1, 3600));
    options.requestTimeLimit = std::chrono::seconds(seconds);
    MERGELOOM_TRY(options.trust, CertificateTrust::ofFile(settings.text(QStringLiteral("ca_file"))));
    MERGELOOM_TRY(options.environment, runEnvironmentOf(settings));
    MERGELOOM_TRY(options.diskQuota, parseDiskSize(settings.text(QStringLiteral("disk_quota"))));
    if (!options.clusterToken.isEmpty())
        options.redactor.addSecret(options.clusterToken.toUtf8(), QStringLiteral("cluster token"));
    if (!options.enrollmentToken.isEmpty())
        options.redactor.addSecret(options.enrollmentToken.toUtf8(), QStringLiteral("enrolment token"));
    log::redactBy(options.redactor);
    return std::make_unique<Executor>(std::move(options));
}

} // namespace mergeloom
