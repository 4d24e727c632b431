#include "service/credentials/AwsLocalServices.h"

#include <QHostAddress>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

const QString containerService = QStringLiteral("the credential service of the container");
const QString metadataService = QStringLiteral("the metadata service of the instance");

/// Plain HTTP may go where nobody else listens: to this machine, and to the addresses that ECS and EKS have for it.
bool isAllowedContainerHost(const QUrl &url)
{
    if (url.scheme() == u"https")
        return true;
    const QString host = url.host();
    return url.scheme() == u"http"
        && (host == u"localhost" || QHostAddress(host).isLoopback() || host == u"169.254.170.2"
            || host == u"169.254.170.23" || host == u"fd00:ec2::23");
}

Result<QUrl> containerUrl(const AwsMachine &machine)
{
    const QString relative = machine.variable(QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"));
    const QString full = machine.variable(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    if (relative.isEmpty() && full.isEmpty())
        return failure(ErrorCode::NotFound, QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set"));
    const QUrl url(relative.isEmpty() ? full : machine.containerHost + relative, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (!relative.isEmpty() && !relative.startsWith(u'/')))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("AWS_CONTAINER_CREDENTIALS_%1_URI is no address")
                .arg(relative.isEmpty() ? QStringLiteral("FULL") : QStringLiteral("RELATIVE")));
    if (relative.isEmpty() && !isAllowedContainerHost(url))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI names %1, which may be asked by https only")
                .arg(url.host()));
    return url;
}

Result<HttpAnswer> askInstance(const AwsMachine &machine, const QByteArray &method, const QString &path,
    const HttpHeaders &headers, std::stop_token stop)
{
    QString base = machine.variable(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT"));
    if (base.isEmpty())
        base = machine.variable(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")).toLower() == u"ipv6"
            ? QStringLiteral("http://[fd00:ec2::254]")
            : QStringLiteral("http://169.254.169.254");
    while (base.endsWith(u'/'))
        base.chop(1);
    HttpRequest request{.method = method, .url = QUrl(base + path), .headers = headers, .bodyLimit = 64 << 10};
    request.timeouts = awsTimeouts(milliseconds(1000), milliseconds(2000));
    return askAws(machine, request, metadataService, std::move(stop));
}

} // namespace

Result<AwsFound> awsContainerKeys(const AwsMachine &machine, std::stop_token stop)
{
    HttpRequest request;
    MERGELOOM_TRY(request.url, containerUrl(machine));
    QByteArray token = machine.variable(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN")).trimmed().toUtf8();
    if (const QString file = machine.variable(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
        !file.isEmpty()) {
        auto read = awsTokenFile(file);
        if (!read) // the source is set up, and does not work
            return failure(ErrorCode::InvalidInput, read.error().message);
        token = *read;
    }
    if (!token.isEmpty()) {
        log::hide(token, QStringLiteral("AWS token"));
        request.headers.emplaceBack("authorization", token);
    }
    request.headers.emplaceBack("accept", "application/json");
    request.timeouts = awsTimeouts(milliseconds(2000), milliseconds(5000));
    request.bodyLimit = 64 << 10;
    MERGELOOM_TRY(const HttpAnswer answer, askAws(machine, request, containerService, std::move(stop)));
    return foundKeys(answer.body, containerService, *machine.clock);
}

Result<AwsFound> awsInstanceKeys(const AwsMachine &machine, std::stop_token stop)
{
    if (machine.variable(QStringLiteral("AWS_EC2_METADATA_DISABLED")).trimmed().toLower() == u"true")
        return failure(ErrorCode::NotFound, QStringLiteral("AWS_EC2_METADATA_DISABLED is true"));
    const auto session = askInstance(
        machine, "PUT", QStringLiteral("/latest/api/token"), {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}}, stop);
    if (!session)
        return failure(session.error().code == ErrorCode::Cancelled ? ErrorCode::Cancelled : ErrorCode::NotFound,
            session.error().message
                + QStringLiteral(" (in a container on EC2 the hop limit of the instance's metadata must be 2)"));
    log::hide(session->body, QStringLiteral("AWS token"));
    const HttpHeaders headers{{"x-aws-ec2-metadata-token", session->body.trimmed()}};
    const QString folder = QStringLiteral("/latest/meta-data/iam/security-credentials/");
    auto roles = askInstance(machine, "GET", folder, headers, stop);
    if (!roles && roles.error().details.value(QStringLiteral("status")).toInt() == 404)
        return failure(ErrorCode::NotFound, QStringLiteral("the instance has no role"));
    if (!roles)
        return failure(roles);
    const QString role = QString::fromUtf8(roles->body.split('\n').constFirst().trimmed());
    MERGELOOM_TRY(const HttpAnswer answer,
        askInstance(machine, "GET", folder + QString::fromLatin1(QUrl::toPercentEncoding(role, "/")), headers, stop));
    return foundKeys(answer.body, metadataService, *machine.clock);
}

} // namespace mergeloom
