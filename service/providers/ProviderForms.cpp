#include "service/providers/ProviderForms.h"

#include "service/platform/ProcessEnvironment.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QUrl>

namespace mergeloom {

namespace {

ProviderField marked(ProviderField field)
{
    if (field.variable.isEmpty())
        return field;
    for (const QString &variable : {field.variable, field.variable + QStringLiteral("_FILE")})
        if (!environment::text(variable).isEmpty() && (variable == field.variable || field.kind == u"secret"))
            field.lockedBy = variable;
    return field;
}

/// Of a variable that ends in `_FILE`: the text of the file that it names; empty when that cannot be read.
QString environmentValue(const QString &variable)
{
    const QString value = environment::text(variable);
    if (!variable.endsWith(u"_FILE"))
        return value;
    QFile file(value);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray key = file.readAll().trimmed();
        log::hide(key, QStringLiteral("provider key"));
        return QString::fromUtf8(key);
    }
    log::error(QStringLiteral("A key file cannot be read"), {{"variable", variable}, {"file", value}});
    return {};
}

QString valueOf(const ConfiguredProvider &configured, const QString &name)
{
    if (name == u"model")
        return configured.profile.model;
    if (name == u"endpoint")
        return configured.profile.endpoint;
    if (name == u"api_key")
        return QString::fromUtf8(configured.secret);
    return configured.profile.options.value(name);
}

void setValue(ConfiguredProvider &configured, const QString &name, const QString &value)
{
    if (name == u"model")
        configured.profile.model = value;
    else if (name == u"endpoint")
        configured.profile.endpoint = value;
    else if (name == u"api_key")
        configured.secret = value.toUtf8();
    else
        configured.profile.options.insert(name, value);
}

Result<void> checkField(const ProviderField &field, const QString &value)
{
    const auto wrong = [&](const QString &text) {
        return failure(ErrorCode::InvalidInput, text, {{"field", field.name}, {"reason", "provider_not_ready"}});
    };
    if (value.trimmed().isEmpty())
        return field.isRequired ? wrong(field.variable.isEmpty()
                       ? QStringLiteral("%1 is missing. %2").arg(field.label, field.help)
                       : QStringLiteral("%1 is missing. Enter it in the provider's form, or set %2.")
                             .arg(field.label, field.variable))
                                : Result<void>();
    if (field.kind == u"url") {
        const QUrl url(value.trimmed(), QUrl::StrictMode);
        if (!url.isValid() || (url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty()
            || !url.userInfo().isEmpty())
            return wrong(QStringLiteral("%1 is \"%2\", which is no address. Enter one such as %3, without a user name.")
                             .arg(field.label, url.userInfo().isEmpty() ? value : url.toString(QUrl::RemoveUserInfo),
                                 field.placeholder));
    }
    if (field.kind == u"choice" && !field.choices.contains(value))
        return wrong(QStringLiteral("%1 is \"%2\"; it must be one of %3.")
                         .arg(field.label, value, field.choices.join(QStringLiteral(", "))));
    if (field.name == u"context_window" || field.name == u"maximum_output_tokens") {
        bool ok = false;
        const int number = value.toInt(&ok);
        if (!ok || number < 1024 || number > 10'000'000)
            return wrong(QStringLiteral("%1 is \"%2\"; it must be a whole number of tokens from 1024 to 10000000.")
                             .arg(field.label, value));
    }
    return {};
}

ProviderField outputField()
{
    return {.name = QStringLiteral("maximum_output_tokens"),
        .label = QStringLiteral("Longest answer"),
        .help = QStringLiteral("Tokens that one answer may have; also what a budget keeps in reserve for each call."),
        .placeholder = QStringLiteral("16000")};
}

/// The programs are made for one vendor's API each, and their forms differ in nothing but words.
QList<ProviderField> cliForm(const QString &vendor, const QString &variables, const QString &modelVariable,
    const QString &endpoint, const QString &program)
{
    return {marked({.name = QStringLiteral("api_key"),
                .label = QStringLiteral("API key"),
                .kind = QStringLiteral("secret"),
                .isRequired = true,
                .help = QStringLiteral(
                    "Of %1. The program never sees it: it speaks to a proxy of the worker, which adds it.")
                            .arg(vendor),
                .variable = variables + QStringLiteral("_API_KEY")}),
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
            .placeholder = QStringLiteral("/usr/local/bin/") + program}};
}

} // namespace

ProviderKind codexCliKind()
{
    return {.kind = QStringLiteral("codex-cli"),
        .label = QStringLiteral("Codex CLI"),
        .description =
            QStringLiteral("OpenAI's agent program in the worker's sandbox, with a key of your own. Its commands are "
                           "shut in, but not checked against the allow-list, and have no network."),
        .form =
            cliForm(QStringLiteral("OpenAI"), QStringLiteral("JCA_OPENAI"), QStringLiteral("JCA_WORKER_CODEX_MODEL"),
                QStringLiteral("https://api.openai.com/v1"), QStringLiteral("codex"))};
}

ProviderKind claudeCodeCliKind()
{
    return {.kind = QStringLiteral("claude-code-cli"),
        .label = QStringLiteral("Claude Code CLI"),
        .description =
            QStringLiteral("Anthropic's agent program in the worker's sandbox, with a key of your own. Its commands "
                           "are shut in, but not checked against the allow-list, and have no network."),
        .form = cliForm(QStringLiteral("Anthropic"), QStringLiteral("JCA_ANTHROPIC"),
            QStringLiteral("JCA_WORKER_CLAUDE_CODE_MODEL"), QStringLiteral("https://api.anthropic.com"),
            QStringLiteral("claude"))};
}

ProviderKind claudeApiKind()
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
            outputField(),
        }};
}

ProviderKind openAiCompatibleKind()
{
    return {.kind = QStringLiteral("openai-compatible"),
        .label = QStringLiteral("OpenAI-compatible server"),
        .description = QStringLiteral(
            "Any server with Chat Completions and tool calling: vLLM, Ollama, llama.cpp, LiteLLM and others."),
        .form = {
            marked({.name = QStringLiteral("endpoint"),
                .label = QStringLiteral("Endpoint"),
                .kind = QStringLiteral("url"),
                .isRequired = true,
                .help = QStringLiteral("Base URL, as a rule with /v1 at its end; /chat/completions is put behind it."),
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
                .help = QStringLiteral("Name of the header that carries the key, when it is sent so."),
                .placeholder = QStringLiteral("api-key")},
            {.name = QStringLiteral("token_limit_field"),
                .label = QStringLiteral("Field of the output limit"),
                .kind = QStringLiteral("choice"),
                .choices = {QStringLiteral("max_tokens"), QStringLiteral("max_completion_tokens")},
                .help = QStringLiteral(
                    "OpenAI's newer models want max_completion_tokens; most other servers know max_tokens only (default).")},
            {.name = QStringLiteral("context_window"),
                .label = QStringLiteral("Context window"),
                .help = QStringLiteral("Tokens that the model can hold; empty: as known for the model, else 180000."),
                .placeholder = QStringLiteral("180000")},
            outputField(),
        }};
}

ProviderKind replayKind()
{
    return {.kind = QStringLiteral("replay"),
        .label = QStringLiteral("Replay of a recording"),
        .description = QStringLiteral(
            "Gives recorded answers; tools, commands, validation, commit and push are real. No AI is asked."),
        .form = {
            {.name = QStringLiteral("recording"),
                .label = QStringLiteral("Recording"),
                .kind = QStringLiteral("path"),
                .isRequired = true,
                .help = QStringLiteral(
                    "Path of a mergeloom-recording/1 file, or `sample` for the one that comes with the program."),
                .placeholder = QStringLiteral("sample")},
        }};
}

ConfiguredProvider withEnvironment(const ConfiguredProvider &configured, const ProviderKind &kind)
{
    ConfiguredProvider result = configured;
    for (const ProviderField &field : kind.form)
        if (!field.lockedBy.isEmpty())
            setValue(result, field.name, environmentValue(field.lockedBy));
    return result;
}

Result<void> checkForm(const ConfiguredProvider &configured, const ProviderKind &kind)
{
    for (const ProviderField &field : kind.form)
        MERGELOOM_CHECK(checkField(field, valueOf(configured, field.name)));
    return {};
}

} // namespace mergeloom
