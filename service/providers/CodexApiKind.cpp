#include "service/models/ModelList.h"
#include "service/models/OpenAiResponses.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

namespace mergeloom {

namespace {

const QString codexApiModel = QStringLiteral("gpt-6.2-sol");

ProviderKind describeCodexApi()
{
    return {.kind = QStringLiteral("codex-api"),
        .label = QStringLiteral("OpenAI API"),
        .description = QStringLiteral("OpenAI's Responses API with a key of your own. Nothing is stored at OpenAI for "
                                      "later requests; reasoning travels encrypted."),
        .form = {
            marked({.name = QStringLiteral("api_key"),
                .label = QStringLiteral("API key"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help = QStringLiteral("From platform.openai.com, under API keys."),
                .placeholder = QStringLiteral("sk-…"),
                .variable = QStringLiteral("JCA_OPENAI_API_KEY")}),
            marked({.name = QStringLiteral("model"),
                .label = QStringLiteral("Model"),
                .help = QStringLiteral("Model id; empty: %1.").arg(codexApiModel),
                .placeholder = codexApiModel,
                .variable = QStringLiteral("JCA_OPENAI_MODEL")}),
            marked({.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .help = QStringLiteral("Base URL; empty: OpenAI's own. For gateways that speak the Responses API."),
                .placeholder = QStringLiteral("https://api.openai.com/v1"),
                .variable = QStringLiteral("JCA_OPENAI_BASE_URL")}),
            reasoningEffortField(),
            contextWindowField(),
            outputLimitField(),
        }};
}

Result<std::unique_ptr<Provider>> makeCodexApi(const ConfiguredProvider &configured)
{
    ProviderProfile profile = configured.profile;
    if (profile.model.isEmpty())
        profile.model = codexApiModel;
    MERGELOOM_TRY(auto authorization, HeaderAuthorization::bearer(configured.secret));
    OpenAiResponses::Options options;
    options.retry.maximumRetries = configured.maximumRetries;
    if (!profile.endpoint.isEmpty())
        options.endpoint = profile.endpoint;
    options.service = QStringLiteral("The OpenAI API at %1").arg(QUrl(options.endpoint).host());
    options.reasoningEffort = profile.options.value(reasoningEffortField().name);
    options.authorise = authoriseWith(std::move(authorization));
    return agentLoop(std::make_unique<OpenAiResponses>(std::move(options)), profile, configured);
}

Result<QStringList> lookAtCodexApi(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(auto authorization, HeaderAuthorization::bearer(configured.secret));
    const QString base =
        configured.profile.endpoint.isEmpty() ? OpenAiResponses::Options().endpoint : configured.profile.endpoint;
    const QUrl url = endpointUrl(base, QStringLiteral("/models"));
    return listModels({.service = QStringLiteral("The OpenAI API at %1").arg(url.host()),
                          .url = url,
                          .authorise = authoriseWith(std::move(authorization))},
        std::move(stop));
}

} // namespace

KindOfProvider codexApi() { return {describeCodexApi, makeCodexApi, lookAtCodexApi}; }

} // namespace mergeloom
