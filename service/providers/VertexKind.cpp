#include "service/credentials/GoogleAuthorization.h"
#include "service/models/AnthropicMessages.h"
#include "service/models/Gemini.h"
#include "service/models/ModelList.h"
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

/// What a profile comes to with its credential.
struct VertexPlace {
    ProviderProfile profile; ///< with the model that is used
    QUrl address;
    QString service; ///< for people
    Authorise authorise;
};

Result<VertexPlace> vertexPlace(const ConfiguredProvider &configured)
{
    VertexPlace place{.profile = configured.profile, .address = {}, .service = {}, .authorise = {}};
    const bool isClaude = vertexPublisher(place.profile) == VertexPublisher::Anthropic;
    place.profile.model = place.profile.model.trimmed();
    if (place.profile.model.isEmpty())
        place.profile.model =
            isClaude ? QStringLiteral("claude-sonnet-4-5@20250929") : QStringLiteral("gemini-2.5-pro");
    const GoogleSurroundings surroundings = GoogleSurroundings::real();
    MERGELOOM_TRY(GoogleCredential credential, vertexCredential(configured, surroundings));
    MERGELOOM_TRY(place.address, vertexAddress(place.profile, credential.project));
    place.service = QStringLiteral("Vertex AI at %1").arg(place.address.host());
    place.authorise = authoriseWith(std::make_unique<GoogleAuthorization>(std::move(credential), surroundings.clock));
    return place;
}

Result<std::unique_ptr<Provider>> makeVertex(const ConfiguredProvider &configured)
{
    MERGELOOM_TRY(const VertexPlace place, vertexPlace(configured));
    RetryPolicy retry;
    retry.maximumRetries = configured.maximumRetries;
    if (vertexPublisher(place.profile) == VertexPublisher::Anthropic)
        return agentLoop(std::make_unique<AnthropicMessages>(AnthropicMessages::Options{.service = place.service,
                             .endpoint = place.address.toString(),
                             .bodyVersion = QStringLiteral("vertex-2023-10-16"),
                             .authorise = place.authorise,
                             .timeouts = {},
                             .retry = retry}),
            place.profile, configured, {.listedAs = {}, .factor = vertexPriceFactor(place.profile, place.address)});
    const auto thoughts =
        vertexOption(place.profile, "thoughts") == u"show" ? Gemini::Thoughts::Shown : Gemini::Thoughts::Hidden;
    return agentLoop(std::make_unique<Gemini>(Gemini::Options{.service = place.service,
                         .endpoint = place.address,
                         .thoughts = thoughts,
                         .authorise = place.authorise,
                         .timeouts = {},
                         .retry = retry}),
        place.profile, configured);
}

/// Google publishes no list of what a project can use at a location, only one of what there is. So the model itself is asked,
/// for what costs nothing. That it does not count tokens there is no reason why it should not work.
Result<QStringList> lookAtVertex(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(const VertexPlace place, vertexPlace(configured));
    const VertexQuestion question = vertexQuestion(place.profile, place.address);
    if (question.body.isEmpty()) {
        HttpRequest request;
        MERGELOOM_CHECK(place.authorise.add(request, std::move(stop)));
        return QStringList();
    }
    MERGELOOM_TRY(const ServiceAnswer answer,
        askService({.service = place.service, .url = question.address, .authorise = place.authorise}, question.body,
            std::move(stop)));
    if (!answer.failure)
        return QStringList();
    const CallFailure &failure = *answer.failure;
    const bool isOfThePlace = (failure.type == u"PERMISSION_DENIED" || failure.type == u"NOT_FOUND")
        && !failure.message.contains(u"count-tokens");
    const bool isFault = failure.status >= 500 && failure.status != 501;
    if (failure.status == 401 || isOfThePlace || isFault)
        return Unexpected(RetryPolicy::errorOf(failure, place.service, 1));
    return QStringList();
}

} // namespace

KindOfProvider vertexAi() { return {describeVertex, makeVertex, lookAtVertex}; }

} // namespace mergeloom
