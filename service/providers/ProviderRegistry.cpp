#include "service/credentials/RequestAuthorization.h"
#include "service/models/AnthropicMessages.h"
#include "service/models/OpenAiChat.h"
#include "service/models/PriceTable.h"
#include "service/models/ReplayModel.h"
#include "service/providers/AgentLoop.h"
#include "service/providers/CliProvider.h"
#include "service/providers/Provider.h"
#include "service/providers/ProviderForms.h"

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

using Authorization = Result<std::unique_ptr<RequestAuthorization>>;

Authorise authoriseWith(std::unique_ptr<RequestAuthorization> authorization)
{
    const std::shared_ptr<RequestAuthorization> shared(std::move(authorization));
    return {[shared](HttpRequest &request, std::stop_token stop) { return shared->authorise(request, stop); },
        [shared](const HttpRequest &request) { return shared->refused(request); }};
}

AgentOptions agentOptions(const ProviderProfile &profile, std::optional<ModelPrice> price)
{
    AgentOptions options;
    options.model = profile.model;
    options.price = std::move(price);
    if (options.price)
        options.contextWindow = options.price->contextWindow;
    if (const int window = profile.options.value(QStringLiteral("context_window")).toInt(); window > 0)
        options.contextWindow = window;
    if (const int tokens = profile.options.value(QStringLiteral("maximum_output_tokens")).toInt(); tokens > 0)
        options.maximumOutputTokens = tokens;
    // A small window is not all for the answer.
    options.maximumOutputTokens = int(std::min<qint64>(options.maximumOutputTokens, options.contextWindow / 4));
    return options;
}

Result<std::optional<ModelPrice>> priceOf(const QString &model)
{
    MERGELOOM_TRY(const PriceTable prices, PriceTable::builtIn());
    return prices.find(model);
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
    MERGELOOM_TRY(auto price, priceOf(profile.model));
    return std::make_unique<AgentLoop>(
        std::make_unique<AnthropicMessages>(std::move(options)), agentOptions(profile, price));
}

Authorization openAiAuthorization(const ConfiguredProvider &configured)
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
    OpenAiChat::Options options;
    options.retry.maximumRetries = configured.maximumRetries;
    options.endpoint = profile.endpoint;
    options.authorise = authoriseWith(std::move(authorization));
    if (const QString field = profile.options.value(QStringLiteral("token_limit_field")); !field.isEmpty())
        options.tokenLimitField = field;
    MERGELOOM_TRY(auto price, priceOf(profile.model));
    return std::make_unique<AgentLoop>(std::make_unique<OpenAiChat>(std::move(options)), agentOptions(profile, price));
}

Result<std::unique_ptr<Provider>> makeCli(
    const ConfiguredProvider &configured, std::unique_ptr<AgentDialect> dialect, Authorization authorization)
{
    const ProviderProfile &profile = configured.profile;
    MERGELOOM_TRY(auto credential, std::move(authorization));
    MERGELOOM_TRY(AgentProgram program,
        AgentProgram::find(*dialect, profile.options.value(QStringLiteral("program")), qEnvironmentVariable("PATH")));
    const bool isAnthropic = dialect->protocol() == ModelProtocol::AnthropicMessages;
    CliOptions options{.program = std::move(program), .model = profile.model};
    options.proxy.protocol = dialect->protocol();
    options.proxy.endpoint = !profile.endpoint.isEmpty() ? profile.endpoint
        : isAnthropic                                    ? QStringLiteral("https://api.anthropic.com")
                                                         : QStringLiteral("https://api.openai.com/v1");
    options.proxy.service = QStringLiteral("The %1 API at %2")
                                .arg(isAnthropic ? QStringLiteral("Anthropic") : QStringLiteral("OpenAI"),
                                    QUrl(options.proxy.endpoint).host());
    options.proxy.authorise = authoriseWith(std::move(credential));
    options.proxy.retry.maximumRetries = configured.maximumRetries;
    options.dialect = std::move(dialect);
    return std::make_unique<CliProvider>(std::move(options));
}

Result<std::unique_ptr<Provider>> makeCodexCli(const ConfiguredProvider &configured)
{
    return makeCli(configured, codexDialect(), HeaderAuthorization::bearer(configured.secret));
}

Result<std::unique_ptr<Provider>> makeClaudeCodeCli(const ConfiguredProvider &configured)
{
    return makeCli(configured, claudeCodeDialect(), HeaderAuthorization::apiKey(configured.secret));
}

Result<std::unique_ptr<Provider>> makeReplay(const ConfiguredProvider &configured)
{
    MERGELOOM_TRY(
        Recording recording, ReplayModel::readRecording(configured.profile.options.value(QStringLiteral("recording"))));
    AgentOptions options;
    options.model = recording.model;
    // Nobody is paid for a recorded answer.
    options.price = ModelPrice{.model = recording.model, .contextWindow = options.contextWindow};
    return std::make_unique<AgentLoop>(std::make_unique<ReplayModel>(std::move(recording)), options);
}

struct Row {
    ProviderKind (*kind)();
    Result<std::unique_ptr<Provider>> (*make)(const ConfiguredProvider &);
};

/// Every kind of provider, in the order in which it is offered.
constexpr std::array rows{
    Row{claudeApiKind, makeClaudeApi},
    Row{openAiCompatibleKind, makeOpenAiCompatible},
    Row{codexCliKind, makeCodexCli},
    Row{claudeCodeCliKind, makeClaudeCodeCli},
    Row{replayKind, makeReplay},
};

Unexpected notReady(Error error)
{
    error.details.insert(QStringLiteral("reason"), QStringLiteral("provider_not_ready"));
    return Unexpected(std::move(error));
}

} // namespace

QList<ProviderKind> ProviderRegistry::kinds()
{
    QList<ProviderKind> result;
    for (const Row &row : rows)
        result.append(row.kind());
    return result;
}

Result<void> ProviderRegistry::check(const ConfiguredProvider &configured)
{
    const auto provider = create(configured);
    if (!provider)
        return failure(provider);
    return {};
}

Result<std::unique_ptr<Provider>> ProviderRegistry::create(const ConfiguredProvider &configured)
{
    for (const Row &row : rows) {
        const ProviderKind kind = row.kind();
        if (kind.kind != configured.profile.kind)
            continue;
        const ConfiguredProvider effective = withEnvironment(configured, kind);
        MERGELOOM_CHECK(checkForm(effective, kind));
        auto provider = row.make(effective);
        if (!provider)
            return notReady(provider.error());
        return provider;
    }
    return notReady({ErrorCode::NotFound,
        QStringLiteral("There is no kind of provider called \"%1\". Choose one of the listed kinds.")
            .arg(configured.profile.kind),
        {}});
}

} // namespace mergeloom
