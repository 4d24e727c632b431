#include "service/credentials/GoogleAuthorization.h"
#include "service/models/AnthropicMessages.h"
#include "service/models/Gemini.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

#include <QRegularExpression>
#include <QUrlQuery>

// Addresses: cloud.google.com/vertex-ai/docs/reference/rest (locations), and for Claude
// cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude.
namespace mergeloom {

namespace {

QString vertexOption(const ProviderProfile &profile, const char *name, const char *otherwise = "")
{
    const QString value = profile.options.value(QLatin1StringView(name)).trimmed();
    return value.isEmpty() ? QString::fromLatin1(otherwise) : value;
}

QList<ProviderField> vertexCredentialFields()
{
    const QString auth = QStringLiteral("auth_method");
    return {
        marked({.name = auth,
            .label = QStringLiteral("Credential"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("adc"), QStringLiteral("service_account_json"), QStringLiteral("access_token")},
            .help = QStringLiteral("adc (default): what the executors' machines have: the file of "
                                   "GOOGLE_APPLICATION_CREDENTIALS, gcloud's sign-in, or their metadata server."),
            .variable = QStringLiteral("JCA_VERTEX_AUTH_METHOD")}),
        marked({.name = QStringLiteral("credentials_file"),
            .label = QStringLiteral("Credential file"),
            .kind = QStringLiteral("path"),
            .help = QStringLiteral("Path on each executor's host; empty: as Google's own programs find it."),
            .placeholder = QStringLiteral("/etc/mergeloom/google.json"),
            .variable = QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS"),
            .whenField = auth,
            .whenValues = {QStringLiteral("adc")}}),
        marked({.name = QStringLiteral("service_account_json"),
            .label = QStringLiteral("Service account key"),
            .kind = QStringLiteral("secret"),
            .isRequired = true,
            .help = QStringLiteral("All of the JSON file that Google Cloud gives under IAM, Service accounts, Keys."),
            .placeholder = QStringLiteral("{\"type\": \"service_account\", …}"),
            .variable = QStringLiteral("JCA_VERTEX_SERVICE_ACCOUNT_JSON"),
            .whenField = auth,
            .whenValues = {QStringLiteral("service_account_json")}}),
        marked({.name = QStringLiteral("access_token"),
            .label = QStringLiteral("Access token"),
            .kind = QStringLiteral("secret"),
            .isRequired = true,
            .help = QStringLiteral("As `gcloud auth print-access-token` gives it; it ends after an hour."),
            .placeholder = QStringLiteral("ya29.…"),
            .variable = QStringLiteral("JCA_VERTEX_ACCESS_TOKEN"),
            .whenField = auth,
            .whenValues = {QStringLiteral("access_token")}}),
    };
}

ProviderField onlyStructured(ProviderField field)
{
    field.whenField = QStringLiteral("endpoint_mode");
    field.whenValues = {QStringLiteral("structured")};
    return marked(std::move(field));
}

QList<ProviderField> vertexPlaceFields()
{
    return {
        marked({.name = QStringLiteral("endpoint_mode"),
            .label = QStringLiteral("Address"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("structured"), QStringLiteral("raw-endpoint")},
            .help =
                QStringLiteral("structured (default): made of project, location and model; raw-endpoint: given whole."),
            .variable = QStringLiteral("JCA_VERTEX_ENDPOINT_MODE")}),
        onlyStructured({.name = QStringLiteral("project"),
            .label = QStringLiteral("Project"),
            .help = QStringLiteral("Project id; empty: that of the credential, or GOOGLE_CLOUD_PROJECT."),
            .placeholder = QStringLiteral("my-project"),
            .variable = QStringLiteral("JCA_VERTEX_PROJECT_ID")}),
        onlyStructured({.name = QStringLiteral("location"),
            .label = QStringLiteral("Location"),
            .help = QStringLiteral("Region, or global (default). Not every model is in every one."),
            .placeholder = QStringLiteral("global"),
            .variable = QStringLiteral("JCA_VERTEX_LOCATION")}),
        marked({.name = QStringLiteral("publisher"),
            .label = QStringLiteral("Publisher"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("google"), QStringLiteral("anthropic")},
            .help = QStringLiteral("google (default) for Gemini, anthropic for Claude."),
            .variable = QStringLiteral("JCA_VERTEX_PUBLISHER")}),
        marked({.name = QStringLiteral("model"),
            .label = QStringLiteral("Model"),
            .help = QStringLiteral("Model id of the publisher; empty: gemini-2.5-pro, or claude-sonnet-4-5."),
            .placeholder = QStringLiteral("gemini-2.5-pro"),
            .variable = QStringLiteral("JCA_VERTEX_MODEL")}),
        marked({.name = QStringLiteral("endpoint"),
            .label = QStringLiteral("Endpoint"),
            .kind = QStringLiteral("url"),
            .help =
                QStringLiteral("structured: base URL, empty for Google's own of the location. raw-endpoint: the whole "
                               "address of a model or an endpoint, up to its name or its method."),
            .placeholder = QStringLiteral("https://aiplatform.googleapis.com"),
            .variable = QStringLiteral("JCA_VERTEX_ENDPOINT_URL")}),
    };
}

ProviderKind describeVertex()
{
    return {.kind = QStringLiteral("vertex-ai"),
        .label = QStringLiteral("Vertex AI"),
        .description = QStringLiteral("Gemini, or Claude, in a Google Cloud project of your own."),
        .form = vertexCredentialFields() + vertexPlaceFields()
            + QList<ProviderField>{contextWindowField(), outputLimitField()}};
}

Result<GoogleCredential> vertexCredential(const ConfiguredProvider &configured, const GoogleSurroundings &surroundings)
{
    const QString method = vertexOption(configured.profile, "auth_method", "adc");
    if (method == u"service_account_json")
        return googleCredentialOf(
            configured.secret, QStringLiteral("The service account key of the profile"), surroundings);
    if (method == u"access_token") {
        const QByteArray token = configured.secret.trimmed();
        return GoogleCredential{.name = QStringLiteral("the profile"),
            .fetch = [token](std::stop_token) -> Result<Expiring<QByteArray>::Fresh> {
                return Expiring<QByteArray>::Fresh{token, std::nullopt};
            },
            .project = surroundings.variable(QStringLiteral("GOOGLE_CLOUD_PROJECT")),
            .quotaProject = surroundings.variable(QStringLiteral("GOOGLE_CLOUD_QUOTA_PROJECT")),
            .isFixed = true};
    }
    GoogleSurroundings own = surroundings;
    if (const QString file = vertexOption(configured.profile, "credentials_file"); !file.isEmpty())
        own.variable = [variable = surroundings.variable, file](const QString &name) {
            return name == u"GOOGLE_APPLICATION_CREDENTIALS" ? file : variable(name);
        };
    return googleDefaultCredential(own);
}

Unexpected vertexMissing(const char *field, const QString &message)
{
    return failure(
        ErrorCode::InvalidInput, message, {{"field", QLatin1StringView(field)}, {"reason", "provider_not_ready"}});
}

/// `us` and `eu` are not regions but several: their service has names of its own.
QString vertexHost(const QString &location)
{
    if (location == u"global")
        return QStringLiteral("https://aiplatform.googleapis.com");
    if (location == u"us" || location == u"eu")
        return QStringLiteral("https://aiplatform.%1.rep.googleapis.com").arg(location);
    return QStringLiteral("https://%1-aiplatform.googleapis.com").arg(location);
}

/// The address of the model, without a method.
Result<QUrl> structuredAddress(
    const ProviderProfile &profile, const QString &publisher, const QString &projectOfCredential)
{
    QString project = vertexOption(profile, "project");
    if (project.isEmpty())
        project = projectOfCredential;
    if (project.isEmpty())
        return vertexMissing("project",
            QStringLiteral("Project is missing, and the credential names none. Enter the project id in the provider's "
                           "form, or set JCA_VERTEX_PROJECT_ID."));
    const QString location = vertexOption(profile, "location", "global").toLower();
    static const QRegularExpression word(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9.:_-]*$"));
    static const QRegularExpression model(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9.@_-]*$"));
    const std::array checked{std::tuple{"project", project, &word}, std::tuple{"location", location, &word},
        std::tuple{"model", profile.model, &model}};
    for (const auto &[field, text, pattern] : checked)
        if (!pattern->match(text).hasMatch())
            return vertexMissing(field,
                QStringLiteral("The %1 \"%2\" cannot be part of an address. Enter its id alone.")
                    .arg(QLatin1StringView(field), text));
    QString base = profile.endpoint.trimmed();
    while (base.endsWith(u'/'))
        base.chop(1);
    if (base.endsWith(u"/v1"))
        base.chop(3);
    return QUrl(QStringLiteral("%1/v1/projects/%2/locations/%3/publishers/%4/models/%5")
                    .arg(base.isEmpty() ? vertexHost(location) : base, project, location, publisher, profile.model));
}

/// The address that streams, from one with another method or none.
QUrl withMethod(QUrl address, const QString &method)
{
    QString path = address.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    if (const qsizetype colon = path.lastIndexOf(u':'); colon > path.lastIndexOf(u'/'))
        path.truncate(colon);
    address.setPath(path + u':' + method, QUrl::StrictMode);
    return address;
}

Result<std::unique_ptr<Provider>> makeVertex(const ConfiguredProvider &configured)
{
    ProviderProfile profile = configured.profile;
    const bool isClaude = vertexOption(profile, "publisher", "google") == u"anthropic";
    if (profile.model.trimmed().isEmpty())
        profile.model = isClaude ? QStringLiteral("claude-sonnet-4-5") : QStringLiteral("gemini-2.5-pro");
    profile.model = profile.model.trimmed();
    const GoogleSurroundings surroundings = GoogleSurroundings::real();
    MERGELOOM_TRY(GoogleCredential credential, vertexCredential(configured, surroundings));
    QUrl address(profile.endpoint.trimmed());
    if (vertexOption(profile, "endpoint_mode", "structured") == u"raw-endpoint") {
        if (address.isEmpty())
            return vertexMissing("endpoint",
                QStringLiteral("Endpoint is missing, which is the whole address with raw-endpoint. Enter it in the "
                               "provider's form, or set JCA_VERTEX_ENDPOINT_URL."));
    } else {
        MERGELOOM_TRY(address,
            structuredAddress(
                profile, isClaude ? QStringLiteral("anthropic") : QStringLiteral("google"), credential.project));
    }
    const QString service = QStringLiteral("Vertex AI at %1").arg(address.host());
    RetryPolicy retry;
    retry.maximumRetries = configured.maximumRetries;
    const Authorise authorise =
        authoriseWith(std::make_unique<GoogleAuthorization>(std::move(credential), surroundings.clock));
    if (isClaude)
        return agentLoop(std::make_unique<AnthropicMessages>(AnthropicMessages::Options{.service = service,
                             .endpoint = withMethod(address, QStringLiteral("streamRawPredict")).toString(),
                             .bodyVersion = QStringLiteral("vertex-2023-10-16"),
                             .authorise = authorise,
                             .timeouts = {},
                             .retry = retry}),
            profile);
    address = withMethod(address, QStringLiteral("streamGenerateContent"));
    QUrlQuery query(address);
    query.removeQueryItem(QStringLiteral("alt"));
    query.addQueryItem(QStringLiteral("alt"), QStringLiteral("sse"));
    address.setQuery(query);
    return agentLoop(
        std::make_unique<Gemini>(Gemini::Options{
            .service = service, .endpoint = address, .authorise = authorise, .timeouts = {}, .retry = retry}),
        profile);
}

} // namespace

KindOfProvider vertexAi() { return {describeVertex, makeVertex}; }

} // namespace mergeloom
