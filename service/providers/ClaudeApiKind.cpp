#include "service/models/AnthropicMessages.h"
#include "service/models/ModelList.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

namespace mergeloom {

namespace {

ProviderKind describeClaudeApi()
{
    return {.kind = QStringLiteral("claude-api"),
        .label = QStringLiteral("Claude API"),
        .description = QStringLiteral("Anthropic's Messages API with a key of your own."),
        .form = {
            marked({.name = QStringLiteral("api_key"),
                .label = QStringLiteral("API key"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help = QStringLiteral("From the Anthropic console, under API keys."),
                .placeholder = QStringLiteral("sk-ant-…"),
                .variable = QStringLiteral("JCA_ANTHROPIC_API_KEY")}),
            marked({.name = QStringLiteral("model"),
                .label = QStringLiteral("Model"),
                .help = QStringLiteral("Model id; empty: claude-sonnet-4-5."),
                .placeholder = QStringLiteral("claude-sonnet-4-5"),
                .variable = QStringLiteral("JCA_ANTHROPIC_MODEL")}),
            marked({.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .help = QStringLiteral("Base URL; empty: Anthropic's own. For gateways that speak the Messages API."),
                .placeholder = QStringLiteral("https://api.anthropic.com"),
                .variable = QStringLiteral("JCA_ANTHROPIC_BASE_URL")}),
            outputLimitField(),
        }};
}

Result<std::unique_ptr<Provider>> makeClaudeApi(const ConfiguredProvider &configured)
{
    ProviderProfile profile = configured.profile;
    if (profile.model.isEmpty())
        profile.model = QStringLiteral("claude-sonnet-4-5");
    MERGELOOM_TRY(auto authorization, HeaderAuthorization::apiKey(configured.secret));
    AnthropicMessages::Options options;
    options.retry.maximumRetries = configured.maximumRetries;
    if (!profile.endpoint.isEmpty())
        options.endpoint = profile.endpoint;
    options.authorise = authoriseWith(std::move(authorization));
    return agentLoop(std::make_unique<AnthropicMessages>(std::move(options)), profile, configured);
}

Result<QStringList> lookAtClaudeApi(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(auto authorization, HeaderAuthorization::apiKey(configured.secret));
    const QString base =
        configured.profile.endpoint.isEmpty() ? AnthropicMessages::Options().endpoint : configured.profile.endpoint;
    const QUrl url = endpointUrl(base, QStringLiteral("/v1/models?limit=1000"));
    return listModels({.service = QStringLiteral("The Anthropic API at %1").arg(url.host()),
                          .url = url,
                          .headers = {{"anthropic-version", "2023-06-01"}},
                          .authorise = authoriseWith(std::move(authorization))},
        std::move(stop));
}

} // namespace

KindOfProvider claudeApi() { return {describeClaudeApi, makeClaudeApi, lookAtClaudeApi}; }

} // namespace mergeloom
