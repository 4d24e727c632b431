#include "service/app/ExecutorProcess.h"

#include "service/app/RunSettings.h"
#include "shared/core/Log.h"

namespace mergeloom {

Result<std::unique_ptr<Executor>> makeExecutor(const Settings &settings)
{
    ExecutorOptions options;
    options.name = settings.text(QStringLiteral("name"));
    options.tenant = settings.text(QStringLiteral("tenant_slug"));
    options.gatewayUrl = QUrl(settings.text(QStringLiteral("gateway_url")), QUrl::StrictMode);
    options.clusterToken = settings.text(QStringLiteral("cluster_token"));
    if (!options.gatewayUrl.isValid() || options.gatewayUrl.host().isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "An executor must know its gateway. Set JCA_WORKER_GATEWAY_URL, e.g. http://127.0.0.1:8010."));
    if (options.clusterToken.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "An executor needs the cluster token of its gateway. Set JCA_WORKER_CLUSTER_TOKEN_FILE to a copy of the gateway's <data>/cluster_token."));
    MERGELOOM_TRY(const QString dataDirectory, prepareDataDirectory(settings));
    options.runRoot = dataDirectory + QStringLiteral("/runs");
    MERGELOOM_TRY(
        const int seconds, settings.integer(QStringLiteral("control_plane_request_timeout_seconds"), 1, 3600));
    options.requestTimeLimit = std::chrono::seconds(seconds);
    MERGELOOM_TRY(options.trust, CertificateTrust::ofFile(settings.text(QStringLiteral("ca_file"))));
    MERGELOOM_TRY(options.environment, runEnvironmentOf(settings));
    options.redactor.addSecret(options.clusterToken.toUtf8(), QStringLiteral("cluster token"));
    log::redactBy(options.redactor);
    return std::make_unique<Executor>(std::move(options));
}

} // namespace mergeloom
