#include "service/credentials/EntraAuthorization.h"
#include "service/models/AnthropicMessages.h"
#include "service/models/ModelList.h"
#include "service/models/OpenAiChat.h"
#include "service/models/OpenAiResponses.h"
#include "service/platform/ProcessEnvironment.h"
#include "service/providers/AzureEndpoint.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

#include <QUrl>

namespace mergeloom {

namespace {

using AzureAuthorization = Result<std::unique_ptr<RequestAuthorization>>;

const QString azureMethod = QStringLiteral("auth_method");

ProviderField askedFor(ProviderField field, const QStringList &methods)
{
    field.whenField = azureMethod;
    field.whenValues = methods;
    return marked(field);
}

QList<ProviderField> azureSecretFields()
{
    return {askedFor({.name = QStringLiteral("api_key"),
                         .label = QStringLiteral("API key"),
                         .kind = QStringLiteral("secret"),
                         .isRequired = true,
                         .help = QStringLiteral("One of the two keys of the resource, under Keys and Endpoint."),
                         .variable = QStringLiteral("JCA_AZURE_FOUNDRY_API_KEY")},
                {QStringLiteral("api_key")}),
        askedFor({.name = QStringLiteral("client_secret"),
                     .label = QStringLiteral("Client secret"),
                     .kind = QStringLiteral("secret"),
                     .isRequired = true,
                     .help = QStringLiteral("The value of a secret of the app registration, not its id."),
                     .variable = QStringLiteral("AZURE_CLIENT_SECRET")},
            {QStringLiteral("client_secret")}),
        askedFor(
            {.name = QStringLiteral("bearer_token"),
                .label = QStringLiteral("Bearer token"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help = QStringLiteral("A token of Microsoft Entra ID. It ends after about an hour: for trying out."),
                .variable = QStringLiteral("JCA_AZURE_FOUNDRY_BEARER_TOKEN")},
            {QStringLiteral("bearer_token")})};
}

QList<ProviderField> azureIdentityFields()
{
    const QStringList applications{QStringLiteral("client_secret"), QStringLiteral("workload_identity")};
    return {askedFor({.name = QStringLiteral("tenant_id"),
                         .label = QStringLiteral("Tenant"),
                         .isRequired = true,
                         .help = QStringLiteral("Directory (tenant) id, or a domain of it."),
                         .variable = QStringLiteral("AZURE_TENANT_ID")},
                applications),
        askedFor({.name = QStringLiteral("client_id"),
                     .label = QStringLiteral("Client id"),
                     .isRequired = true,
                     .help = QStringLiteral("Application (client) id of the app registration."),
                     .variable = QStringLiteral("AZURE_CLIENT_ID")},
            applications),
        askedFor({.name = QStringLiteral("client_id"),
                     .label = QStringLiteral("Client id"),
                     .help = QStringLiteral("Of a user-assigned identity; empty: the identity of the system."),
                     .variable = QStringLiteral("AZURE_CLIENT_ID")},
            {QStringLiteral("managed_identity")}),
        askedFor({.name = QStringLiteral("federated_token_file"),
                     .label = QStringLiteral("Federated token file"),
                     .kind = QStringLiteral("path"),
                     .isRequired = true,
                     .help = QStringLiteral("On each executor's host; workload identity on Kubernetes sets it."),
                     .placeholder = QStringLiteral("/var/run/secrets/azure/tokens/azure-identity-token"),
                     .variable = QStringLiteral("AZURE_FEDERATED_TOKEN_FILE")},
            {QStringLiteral("workload_identity")}),
        askedFor({.name = QStringLiteral("authority"),
                     .label = QStringLiteral("Authority"),
                     .help = QStringLiteral("Empty: that of the public cloud."),
                     .placeholder = QStringLiteral("https://login.microsoftonline.com"),
                     .variable = QStringLiteral("AZURE_AUTHORITY_HOST")},
            applications),
        askedFor({.name = QStringLiteral("token_scope"),
                     .label = QStringLiteral("Token scope"),
                     .help = QStringLiteral("What the token is made out for; empty: as the endpoint wants it."),
                     .placeholder = QStringLiteral("https://cognitiveservices.azure.com/.default")},
            applications + QStringList{QStringLiteral("managed_identity")})};
}

ProviderKind describeAzureFoundry()
{
    const QList<ProviderField> place{
        marked({.name = QStringLiteral("endpoint"),
            .label = QStringLiteral("Endpoint"),
            .kind = QStringLiteral("url"),
            .isRequired = true,
            .help = QStringLiteral("Address of the resource, or any address that the portal shows for the deployment."),
            .placeholder = QStringLiteral("https://NAME.openai.azure.com"),
            .variable = QStringLiteral("JCA_AZURE_FOUNDRY_ENDPOINT")}),
        marked({.name = QStringLiteral("model"),
            .label = QStringLiteral("Deployment"),
            .isRequired = true,
            .help = QStringLiteral("Name of the deployment, which need not be that of the model."),
            .placeholder = QStringLiteral("gpt-6.2-sol"),
            .variable = QStringLiteral("JCA_AZURE_FOUNDRY_MODEL")}),
        marked({.name = azureMethod,
            .label = QStringLiteral("Authorization"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("api_key"), QStringLiteral("client_secret"), QStringLiteral("managed_identity"),
                QStringLiteral("workload_identity"), QStringLiteral("bearer_token")},
            .help = QStringLiteral("Empty: api_key. The others are of Microsoft Entra ID."),
            .variable = QStringLiteral("JCA_AZURE_FOUNDRY_AUTH_METHOD")})};
    const QList<ProviderField> fine{
        {.name = QStringLiteral("protocol"),
            .label = QStringLiteral("Protocol"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("responses"), QStringLiteral("chat"), QStringLiteral("messages")},
            .help =
                QStringLiteral("Responses or Chat Completions for models of OpenAI and others, Messages for Claude; "
                               "empty: as the endpoint and the deployment say, Responses as a rule.")},
        {.name = QStringLiteral("api_version"),
            .label = QStringLiteral("API version"),
            .help = QStringLiteral(
                "With a date, for resources without the v1 API; empty: as in the endpoint, else v1, which needs none."),
            .placeholder = QStringLiteral("2024-10-21")},
        reasoningEffortField(), pricedAsField(), contextWindowField(), outputLimitField()};
    return {.kind = QStringLiteral("azure-foundry"),
        .label = QStringLiteral("Azure AI Foundry"),
        .description =
            QStringLiteral("Models that are deployed at Azure: OpenAI's and others, and Claude. With a key of the "
                           "resource, or an identity of Microsoft Entra ID."),
        .form = place + azureSecretFields() + azureIdentityFields() + fine};
}

Result<EntraTokens::Fetch> entraFetch(const QString &method, const ConfiguredProvider &configured, const QString &scope)
{
    const auto option = [&](const char *name) {
        return configured.profile.options.value(QString::fromLatin1(name)).trimmed();
    };
    if (method == u"managed_identity") {
        ManagedIdentity identity{.clientId = option("client_id"),
            .endpoint = environment::text(QStringLiteral("IDENTITY_ENDPOINT")),
            .header = environment::text(QStringLiteral("IDENTITY_HEADER")).toUtf8()};
        // Of Azure's own libraries, for clusters that put something else there.
        if (const QString other = environment::text(QStringLiteral("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
            !other.isEmpty())
            identity.metadataService = other;
        return EntraTokens::managedIdentity(std::move(identity), scope);
    }
    const EntraApplication application{option("authority"), option("tenant_id"), option("client_id")};
    return method == u"client_secret"
        ? EntraTokens::clientSecret(application, configured.secret, scope)
        : EntraTokens::workloadIdentity(application, option("federated_token_file"), scope);
}

AzureAuthorization azureAuthorization(const ConfiguredProvider &configured, const AzureEndpoint &endpoint)
{
    const QString method = configured.profile.options.value(azureMethod);
    if (method == u"bearer_token")
        return HeaderAuthorization::bearer(configured.secret);
    if (method.isEmpty() || method == u"api_key")
        return endpoint.protocol == AzureEndpoint::Protocol::Messages
            ? HeaderAuthorization::apiKey(configured.secret)
            : HeaderAuthorization::named("api-key", configured.secret);
    const QString scope = configured.profile.options.value(QStringLiteral("token_scope")).trimmed();
    MERGELOOM_TRY(auto fetch, entraFetch(method, configured, scope.isEmpty() ? endpoint.scope : scope));
    return std::make_unique<EntraAuthorization>(std::move(fetch));
}

/// What the options of all three protocols have alike.
template <class Options>
Options azureOptions(const ConfiguredProvider &configured, const AzureEndpoint &endpoint, Authorise authorise)
{
    Options options;
    options.service = QStringLiteral("Azure at %1").arg(QUrl(endpoint.base).host());
    options.endpoint = endpoint.base;
    options.authorise = std::move(authorise);
    options.retry.maximumRetries = configured.maximumRetries;
    return options;
}

Result<AzureEndpoint> azureEndpoint(const ProviderProfile &profile)
{
    const auto option = [&](const char *name) { return profile.options.value(QString::fromLatin1(name)).trimmed(); };
    return AzureEndpoint::of(profile.endpoint, profile.model, option("protocol"), option("api_version"));
}

Result<std::unique_ptr<Provider>> makeAzureFoundry(const ConfiguredProvider &configured)
{
    const ProviderProfile &profile = configured.profile;
    const auto option = [&](const QString &name) { return profile.options.value(name).trimmed(); };
    MERGELOOM_TRY(const AzureEndpoint endpoint, azureEndpoint(profile));
    MERGELOOM_TRY(auto authorization, azureAuthorization(configured, endpoint));
    Authorise authorise = authoriseWith(std::move(authorization));
    if (endpoint.protocol == AzureEndpoint::Protocol::Messages)
        return agentLoop(std::make_unique<AnthropicMessages>(
                             azureOptions<AnthropicMessages::Options>(configured, endpoint, std::move(authorise))),
            profile, configured);
    if (endpoint.protocol == AzureEndpoint::Protocol::Responses) {
        auto options = azureOptions<OpenAiResponses::Options>(configured, endpoint, std::move(authorise));
        options.query = endpoint.query;
        options.reasoningEffort = option(reasoningEffortField().name);
        return agentLoop(std::make_unique<OpenAiResponses>(std::move(options)), profile, configured);
    }
    auto options = azureOptions<OpenAiChat::Options>(configured, endpoint, std::move(authorise));
    options.query = endpoint.query;
    options.tokenLimitField =
        endpoint.isModelInference ? QStringLiteral("max_tokens") : QStringLiteral("max_completion_tokens");
    return agentLoop(std::make_unique<OpenAiChat>(std::move(options)), profile, configured);
}

/// The list of models at Azure is of what could be deployed: it tells whether the key is taken, and offers nothing to choose.
/// Elsewhere a token that is given has to do.
Result<QStringList> lookAtAzureFoundry(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(const AzureEndpoint endpoint, azureEndpoint(configured.profile));
    MERGELOOM_TRY(auto authorization, azureAuthorization(configured, endpoint));
    if (!endpoint.base.endsWith(u"/openai/v1")) {
        HttpRequest request;
        MERGELOOM_CHECK(authorization->authorise(request, std::move(stop)));
        return QStringList();
    }
    const QUrl url = endpointUrl(endpoint.base, QStringLiteral("/models"));
    MERGELOOM_CHECK(listModels({.service = QStringLiteral("Azure at %1").arg(url.host()),
                                   .url = url,
                                   .authorise = authoriseWith(std::move(authorization))},
        std::move(stop)));
    return QStringList();
}

} // namespace

KindOfProvider azureFoundry() { return {describeAzureFoundry, makeAzureFoundry, lookAtAzureFoundry}; }

} // namespace mergeloom
