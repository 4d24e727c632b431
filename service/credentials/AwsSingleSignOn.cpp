#include "service/credentials/AwsSingleSignOn.h"

#include "shared/core/SavedFile.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>
#include <QUrlQuery>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

const char *const awsSignInAgain = "sign in again with `aws sso login`";

QString cacheFile(const AwsSingleSignOn &signOn, const AwsMachine &machine)
{
    const QByteArray name = QCryptographicHash::hash(signOn.cacheName.toUtf8(), QCryptographicHash::Sha1).toHex();
    return machine.home + QStringLiteral("/.aws/sso/cache/%1.json").arg(QString::fromLatin1(name));
}

QString field(const QJsonObject &object, const char *name) { return object.value(QLatin1StringView(name)).toString(); }

bool isOver(const QString &time, Timestamp now, qint64 aheadSeconds)
{
    const QDateTime end = QDateTime::fromString(time, Qt::ISODateWithMs);
    return !end.isValid() || end.toMSecsSinceEpoch() - aheadSeconds * 1000 <= now.microseconds / 1000;
}

HttpRequest signOnRequest(const AwsMachine &machine, const AwsSingleSignOn &signOn, const char *service,
    const char *variable, const QString &path)
{
    HttpRequest request;
    request.url =
        QUrl(awsEndpoint(machine, QString::fromLatin1(service), QString::fromLatin1(variable), signOn.region) + path);
    request.timeouts = awsTimeouts(milliseconds(5000), milliseconds(15'000));
    request.bodyLimit = 64 << 10;
    return request;
}

/// The cached token with a newer access token, or an error that says why there is none.
Result<QJsonObject> renewed(
    QJsonObject token, const AwsSingleSignOn &signOn, const AwsMachine &machine, std::stop_token stop)
{
    if (field(token, "refreshToken").isEmpty()
        || isOver(field(token, "registrationExpiresAt"), machine.clock->now(), 0))
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("the sign-in ended at %1; %2")
                .arg(field(token, "expiresAt"), QString::fromLatin1(awsSignInAgain)));
    HttpRequest request = signOnRequest(machine, signOn, "oidc", "SSO_OIDC", QStringLiteral("/token"));
    request.method = "POST";
    request.headers = {{"content-type", "application/json"}};
    for (const char *secret : {"clientSecret", "refreshToken"})
        log::hide(field(token, secret).toUtf8(), QStringLiteral("AWS token"));
    request.body = QJsonDocument(
        QJsonObject{{"clientId", field(token, "clientId")}, {"clientSecret", field(token, "clientSecret")},
            {"grantType", "refresh_token"}, {"refreshToken", field(token, "refreshToken")}})
                       .toJson(QJsonDocument::Compact);
    const auto answer = askAws(machine, request, QStringLiteral("the sign-in service"), stop);
    if (!answer && answer.error().code == ErrorCode::Unauthorized)
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("%1; %2").arg(answer.error().message, QString::fromLatin1(awsSignInAgain)));
    if (!answer)
        return failure(answer);
    const QJsonObject fresh = QJsonDocument::fromJson(answer->body).object();
    if (field(fresh, "accessToken").isEmpty())
        return failure(ErrorCode::Corrupt, QStringLiteral("the sign-in service gave an answer without a token"));
    token.insert(QStringLiteral("accessToken"), field(fresh, "accessToken"));
    if (!field(fresh, "refreshToken").isEmpty())
        token.insert(QStringLiteral("refreshToken"), field(fresh, "refreshToken"));
    const Timestamp end{
        machine.clock->now().microseconds + fresh.value(QStringLiteral("expiresIn")).toInteger() * 1'000'000};
    token.insert(QStringLiteral("expiresAt"), end.toString().left(19) + u'Z');
    return token;
}

Result<QByteArray> accessToken(const AwsSingleSignOn &signOn, const AwsMachine &machine, std::stop_token stop)
{
    QFile file(cacheFile(signOn, machine));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("nobody is signed in (%1 cannot be read); %2")
                .arg(file.fileName(), QString::fromLatin1(awsSignInAgain)));
    QJsonObject token = QJsonDocument::fromJson(file.read(1 << 20)).object();
    file.close();
    if (field(token, "accessToken").isEmpty())
        return failure(ErrorCode::Corrupt,
            QStringLiteral("%1 holds no token; %2").arg(file.fileName(), QString::fromLatin1(awsSignInAgain)));
    if (isOver(field(token, "expiresAt"), machine.clock->now(), 60)) {
        MERGELOOM_TRY(token, renewed(std::move(token), signOn, machine, std::move(stop)));
        // A refresh token may be good for one use: the next program must find the newer one.
        const auto saved =
            saveFile(file.fileName(), QJsonDocument(token).toJson(QJsonDocument::Compact), Readers::OwnerAlone);
        if (!saved)
            log::warning(QStringLiteral("The renewed AWS sign-in is not kept"), {{"error", saved.error().message}});
    }
    const QByteArray access = field(token, "accessToken").toUtf8();
    log::hide(access, QStringLiteral("AWS token"));
    return access;
}

} // namespace

Result<std::optional<AwsSingleSignOn>> AwsSingleSignOn::of(const AwsFiles::Section &profile, const AwsFiles &files)
{
    const auto text = [&](const char *name) { return profile.value(QString::fromLatin1(name)); };
    if (text("sso_account_id").isEmpty() && text("sso_session").isEmpty() && text("sso_start_url").isEmpty())
        return std::optional<AwsSingleSignOn>();
    AwsSingleSignOn signOn{text("sso_start_url"), text("sso_region"), text("sso_account_id"), text("sso_role_name")};
    if (const QString session = text("sso_session"); !session.isEmpty()) {
        if (!files.sessions.contains(session))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("it names the sso-session %1, which %2 does not have").arg(session, files.config));
        signOn.cacheName = session;
        signOn.region = files.sessions.value(session).value(QStringLiteral("sso_region"));
    }
    if (signOn.cacheName.isEmpty() || signOn.account.isEmpty() || signOn.role.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("of sso_session (or sso_start_url), sso_account_id and sso_role_name one is missing"));
    if (!isAwsRegion(signOn.region))
        return failure(ErrorCode::InvalidInput, QStringLiteral("its sso_region \"%1\" is none").arg(signOn.region));
    return signOn;
}

Result<AwsFound> awsSingleSignOnKeys(const AwsSingleSignOn &signOn, const AwsMachine &machine, std::stop_token stop)
{
    MERGELOOM_TRY(const QByteArray token, accessToken(signOn, machine, stop));
    HttpRequest request =
        signOnRequest(machine, signOn, "portal.sso", "SSO", QStringLiteral("/federation/credentials"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("role_name"), QString::fromLatin1(QUrl::toPercentEncoding(signOn.role)));
    query.addQueryItem(QStringLiteral("account_id"), QString::fromLatin1(QUrl::toPercentEncoding(signOn.account)));
    request.url.setQuery(query);
    request.headers = {{"x-amz-sso_bearer_token", token}};
    const auto answer = askAws(machine, request, QStringLiteral("IAM Identity Center"), std::move(stop));
    if (!answer && answer.error().details.value(QStringLiteral("status")).toInt() == 401)
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("%1; %2").arg(answer.error().message, QString::fromLatin1(awsSignInAgain)));
    if (!answer)
        return failure(answer);
    const QJsonObject keys =
        QJsonDocument::fromJson(answer->body).object().value(QStringLiteral("roleCredentials")).toObject();
    if (field(keys, "accessKeyId").isEmpty() || field(keys, "secretAccessKey").isEmpty())
        return failure(ErrorCode::Corrupt, QStringLiteral("IAM Identity Center gave an answer without keys"));
    const qint64 end = keys.value(QStringLiteral("expiration")).toInteger(); // ms since 1970
    return foundKeys({field(keys, "accessKeyId").toUtf8(), field(keys, "secretAccessKey").toUtf8(),
                         field(keys, "sessionToken").toUtf8()},
        end > 0 ? QDateTime::fromMSecsSinceEpoch(end, QTimeZone::utc()).toString(Qt::ISODateWithMs) : QString(),
        *machine.clock);
}

} // namespace mergeloom
