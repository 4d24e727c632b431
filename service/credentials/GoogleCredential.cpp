#include "service/credentials/GoogleCredential.h"

#include "service/credentials/GoogleTokenCall.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

// The order of the search, and the kinds of files: google.aip.dev/auth/4110 (Application Default Credentials), 4112
// (service accounts), 4113 (users), 4115 (metadata server), 4117 (external accounts).
namespace mergeloom {

using std::chrono::milliseconds;

namespace {

constexpr auto signInAgain = "Sign in again with `gcloud auth application-default login`.";

/// Someone who signed in with gcloud: a refresh token. Those of a workforce pool have an address of their own.
Result<GoogleCredential> googleUser(
    const QJsonObject &file, const QString &place, const QString &tokenUrl, const GoogleSurroundings &surroundings)
{
    const QByteArray id = textIn(file, "client_id").toUtf8();
    const QByteArray secret = textIn(file, "client_secret").toUtf8();
    const QByteArray token = textIn(file, "refresh_token").toUtf8();
    if (id.isEmpty() || secret.isEmpty() || token.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 lacks client_id, client_secret or refresh_token. %2")
                .arg(place, QLatin1StringView(signInAgain)));
    log::hide(secret, QStringLiteral("Google client secret"));
    log::hide(token, QStringLiteral("Google refresh token"));
    const bool isWorkforce = textIn(file, "type") == u"external_account_authorized_user";
    QList<std::pair<QByteArray, QByteArray>> fields{{"grant_type", "refresh_token"}, {"refresh_token", token}};
    if (!isWorkforce)
        fields += {{"client_id", id}, {"client_secret", secret}};
    MERGELOOM_TRY(HttpRequest request, googleForm(tokenUrl, fields));
    if (isWorkforce)
        request.headers.emplaceBack("authorization", "Basic " + QByteArray(id + ':' + secret).toBase64());
    const GoogleTokenCall call{.service = QStringLiteral("Google's token service at %1").arg(request.url.host()),
        .remedy = QLatin1StringView(signInAgain),
        .hidden = {secret, token}};
    return GoogleCredential{.name = QStringLiteral("the user who signed in with gcloud"),
        .fetch = [call, request, surroundings](std::stop_token stop) -> Result<GoogleToken> {
            MERGELOOM_TRY(const QJsonObject answer, askGoogle(call, request, surroundings, stop));
            return googleTokenOf(answer, call);
        },
        .project = {},
        .quotaProject = textIn(file, "quota_project_id")};
}

Result<GoogleCredential> googleCredentialIn(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings);

Result<GoogleCredential> googleImpersonation(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings)
{
    const QString url = textIn(file, "service_account_impersonation_url");
    MERGELOOM_CHECK(googleJson(url, {}));
    const QJsonObject inner = file.value(QStringLiteral("source_credentials")).toObject();
    if (textIn(inner, "type") == u"impersonated_service_account")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 impersonates through another impersonation. Name the accounts between in \"delegates\".")
                .arg(place));
    MERGELOOM_TRY(GoogleCredential source,
        googleCredentialIn(inner, QStringLiteral("source_credentials of %1").arg(place), surroundings));
    if (const QString quota = textIn(file, "quota_project_id"); !quota.isEmpty())
        source.quotaProject = quota;
    return impersonated(std::move(source), url, file.value(QStringLiteral("delegates")).toArray(), 3600, surroundings);
}

Result<GoogleCredential> googleCredentialIn(
    const QJsonObject &file, const QString &place, const GoogleSurroundings &surroundings)
{
    const QString type = textIn(file, "type");
    if (type == u"service_account")
        return googleServiceAccount(file, place, surroundings);
    if (type == u"authorized_user")
        return googleUser(file, place, surroundings.userTokenUrl, surroundings);
    if (type == u"external_account_authorized_user")
        return googleUser(file, place, textIn(file, "token_url"), surroundings);
    if (type == u"external_account")
        return googleExternalAccount(file, place, surroundings);
    if (type == u"impersonated_service_account")
        return googleImpersonation(file, place, surroundings);
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("%1 has the type \"%2\", which is not known. It must be service_account, authorized_user, "
                       "external_account, external_account_authorized_user or impersonated_service_account.")
            .arg(place, type));
}

/// cloud.google.com/compute/docs/metadata/querying-metadata. With Workload Identity of GKE the same address answers.
GoogleCredential googleMetadata(const QString &host, const QStringList &tried, const GoogleSurroundings &surroundings)
{
    HttpRequest request{
        .url = QUrl(QStringLiteral("http://%1/computeMetadata/v1/instance/service-accounts/default/token?scopes=%2")
                        .arg(host, QLatin1StringView(googleScope))),
        .headers = {{"metadata-flavor", "Google"}}};
    request.timeouts = {.connect = milliseconds(3000), .firstByte = milliseconds(10'000)};
    const GoogleTokenCall call{.service = QStringLiteral("The metadata server at %1").arg(host),
        .remedy = QStringLiteral("Give this machine a service account that may use Vertex AI.")};
    auto fetch = [call, request, tried, surroundings](std::stop_token stop) -> Result<GoogleToken> {
        HttpAnswer answered;
        const auto answer = askGoogle(call, request, surroundings, stop, &answered);
        const bool isThere = answered.status > 0;
        if (!isThere && !answer && answer.error().code != ErrorCode::Cancelled)
            return failure(ErrorCode::Unauthorized,
                QStringLiteral(
                    "No Google credential was found. Tried: %1; the metadata server (%2). Run `gcloud auth "
                    "application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS to a credential file.")
                    .arg(tried.join(QStringLiteral("; ")), answer.error().message));
        if (isThere && answered.header("metadata-flavor").toLower() != "google")
            return failure(ErrorCode::Unauthorized,
                QStringLiteral("%1 is no metadata server of Google's: its answer lacks Metadata-Flavor. Tried before: "
                               "%2. Check GCE_METADATA_HOST, or set GOOGLE_APPLICATION_CREDENTIALS.")
                    .arg(call.service, tried.join(QStringLiteral("; "))));
        if (!answer)
            return failure(answer);
        return googleTokenOf(*answer, call);
    };
    return {.name = QStringLiteral("the service account of this machine"), .fetch = std::move(fetch)};
}

Result<GoogleCredential> googleCredentialFile(const QString &path, const GoogleSurroundings &surroundings)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The Google credential file %1 cannot be read: %2.").arg(path, file.errorString()));
    return googleCredentialOf(file.read(1 << 20), path, surroundings);
}

} // namespace

Result<GoogleCredential> googleCredentialOf(
    const QByteArray &json, const QString &place, const GoogleSurroundings &surroundings)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is no JSON object. It must be a credential file of Google's as it was downloaded.")
                .arg(place));
    return googleCredentialIn(document.object(), place, surroundings);
}

Result<GoogleCredential> googleDefaultCredential(const GoogleSurroundings &surroundings)
{
    const auto found = [&](Result<GoogleCredential> credential) {
        if (!credential)
            return credential;
        if (const QString quota = surroundings.variable(QStringLiteral("GOOGLE_CLOUD_QUOTA_PROJECT")); !quota.isEmpty())
            credential->quotaProject = quota;
        if (const QString project = surroundings.variable(QStringLiteral("GOOGLE_CLOUD_PROJECT")); !project.isEmpty())
            credential->project = project;
        return credential;
    };
    const QString named = surroundings.variable(QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS"));
    if (!named.isEmpty()) // what was named must be right: another identity is no substitute
        return found(googleCredentialFile(named, surroundings));
    QString folder = surroundings.variable(QStringLiteral("CLOUDSDK_CONFIG"));
    if (folder.isEmpty())
        folder = surroundings.home + QStringLiteral("/.config/gcloud");
    const QString wellKnown = folder + QStringLiteral("/application_default_credentials.json");
    if (QFile::exists(wellKnown))
        return found(googleCredentialFile(wellKnown, surroundings));
    const QString host = surroundings.variable(QStringLiteral("GCE_METADATA_HOST"));
    return found(googleMetadata(host.isEmpty() ? QStringLiteral("169.254.169.254") : host,
        {QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS (not set)"), QStringLiteral("%1 (not there)").arg(wellKnown)},
        surroundings));
}

} // namespace mergeloom
