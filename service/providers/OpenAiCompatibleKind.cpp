#include "service/models/ModelList.h"
#include "service/models/OpenAiChat.h"
#include "service/models/OpenAiResponses.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

namespace mergeloom {

namespace {

ProviderKind describeOpenAiCompatible()
{
    return {.kind = QStringLiteral("openai-compatible"),
        .label = QStringLiteral("OpenAI-compatible server"),
        .description = QStringLiteral(
            "Any server with Chat Completions, or Responses, and tool calling: vLLM, Ollama, llama.cpp, LiteLLM and others."),
        .form = {
            marked({.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .isRequired = true,
                .help = QStringLiteral(
                    "Base URL, as a rule with /v1 at its end; /chat/completions or /responses is put behind it."),
                .placeholder = QStringLiteral("http://127.0.0.1:11434/v1"),
                .variable = QStringLiteral("JCA_OPENAI_COMPATIBLE_BASE_URL")}),
            marked({.name = QStringLiteral("model"),
                .label = QStringLiteral("Model"),
                .isRequired = true,
                .help = QStringLiteral("As the server names it; it must be able to call tools."),
                .placeholder = QStringLiteral("qwen3-coder"),
                .variable = QStringLiteral("JCA_OPENAI_COMPATIBLE_MODEL")}),
            marked({.name = QStringLiteral("api_key"),
                .label = QStringLiteral("API key"),
                .kind = QStringLiteral("secret"),
                .help = QStringLiteral("Empty for servers that want none."),
                .variable = QStringLiteral("JCA_OPENAI_COMPATIBLE_API_KEY")}),
            {.name = QStringLiteral("auth"),
                .label = QStringLiteral("Authorization"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("none"), QStringLiteral("bearer"), QStringLiteral("header")},
                .help = QStringLiteral("How the key is sent; empty: bearer when there is a key, else none.")},
            {.name = QStringLiteral("header_name"),
                .label = QStringLiteral("Header"),
                .isRequired = true,
                .help = QStringLiteral("Name of the header that carries the key."),
                .placeholder = QStringLiteral("api-key"),
                .whenField = QStringLiteral("auth"),
                .whenValues = {QStringLiteral("header")}},
            {.name = QStringLiteral("protocol"),
                .label = QStringLiteral("Protocol"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("chat"), QStringLiteral("responses")},
                .help = QStringLiteral("Chat Completions (default), which nearly every server speaks, or Responses.")},
            {.name = QStringLiteral("token_limit_field"),
                .label = QStringLiteral("Field of the output limit"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("max_tokens"), QStringLiteral("max_completion_tokens")},
                .help = QStringLiteral(
                    "OpenAI's newer models want max_completion_tokens; most other servers know max_tokens only (default)."),
                .whenField = QStringLiteral("protocol"),
                .whenValues = {QStringLiteral("chat")}},
            {.name = QStringLiteral("reasoning_back"),
                .label = QStringLiteral("Send reasoning back"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("no"), QStringLiteral("yes")},
                .help =
                    QStringLiteral("With the calls that it led to, as models want it that call tools while they think "
                                   "(DeepSeek, Kimi); empty: no, since some servers refuse it."),
                .whenField = QStringLiteral("protocol"),
                .whenValues = {QStringLiteral("chat")}},
            contextWindowField(),
            outputLimitField(),
        }};
}

Result<std::unique_ptr<RequestAuthorization>> openAiAuthorization(const ConfiguredProvider &configured)
{
    QString method = configured.profile.options.value(QStringLiteral("auth"));
    if (method.isEmpty())
        method = configured.secret.trimmed().isEmpty() ? QStringLiteral("none") : QStringLiteral("bearer");
    if (method == u"bearer")
        return HeaderAuthorization::bearer(configured.secret);
    if (method == u"header")
        return HeaderAuthorization::named(
            configured.profile.options.value(QStringLiteral("header_name")).trimmed().toUtf8(), configured.secret);
    return std::make_unique<NoAuthorization>();
}

Result<std::unique_ptr<Provider>> makeOpenAiCompatible(const ConfiguredProvider &configured)
{
    const ProviderProfile &profile = configured.profile;
    MERGELOOM_TRY(auto authorization, openAiAuthorization(configured));
    if (profile.options.value(QStringLiteral("protocol")) == u"responses") {
        OpenAiResponses::Options options;
        options.retry.maximumRetries = configured.maximumRetries;
        options.endpoint = profile.endpoint;
        options.authorise = authoriseWith(std::move(authorization));
        return agentLoop(std::make_unique<OpenAiResponses>(std::move(options)), profile, configured);
    }
    OpenAiChat::Options options;
    options.retry.maximumRetries = configured.maximumRetries;
    options.endpoint = profile.endpoint;
    options.authorise = authoriseWith(std::move(authorization));
    if (profile.options.value(QStringLiteral("reasoning_back")) == u"yes")
        options.reasoningBack = OpenAiChat::ReasoningBack::Yes;
    if (const QString field = profile.options.value(QStringLiteral("token_limit_field")); !field.isEmpty())
        options.tokenLimitField = field;
    return agentLoop(std::make_unique<OpenAiChat>(std::move(options)), profile, configured);
}

Result<QStringList> lookAtOpenAiCompatible(const ConfiguredProvider &configured, std::stop_token stop)
{
    MERGELOOM_TRY(auto authorization, openAiAuthorization(configured));
    const QUrl url = endpointUrl(configured.profile.endpoint, QStringLiteral("/models"));
    return listModels({.service = QStringLiteral("The server at %1").arg(url.host()),
                          .url = url,
                          .authorise = authoriseWith(std::move(authorization))},
        std::move(stop));
}

} // namespace

KindOfProvider openAiCompatible() { return {describeOpenAiCompatible, makeOpenAiCompatible, lookAtOpenAiCompatible}; }

} // namespace mergeloom
