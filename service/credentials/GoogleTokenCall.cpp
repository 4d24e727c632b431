#include "service/credentials/GoogleTokenCall.h"

#include "service/platform/ProcessEnvironment.h"
#include "shared/core/Json.h"
#include "shared/core/Log.h"

#include <QDir>
#include <QHostAddress>
#include <QJsonArray>
#include <QUrl>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

constexpr int tokenTries = 3;

/// What the service says of itself: RFC 6749, 5.2, or google.rpc.Status.
QString complaintOf(const HttpAnswer &answer)
{
    const QJsonObject object = QJsonDocument::fromJson(answer.body).object();
    const QJsonValue error = object.value(QStringLiteral("error"));
    QStringList said;
    if (error.isObject())
        said = {textIn(error.toObject(), "status"), textIn(error.toObject(), "message")};
    else
        said = {error.toString(), textIn(object, "error_description")};
    said.removeAll(QString());
    if (said.isEmpty())
        said.append(QString::fromUtf8(answer.body.left(200)).simplified());
    QString text = said.join(QStringLiteral(": ")).left(400).trimmed();
    while (text.endsWith(u'.'))
        text.chop(1);
    return text.isEmpty() ? QStringLiteral("it gave no reason") : text;
}

bool mayPass(const Result<HttpAnswer> &answer)
{
    if (!answer)
        return answer.error().code == ErrorCode::Unavailable || answer.error().code == ErrorCode::Timeout;
    return answer->status == 408 || answer->status == 429 || answer->status >= 500;
}

Error refusalOf(const GoogleTokenCall &call, const HttpAnswer &answer)
{
    Redactor redactor;
    for (const QByteArray &secret : call.hidden)
        redactor.addSecret(secret);
    const QString said = redactor.redact(complaintOf(answer));
    const QJsonObject details{{"status", answer.status}};
    if (answer.status == 429)
        return {ErrorCode::RateLimited,
            QStringLiteral("%1 limits the rate (HTTP 429): %2. Retry later.").arg(call.service, said), details};
    if (answer.status >= 500 || answer.status == 408)
        return {ErrorCode::Unavailable,
            QStringLiteral("%1 failed (HTTP %2): %3. Retry later.").arg(call.service).arg(answer.status).arg(said),
            details};
    return {answer.status == 403 ? ErrorCode::Forbidden : ErrorCode::Unauthorized,
        QStringLiteral("%1 refused the credential (HTTP %2): %3. %4")
            .arg(call.service)
            .arg(answer.status)
            .arg(said, call.remedy),
        details};
}

Result<HttpRequest> postTo(const QString &address, const QByteArray &type, const QByteArray &body)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isHere = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"https" && !(url.scheme() == u"http" && isHere)))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" is no address that a credential may be sent to: it must begin with https://.")
                .arg(address));
    HttpRequest request{.method = "POST", .url = url, .headers = {{"content-type", type}}, .body = body};
    return request;
}

} // namespace

GoogleSurroundings GoogleSurroundings::real()
{
    return {.variable = [](const QString &name) { return environment::text(name); },
        .home = QDir::homePath(),
        .send = [](const HttpRequest &request, std::stop_token stop) { return HttpClient().send(request, stop); },
        .sleep =
            [](milliseconds wait, std::stop_token stop) {
                std::mutex mutex;
                std::condition_variable_any wake;
                std::unique_lock lock(mutex);
                wake.wait_for(lock, stop, wait, [] { return false; });
                return !stop.stop_requested();
            },
        .clock = ExpiryClock::real()};
}

QString textIn(const QJsonObject &object, const char *key) { return object.value(QLatin1StringView(key)).toString(); }

Result<QJsonObject> askGoogle(const GoogleTokenCall &call, HttpRequest request, const GoogleSurroundings &surroundings,
    std::stop_token stop, HttpAnswer *answered)
{
    request.headers.emplaceBack("accept", "application/json");
    request.bodyLimit = 1 << 20;
    request.timeouts.firstByte = std::min<milliseconds>(request.timeouts.firstByte, milliseconds(30'000));
    request.timeouts.whole = std::min<milliseconds>(request.timeouts.whole, milliseconds(60'000));
    Result<HttpAnswer> answer = surroundings.send(request, stop);
    for (int tries = 1; tries < tokenTries && mayPass(answer); ++tries) {
        if (!surroundings.sleep(milliseconds(500) * tries * tries, stop))
            return failure(ErrorCode::Cancelled, QStringLiteral("%1 was no longer waited for.").arg(call.service));
        answer = surroundings.send(request, stop);
    }
    if (!answer)
        return failure(answer.error().code,
            QStringLiteral("%1 cannot be asked for a token: %2").arg(call.service, answer.error().message));
    if (answered)
        *answered = *answer;
    if (answer->status < 200 || answer->status >= 300)
        return Unexpected(refusalOf(call, *answer));
    const QJsonDocument document = QJsonDocument::fromJson(answer->body);
    if (!document.isObject())
        return failure(ErrorCode::Unavailable, QStringLiteral("The answer of %1 is no JSON object.").arg(call.service));
    return document.object();
}

Result<GoogleToken> googleTokenOf(const QJsonObject &answer, const GoogleTokenCall &call)
{
    const QByteArray token = textIn(answer, "access_token").toUtf8();
    // Some services write the number as a text.
    const QJsonValue lifetime = answer.value(QStringLiteral("expires_in"));
    const double seconds = lifetime.isString() ? lifetime.toString().toDouble() : lifetime.toDouble();
    if (token.isEmpty() || !(seconds > 0 && seconds < 366 * 86400.0))
        return failure(ErrorCode::Unavailable,
            QStringLiteral("The answer of %1 has no access_token with an expires_in.").arg(call.service));
    log::hide(token, QStringLiteral("Google access token"));
    return GoogleToken{token, milliseconds(qint64(seconds * 1000))};
}

Result<HttpRequest> googleForm(const QString &url, const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    QByteArray body;
    for (const auto &[name, value] : fields)
        body += (body.isEmpty() ? "" : "&") + name + '=' + value.toPercentEncoding();
    return postTo(url, "application/x-www-form-urlencoded", body);
}

Result<HttpRequest> googleJson(const QString &url, const QJsonObject &body)
{
    return postTo(url, "application/json", compactJson(body));
}

GoogleCredential impersonated(GoogleCredential source, const QString &url, const QJsonArray &delegates, int lifetime,
    const GoogleSurroundings &surroundings)
{
    const QString account = url.section(u'/', -1).section(u':', 0, 0);
    QJsonObject body{
        {"scope", QJsonArray{QLatin1StringView(googleScope)}}, {"lifetime", QStringLiteral("%1s").arg(lifetime)}};
    if (!delegates.isEmpty())
        body.insert(QStringLiteral("delegates"), delegates);
    const GoogleTokenCall call{
        .service = QStringLiteral("Google's IAM credentials service at %1").arg(QUrl(url).host()),
        .remedy = QStringLiteral("Give %1 the role Service Account Token Creator on %2, and enable the API "
                                 "iamcredentials.googleapis.com.")
                      .arg(source.name, account)};
    auto fetch = [call, url, body, sourceFetch = source.fetch, surroundings](
                     std::stop_token stop) -> Result<GoogleToken> {
        MERGELOOM_TRY(const GoogleToken token, sourceFetch(stop));
        MERGELOOM_TRY(HttpRequest request, googleJson(url, body));
        request.headers.emplaceBack("authorization", "Bearer " + token.value);
        GoogleTokenCall hiding = call;
        hiding.hidden.append(token.value);
        HttpAnswer answered;
        const Timestamp asked = surroundings.clock.now();
        MERGELOOM_TRY(const QJsonObject answer, askGoogle(hiding, request, surroundings, stop, &answered));
        const QByteArray value = textIn(answer, "accessToken").toUtf8();
        QString moment = textIn(answer, "expireTime");
        if (moment.size() > 27 && moment.at(19) == u'.') // nanoseconds
            moment = moment.left(26) + u'Z';
        const auto end = Timestamp::parse(moment);
        if (value.isEmpty() || !end)
            return failure(ErrorCode::Unavailable,
                QStringLiteral("The answer of %1 has no accessToken with an expireTime.").arg(call.service));
        log::hide(value, QStringLiteral("Google access token"));
        return GoogleToken{value, lifetimeUntil(*end, asked, clockSkew(answered.headers, surroundings.clock.now()))};
    };
    return {.name = QStringLiteral("the service account %1, by %2").arg(account, source.name),
        .fetch = std::move(fetch),
        .project = source.project,
        .quotaProject = source.quotaProject};
}

} // namespace mergeloom
