#include "service/providers/CliProvider.h"
#include "service/providers/ProviderForms.h"
#include "service/providers/ProviderKinds.h"

namespace mergeloom {

namespace {

/// The programs are made for one vendor's API each, and their forms differ in nothing but words.
QList<ProviderField> cliForm(const QString &vendor, const QString &variables, const QString &modelVariable,
    const QString &endpoint, const QString &program)
{
    const QString auth = QStringLiteral("auth");
    return {
        {.name = auth,
            .label = QStringLiteral("Access"),
            .kind = QStringLiteral("choice"),
            .choices = {QStringLiteral("api_key"), QString::fromLatin1(signInChoice)},
            .help = QStringLiteral(
                "api_key, or sign_in: the program's own sign-in, with a subscription for example. It is kept on each "
                "executor's host, and the program and its commands can read it.")},
        marked({.name = QStringLiteral("api_key"),
            .label = QStringLiteral("API key"),
            .kind = QStringLiteral("secret"),
            .isRequired = true,
            .help =
                QStringLiteral("Of %1. The program never sees it: it speaks to a proxy of the worker, which adds it.")
                    .arg(vendor),
            .variable = variables + QStringLiteral("_API_KEY"),
            .whenField = auth,
            .whenValues = {QStringLiteral("api_key")}}),
        marked({.name = QStringLiteral("model"),
            .label = QStringLiteral("Model"),
            .help = QStringLiteral("Model id; empty: the program's own choice."),
            .variable = modelVariable}),
        marked({.name = QStringLiteral("endpoint"),
            .label = QStringLiteral("Endpoint"),
            .kind = QStringLiteral("url"),
            .help = QStringLiteral("Base URL; empty: %1's own. For gateways that speak the same API.").arg(vendor),
            .placeholder = endpoint,
            .variable = variables + QStringLiteral("_BASE_URL")}),
        {.name = QStringLiteral("program"),
            .label = QStringLiteral("Program"),
            .kind = QStringLiteral("path"),
            .help = QStringLiteral("Path of the program on each executor's host; empty: `%1` as PATH finds it.")
                        .arg(program),
            .placeholder = QStringLiteral("/usr/local/bin/") + program},
        {.name = QStringLiteral("hosts"),
            .label = QStringLiteral("Further hosts"),
            .help = QStringLiteral(
                "That the program may reach with its own sign-in, separated by commas, beside those that it needs."),
            .placeholder = QStringLiteral("mcp.example.org, *.example.org:8443"),
            .whenField = auth,
            .whenValues = {QString::fromLatin1(signInChoice)}}};
}

ProviderKind describeCodexCli()
{
    return {.kind = QStringLiteral("codex-cli"),
        .label = QStringLiteral("Codex CLI"),
        .description = QStringLiteral(
            "OpenAI's agent program in the worker's sandbox, with a key of yours or its own sign-in. Its "
            "commands are shut in, but not checked against the allow-list, and reach what the program reaches."),
        .form =
            cliForm(QStringLiteral("OpenAI"), QStringLiteral("JCA_OPENAI"), QStringLiteral("JCA_WORKER_CODEX_MODEL"),
                QStringLiteral("https://api.openai.com/v1"), QStringLiteral("codex"))};
}

ProviderKind describeClaudeCodeCli()
{
    return {.kind = QStringLiteral("claude-code-cli"),
        .label = QStringLiteral("Claude Code CLI"),
        .description = QStringLiteral(
            "Anthropic's agent program in the worker's sandbox, with a key of yours or its own sign-in. Its "
            "commands are shut in, but not checked against the allow-list, and reach what the program reaches."),
        .form = cliForm(QStringLiteral("Anthropic"), QStringLiteral("JCA_ANTHROPIC"),
            QStringLiteral("JCA_WORKER_CLAUDE_CODE_MODEL"), QStringLiteral("https://api.anthropic.com"),
            QStringLiteral("claude"))};
}

/// What a program with its own sign-in reaches: what it needs, its endpoint, and what the form adds.
Result<OwnSignIn> ownSignIn(const ProviderProfile &profile, const AgentDialect &dialect)
{
    OwnSignIn own{profile.id.text(), profile.endpoint.trimmed(), dialect.signIn().hosts};
    if (const QUrl url(own.endpoint); !own.endpoint.isEmpty())
        own.hosts << QStringLiteral("%1:%2").arg(url.host()).arg(url.port(url.scheme() == u"http" ? 80 : 443));
    for (const QString &host : profile.options.value(QStringLiteral("hosts")).split(u',', Qt::SkipEmptyParts))
        if (!host.trimmed().isEmpty())
            own.hosts << host.trimmed();
    if (const auto list = HostList::parse(own.hosts); !list)
        return failure(
            ErrorCode::InvalidInput, list.error().message, {{"field", "hosts"}, {"reason", "provider_not_ready"}});
    return own;
}

Result<std::unique_ptr<Provider>> makeWithSignIn(const ConfiguredProvider &configured, const SignIn &signIn)
{
    const ProviderProfile &profile = configured.profile;
    CliOptions options{.dialect = signIn.dialect, .program = signIn.program, .model = profile.model};
    MERGELOOM_TRY(options.signIn, ownSignIn(profile, *signIn.dialect));
    MERGELOOM_TRY(options.prices, PriceTable::withFile(configured.priceFile));
    return std::make_unique<CliProvider>(std::move(options));
}

Result<std::unique_ptr<Provider>> makeCli(const ConfiguredProvider &configured, std::unique_ptr<AgentDialect> dialect,
    Result<std::unique_ptr<RequestAuthorization>> (*authorization)(const QByteArray &))
{
    const ProviderProfile &profile = configured.profile;
    MERGELOOM_TRY(const auto signIn, SignIn::of(profile, {}));
    if (signIn)
        return makeWithSignIn(configured, *signIn);
    MERGELOOM_TRY(auto credential, authorization(configured.secret));
    MERGELOOM_TRY(AgentProgram program,
        AgentProgram::find(*dialect, profile.options.value(QStringLiteral("program")), qEnvironmentVariable("PATH")));
    const bool isAnthropic = dialect->protocol() == ModelProtocol::AnthropicMessages;
    CliOptions options{.program = std::move(program), .model = profile.model};
    MERGELOOM_TRY(options.prices, PriceTable::withFile(configured.priceFile));
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
    return makeCli(configured, codexDialect(), &HeaderAuthorization::bearer);
}

Result<std::unique_ptr<Provider>> makeClaudeCodeCli(const ConfiguredProvider &configured)
{
    return makeCli(configured, claudeCodeDialect(), &HeaderAuthorization::apiKey);
}

} // namespace

KindOfProvider codexCli() { return {describeCodexCli, makeCodexCli}; }

KindOfProvider claudeCodeCli() { return {describeClaudeCodeCli, makeClaudeCodeCli}; }

} // namespace mergeloom
