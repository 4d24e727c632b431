#include "service/credentials/GoogleTokenCall.h"

#include "shared/core/Json.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QJsonArray>
#include <QUrl>

// Workload identity federation: google.aip.dev/auth/4117, and the token exchange of RFC 8693 as Google's Security Token
// Service takes it (cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token).
namespace mergeloom {

namespace {

/// Where the token of the other identity provider is.
struct SubjectSource {
    QString file;
    QString url;
    HttpHeaders headers;
    QString field; ///< of a JSON object that holds it; empty: all of the text is the token
};

Result<SubjectSource> subjectSourceOf(const QJsonObject &source, const QString &place)
{
    const auto refused = [&](const QString &why) {
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 cannot be used: %2").arg(place, why));
    };
    if (source.contains(QStringLiteral("executable")))
        return refused(QStringLiteral("its credential_source starts a program, and the worker starts none for a "
                                      "credential. Use a source of the kind file or url."));
    if (source.contains(QStringLiteral("environment_id")) || source.contains(QStringLiteral("certificate")))
        return refused(QStringLiteral("its credential_source is neither a file nor a url. Create one of those, such as "
                                      "with `gcloud iam workload-identity-pools create-cred-config`."));
    SubjectSource result{.file = textIn(source, "file"), .url = textIn(source, "url")};
    if (result.file.isEmpty() == result.url.isEmpty())
        return refused(QStringLiteral("its credential_source must name either a file or a url."));
    const QJsonObject headers = source.value(QStringLiteral("headers")).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        result.headers.emplaceBack(it.key().toUtf8(), it.value().toString().toUtf8());
    const QJsonObject format = source.value(QStringLiteral("format")).toObject();
    const QString type = textIn(format, "type");
    result.field = textIn(format, "subject_token_field_name");
    if ((type == u"json") == result.field.isEmpty() || !(type.isEmpty() || type == u"text" || type == u"json"))
        return refused(QStringLiteral(
            "the format of its credential_source must be text, or json with a subject_token_field_name."));
    return result;
}

/// Read anew for each exchange: such tokens live for minutes, and their files are replaced.
Result<QByteArray> subjectTextOf(
    const SubjectSource &source, const GoogleSurroundings &surroundings, std::stop_token stop)
{
    if (!source.file.isEmpty()) {
        QFile file(source.file);
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::Io,
                QStringLiteral("The token file %1, which the Google credential names, cannot be read: %2.")
                    .arg(source.file, file.errorString()));
        return file.read(1 << 20);
    }
    HttpRequest request{.url = QUrl(source.url), .headers = source.headers, .bodyLimit = 1 << 20};
    request.timeouts = {.connect = std::chrono::seconds(5), .firstByte = std::chrono::seconds(30)};
    const auto answer = surroundings.send(request, stop);
    if (!answer)
        return failure(answer);
    if (answer->status != 200)
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("%1, which the Google credential names as source of its token, answered HTTP %2. Check the "
                           "identity of this machine there.")
                .arg(QUrl(source.url).host())
                .arg(answer->status));
    return answer->body;
}

Result<QByteArray> subjectTokenOf(
    const SubjectSource &source, const GoogleSurroundings &surroundings, std::stop_token stop)
{
    MERGELOOM_TRY(QByteArray token, subjectTextOf(source, surroundings, stop));
    if (!source.field.isEmpty())
        token = QJsonDocument::fromJson(token).object().value(source.field).toString().toUtf8();
    token = token.trimmed();
    if (token.isEmpty())
        return failure(ErrorCode::Unauthorized,
            QStringLiteral("There is no token in %1%2, which the Google credential names as its source.")
                .arg(source.file.isEmpty() ? QUrl(source.url).host() : source.file,
                    source.field.isEmpty() ? QString() : QStringLiteral(" under \"%1\"").arg(source.field)));
    log::hide(token, QStringLiteral("Google subject token"));
    return token;
}

struct Exchange {
    QString url;
    QString audience;
    QString subjectType;
    QString userProject; ///< of a workforce pool
    QByteArray client;   ///< `id:secret`; empty: none
};

Result<GoogleToken> exchanged(
    const Exchange &exchange, const QByteArray &subject, const GoogleSurroundings &surroundings, std::stop_token stop)
{
    QList<std::pair<QByteArray, QByteArray>> fields{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
        {"audience", exchange.audience.toUtf8()}, {"scope", googleScope},
        {"requested_token_type", "urn:ietf:params:oauth:token-type:access_token"},
        {"subject_token_type", exchange.subjectType.toUtf8()}, {"subject_token", subject}};
    if (!exchange.userProject.isEmpty())
        fields.emplaceBack("options", compactJson(QJsonObject{{"userProject", exchange.userProject}}));
    MERGELOOM_TRY(HttpRequest request, googleForm(exchange.url, fields));
    if (!exchange.client.isEmpty())
        request.headers.emplaceBack("authorization", "Basic " + exchange.client.toBase64());
    const GoogleTokenCall call{
        .service = QStringLiteral("Google's Security Token Service at %1").arg(QUrl(exchange.url).host()),
        .remedy = QStringLiteral("Check the workload identity pool and its provider: %1.").arg(exchange.audience),
        .hidden = {subject, exchange.client}};
    MERGELOOM_TRY(const QJsonObject answer, askGoogle(call, request, surroundings, stop));
    return googleTokenOf(answer, call);
}

} // namespace

Result<GoogleCredential> googleExternalAccount(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings)
{
    for (const char *field : {"audience", "subject_token_type", "token_url"})
        if (textIn(file, field).isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("%1 is no external account: \"%2\" is missing. Create it again with `gcloud iam "
                               "workload-identity-pools create-cred-config`.")
                    .arg(place, QLatin1StringView(field)));
    Exchange exchange{.url = textIn(file, "token_url"),
        .audience = textIn(file, "audience"),
        .subjectType = textIn(file, "subject_token_type"),
        .userProject = textIn(file, "workforce_pool_user_project")};
    if (const QString client = textIn(file, "client_id"); !client.isEmpty()) {
        log::hide(textIn(file, "client_secret").toUtf8(), QStringLiteral("Google client secret"));
        exchange.client = (client + u':' + textIn(file, "client_secret")).toUtf8();
        exchange.userProject.clear(); // the client says it, then
    }
    MERGELOOM_CHECK(googleForm(exchange.url, {}));
    MERGELOOM_TRY(
        const SubjectSource source, subjectSourceOf(file.value(QStringLiteral("credential_source")).toObject(), place));
    GoogleCredential credential{
        .name = QStringLiteral("the external account of %1").arg(exchange.audience.section(u'/', -3)),
        .fetch = [exchange, source, surroundings](std::stop_token stop) -> Result<GoogleToken> {
            MERGELOOM_TRY(const QByteArray subject, subjectTokenOf(source, surroundings, stop));
            return exchanged(exchange, subject, surroundings, stop);
        },
        .project = {},
        .quotaProject = textIn(file, "quota_project_id")};
    const QString account = textIn(file, "service_account_impersonation_url");
    if (account.isEmpty())
        return credential;
    MERGELOOM_CHECK(googleJson(account, {}));
    const int lifetime = file.value(QStringLiteral("service_account_impersonation"))
                             .toObject()
                             .value(QStringLiteral("token_lifetime_seconds"))
                             .toInt(3600);
    return impersonated(std::move(credential), account, {}, lifetime, surroundings);
}

} // namespace mergeloom
