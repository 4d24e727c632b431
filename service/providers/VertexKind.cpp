#include "service/credentials/GoogleAuthorization.h"
#include "service/models/AnthropicMessages.h"
#include "service/models/Gemini.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"
#include "service/providers/VertexAddress.h"

namespace mergeloom {

namespace {

QString vertexOption(const ProviderProfile &profile, const char *name, const char *otherwise = "")
{
    const QString value = profile.options.value(QLatin1StringView(name)).trimmed();
    return value.isEmpty() ? QString::fromLatin1(otherwise) : value;
}

ProviderField onlyWith(const char *choice, const char *value, ProviderField field)
{
    field.whenField = QString::fromLatin1(choice);
    field.whenValues = {QString::fromLatin1(value)};
    return marked(std::move(field));
}

QList<ProviderField> vertexCredentialFields()
{
    return {
        marked({.name = QStringLiteral("auth_method"),
            .label = QStringLiteral("Credential"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("adc"), QStringLiteral("service_account_json"), QStringLiteral("access_token")},
            .help = QStringLiteral("adc (default): what the executors' machines have: the file of "
                                   "GOOGLE_APPLICATION_CREDENTIALS, gcloud's sign-in, or their metadata server."),
            .variable = QStringLiteral("JCA_VERTEX_AUTH_METHOD")}),
        onlyWith("auth_method", "adc",
            {.name = QStringLiteral("credentials_file"),
                .label = QStringLiteral("Credential file"),
                .kind = QStringLiteral("path"),
                .help = QStringLiteral("Path on each executor's host; empty: as Google's own programs find it."),
                .placeholder = QStringLiteral("/etc/mergeloom/google.json"),
                .variable = QStringLiteral("GOOGLE_APPLICATION_CREDENTIALS")}),
        onlyWith("auth_method", "service_account_json",
            {.name = QStringLiteral("service_account_json"),
                .label = QStringLiteral("Service account key"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help =
                    QStringLiteral("All of the JSON file that Google Cloud gives under IAM, Service accounts, Keys."),
                .placeholder = QStringLiteral("{\"type\": \"service_account\", …}"),
                .variable = QStringLiteral("JCA_VERTEX_SERVICE_ACCOUNT_JSON")}),
        onlyWith("auth_method", "access_token",
            {.name = QStringLiteral("access_token"),
                .label = QStringLiteral("Access token"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help = QStringLiteral("As `gcloud auth print-access-token` gives it; it ends after an hour."),
                .placeholder = QStringLiteral("ya29.…"),
                .variable = QStringLiteral("JCA_VERTEX_ACCESS_TOKEN")}),
    };
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
        onlyWith("endpoint_mode", "structured",
            {.name = QStringLiteral("project"),
                .label = QStringLiteral("Project"),
                .help = QStringLiteral("Project id; empty: that of the credential, or GOOGLE_CLOUD_PROJECT."),
                .placeholder = QStringLiteral("my-project"),
                .variable = QStringLiteral("JCA_VERTEX_PROJECT_ID")}),
        onlyWith("endpoint_mode", "structured",
            {.name = QStringLiteral("location"),
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
            .help = QStringLiteral("Model id of the publisher; empty: gemini-2.5-pro, or claude-sonnet-4-5@20250929."),
            .placeholder = QStringLiteral("gemini-2.5-pro"),
            .variable = QStringLiteral("JCA_VERTEX_MODEL")}),
        onlyWith("endpoint_mode", "structured",
            {.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .help = QStringLiteral("Base URL; empty: Google's own of the location."),
                .placeholder = QStringLiteral("https://aiplatform.googleapis.com"),
                .variable = QStringLiteral("JCA_VERTEX_ENDPOINT_URL")}),
        onlyWith("endpoint_mode", "raw-endpoint",
            {.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .isRequired = true,
                .help = QStringLiteral("The whole address of a model or an endpoint, with its method or without."),
                .placeholder = QStringLiteral(
                    "https://us-central1-aiplatform.googleapis.com/v1/projects/my-project/locations/us-central1/endpoints/1234"),
                .variable = QStringLiteral("JCA_VERTEX_ENDPOINT_URL")}),
        onlyWith("endpoint_mode", "raw-endpoint", pricedAsField()),
        onlyWith("publisher", "google",
            {.name = QStringLiteral("thoughts"),
                .label = QStringLiteral("Thoughts"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("hide"), QStringLiteral("show")},
                .help =
                    QStringLiteral("show: Gemini sums up what it thinks, and runs show it; not every model can. The "
                                   "tokens of thoughts are paid for either way.")}),
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

Result<std::unique_ptr<Provider>> makeVertex(const ConfiguredProvider &configured)
{
    ProviderProfile profile = configured.profile;
    const bool isClaude = vertexPublisher(profile) == VertexPublisher::Anthropic;
    profile.model = profile.model.trimmed();
    if (profile.model.isEmpty())
        profile.model = isClaude ? QStringLiteral("claude-sonnet-4-5@20250929") : QStringLiteral("gemini-2.5-pro");
    const GoogleSurroundings surroundings = GoogleSurroundings::real();
    MERGELOOM_TRY(GoogleCredential credential, vertexCredential(configured, surroundings));
    MERGELOOM_TRY(const QUrl address, vertexAddress(profile, credential.project));
    const QString service = QStringLiteral("Vertex AI at %1").arg(address.host());
    RetryPolicy retry;
    retry.maximumRetries = configured.maximumRetries;
    const Authorise authorise =
        authoriseWith(std::make_unique<GoogleAuthorization>(std::move(credential), surroundings.clock));
    if (isClaude)
        return agentLoop(std::make_unique<AnthropicMessages>(AnthropicMessages::Options{.service = service,
                             .endpoint = address.toString(),
                             .bodyVersion = QStringLiteral("vertex-2023-10-16"),
                             .authorise = authorise,
                             .timeouts = {},
                             .retry = retry}),
            profile, configured, vertexPriceFactor(profile, address));
    const auto thoughts =
        vertexOption(profile, "thoughts") == u"show" ? Gemini::Thoughts::Shown : Gemini::Thoughts::Hidden;
    return agentLoop(std::make_unique<Gemini>(Gemini::Options{.service = service,
                         .endpoint = address,
                         .thoughts = thoughts,
                         .authorise = authorise,
                         .timeouts = {},
                         .retry = retry}),
        profile, configured);
}

} // namespace

KindOfProvider vertexAi() { return {describeVertex, makeVertex}; }

} // namespace mergeloom
