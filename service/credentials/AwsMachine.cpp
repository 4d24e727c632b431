#include "service/credentials/AwsMachine.h"

#include "service/platform/ProcessEnvironment.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace mergeloom {

using std::chrono::milliseconds;

bool AwsClock::learn(const HttpHeaders &headers)
{
    constexpr qint64 tolerated = 4 * 60'000; // of the five minutes that the services allow
    const qint64 skew = clockSkew(headers, m_now()).count();
    if (std::abs(skew - m_skew.load()) < tolerated)
        return false;
    m_skew = skew;
    return true;
}

AwsMachine AwsMachine::real()
{
    AwsMachine machine;
    machine.variable = &environment::text;
    machine.home = QDir::homePath();
    machine.clock = std::make_shared<AwsClock>(&Timestamp::now);
    machine.send = [](const HttpRequest &request, std::stop_token stop) { return HttpClient().send(request, stop); };
    return machine;
}

Result<AwsFound> foundKeys(AwsKeys keys, const QString &expiry, const AwsClock &clock)
{
    log::hide(keys.secretKey, QStringLiteral("AWS secret key"));
    log::hide(keys.sessionToken, QStringLiteral("AWS session token"));
    if (expiry.isEmpty())
        return AwsFound{std::move(keys), std::nullopt};
    const QDateTime end = QDateTime::fromString(expiry, Qt::ISODateWithMs);
    if (!end.isValid())
        return failure(
            ErrorCode::Corrupt, QStringLiteral("the keys came with an end that is no time (\"%1\")").arg(expiry));
    return AwsFound{std::move(keys), lifetimeUntil({end.toMSecsSinceEpoch() * 1000}, clock.now())};
}

Result<AwsFound> foundKeys(const QByteArray &json, const QString &source, const AwsClock &clock)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto text = [&](const char *name) { return object.value(QLatin1StringView(name)).toString(); };
    AwsKeys keys{text("AccessKeyId").toUtf8(), text("SecretAccessKey").toUtf8(), text("SessionToken").toUtf8()};
    if (keys.sessionToken.isEmpty())
        keys.sessionToken = text("Token").toUtf8();
    if (keys.accessKeyId.isEmpty() || keys.secretKey.isEmpty())
        return failure(ErrorCode::Corrupt, QStringLiteral("%1 gave an answer without keys").arg(source));
    return foundKeys(std::move(keys), text("Expiration"), clock);
}

Result<HttpAnswer> askAws(
    const AwsMachine &machine, const HttpRequest &request, const QString &source, std::stop_token stop)
{
    auto answer = machine.send(request, stop);
    if (!answer)
        return failure(
            answer.error().code, QStringLiteral("%1 gave no answer: %2").arg(source, answer.error().message));
    if (answer->status >= 200 && answer->status < 300)
        return answer;
    const QString said = log::withoutSecrets(QString::fromUtf8(answer->body.left(400))).simplified();
    const ErrorCode code = answer->status == 429 ? ErrorCode::RateLimited
        : answer->status >= 500                  ? ErrorCode::Unavailable
                                                 : ErrorCode::Unauthorized;
    return failure(code, QStringLiteral("%1 answered HTTP %2: %3").arg(source).arg(answer->status).arg(said),
        {{"status", answer->status}});
}

Result<QByteArray> awsTokenFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::Io : ErrorCode::NotFound,
            QStringLiteral("the file %1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray token = file.read(64 << 10).trimmed();
    if (token.isEmpty() || token.contains('\n') || token.contains('\r') || token.contains('\0'))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("the file %1 holds %2")
                .arg(path, token.isEmpty() ? QStringLiteral("nothing") : QStringLiteral("more than one line")));
    log::hide(token, QStringLiteral("AWS token"));
    return token;
}

QString awsEndpoint(const AwsMachine &machine, const QString &service, const QString &variable, const QString &region)
{
    for (const QString &name : {QStringLiteral("AWS_ENDPOINT_URL_") + variable, QStringLiteral("AWS_ENDPOINT_URL")})
        if (const QString url = machine.variable(name).trimmed(); !url.isEmpty())
            return url;
    // The domains of Amazon's partitions, see "AWS service endpoints" of the AWS General Reference.
    const QString domain = region.startsWith(u"cn-") ? QStringLiteral("amazonaws.com.cn")
        : region.startsWith(u"eusc-")                ? QStringLiteral("amazonaws.eu")
        : region.startsWith(u"us-isob-")             ? QStringLiteral("sc2s.sgov.gov")
        : region.startsWith(u"us-iso-")              ? QStringLiteral("c2s.ic.gov")
                                                     : QStringLiteral("amazonaws.com");
    return QStringLiteral("https://%1.%2.%3").arg(service, region, domain);
}

bool isAwsRegion(const QString &region)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(QStringLiteral("[a-z]{2,5}(-[a-z]{2,16}){1,3}-\\d{1,2}")));
    return form.match(region).hasMatch();
}

} // namespace mergeloom
