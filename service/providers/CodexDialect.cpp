// Codex CLI, `codex exec --json`, as release 0.169 prints it.
#include "service/models/JsonText.h"
#include "service/providers/AgentDialect.h"
#include "shared/core/Json.h"

#include <QRegularExpression>

#include <algorithm>

namespace mergeloom {

namespace {

using Report = AgentReport;
constexpr auto codexKeyVariable = "MERGELOOM_MODEL_TOKEN";

QString codexToml(const QString &text) { return QString::fromUtf8(compactJson(QJsonArray{text})).chopped(1).sliced(1); }

Report codexCall(const QJsonObject &item)
{
    Report call{.kind = Report::Kind::ToolCall, .id = textOf(item, "id"), .name = textOf(item, "type")};
    if (call.name == u"command_execution") {
        call.name = QStringLiteral("run_command");
        call.input = {{"command", textOf(item, "command")}};
    } else if (call.name == u"file_change") {
        call.name = QStringLiteral("apply_patch");
        call.input = {{"changes", item.value(QStringLiteral("changes"))}};
    } else if (call.name == u"mcp_tool_call") {
        call.name = textOf(item, "server") + u'.' + textOf(item, "tool");
        call.input = item.value(QStringLiteral("arguments")).toObject();
    } else {
        call.input = item;
        for (const char *key : {"id", "type", "status"})
            call.input.remove(QLatin1StringView(key));
    }
    return call;
}

Report codexResult(const QJsonObject &item)
{
    const QString status = textOf(item, "status");
    Report result{.kind = Report::Kind::ToolResult,
        .id = textOf(item, "id"),
        .name = codexCall(item).name,
        .text = textOf(item, "aggregated_output"),
        .isError = status == u"failed" || status == u"declined"};
    if (const QJsonValue code = item.value(QStringLiteral("exit_code")); code.isDouble() && code.toInt() != 0)
        result.text += QStringLiteral("\nexit code %1").arg(code.toInt());
    if (result.text.isEmpty())
        result.text = status;
    return result;
}

/// Commands that its own sandbox refuses give no item at all: what is done is told by git, not by these.
QList<Report> codexItem(const QString &event, const QJsonObject &item)
{
    const QString type = textOf(item, "type");
    const bool isDone = event == u"item.completed";
    if (type == u"agent_message" || type == u"reasoning")
        return isDone && type == u"agent_message"
            ? QList<Report>{{.kind = Report::Kind::Text, .text = textOf(item, "text")}}
            : QList<Report>();
    if (type == u"error") // such as unknown metadata of a model; the turn goes on
        return isDone ? QList<Report>{{.kind = Report::Kind::Note, .text = textOf(item, "message")}} : QList<Report>();
    if (type != u"command_execution" && type != u"file_change" && type != u"mcp_tool_call" && type != u"web_search")
        return {};
    if (event == u"item.started")
        return {codexCall(item)};
    // One that began is known by its id; one that did not is told whole.
    return isDone ? QList<Report>{codexCall(item), codexResult(item)} : QList<Report>();
}

/// The input with what was read from the cache and written to it, as the API counts.
Usage codexUsage(const QJsonObject &told)
{
    const auto count = [&told](const char *name) { return told.value(QLatin1StringView(name)).toInteger(); };
    Usage usage{.outputTokens = count("output_tokens"),
        .cachedTokens = count("cached_input_tokens"),
        .cacheWriteTokens = count("cache_write_input_tokens"),
        .reasoningTokens = count("reasoning_output_tokens")};
    usage.inputTokens = std::max<qint64>(0, count("input_tokens") - usage.cachedTokens - usage.cacheWriteTokens);
    return usage;
}

/// Where it finds its model: at the proxy, at an endpoint of the user's, or with empty words as it would by itself. Always by
/// arguments: a file in its home could be changed, or be a link, by what ran there before.
QStringList codexModel(const AgentOrder &order)
{
    const bool isOwn = !order.signIn.isEmpty();
    if (isOwn && order.endpoint.isEmpty())
        return {};
    const QString url = isOwn ? order.endpoint : order.proxyUrl + QStringLiteral("/v1");
    const QString access = isOwn ? QStringLiteral("requires_openai_auth=true")
                                 : QStringLiteral("env_key=\"%1\",request_max_retries=0,stream_max_retries=2,"
                                                  "stream_idle_timeout_ms=3600000")
                                       .arg(QString::fromLatin1(codexKeyVariable));
    return {QStringLiteral("-c"),
        QStringLiteral("model_providers.mergeloom={name=\"%1\",base_url=%2,wire_api=\"responses\",%3}")
            .arg(isOwn ? QStringLiteral("OpenAI") : QStringLiteral("model proxy"), codexToml(url), access),
        QStringLiteral("-c"), QStringLiteral("model_provider=\"mergeloom\"")};
}

class CodexDialect : public AgentDialect
{
public:
    QString id() const override { return QStringLiteral("codex"); }
    QString label() const override { return QStringLiteral("Codex CLI"); }
    ModelProtocol protocol() const override { return ModelProtocol::OpenAiResponses; }
    QString package() const override { return QStringLiteral("@openai/codex"); }
    QString oldestRelease() const override { return QStringLiteral("0.169.0"); }

    AgentSignIn signIn() const override
    {
        const QStringList toFile{QStringLiteral("-c"), QStringLiteral("cli_auth_credentials_store=\"file\"")};
        // It writes through a link, and puts the lock that all who refresh the credential take beside it.
        return {.home = QStringLiteral("CODEX_HOME"),
            .file = QStringLiteral("auth.json"),
            .links = {QStringLiteral("auth.json"), QStringLiteral("auth.lock")},
            .login = QStringList{QStringLiteral("login"), QStringLiteral("--device-auth")} + toFile,
            .status = QStringList{QStringLiteral("login"), QStringLiteral("status")} + toFile,
            .hosts = {QStringLiteral("chatgpt.com"), QStringLiteral("auth.openai.com"),
                QStringLiteral("api.openai.com")},
            .oldest = oldestRelease()};
    }

    bool asksForSignIn(const QString &words) const override
    {
        static const QRegularExpression refused(
            QStringLiteral("401 Unauthorized|sign in again|log ?in again|not logged in|codex login"),
            QRegularExpression::CaseInsensitiveOption);
        return refused.match(words).hasMatch();
    }

    AgentStart start(const AgentOrder &order) const override
    {
        QStringList arguments{QStringLiteral("exec")};
        if (!order.session.isEmpty())
            arguments << QStringLiteral("resume");
        arguments << QStringLiteral("--json") << QStringLiteral("--skip-git-repo-check")
                  << QStringLiteral("--dangerously-bypass-approvals-and-sandbox") << QStringLiteral("-c")
                  << QStringLiteral("cli_auth_credentials_store=\"file\"") << codexModel(order);
        if (!order.model.isEmpty())
            arguments << QStringLiteral("-m") << order.model;
        if (!order.schemaFile.isEmpty())
            arguments << QStringLiteral("--output-schema") << order.schemaFile;
        if (!order.session.isEmpty())
            arguments << order.session;
        arguments << QStringLiteral("-"); // the prompt is standard input, which it reads to its end
        QMap<QString, QString> environment{
            {QStringLiteral("HOME"), order.home}, {QStringLiteral("CODEX_HOME"), order.home}};
        if (order.signIn.isEmpty())
            environment.insert(QString::fromLatin1(codexKeyVariable), QString::fromLatin1(order.token));
        return {arguments, environment, order.prompt.toUtf8()};
    }

    QList<Report> read(const QJsonObject &event) const override
    {
        const QString type = textOf(event, "type");
        if (type == u"thread.started")
            return {{.kind = Report::Kind::Session, .id = textOf(event, "thread_id")}};
        if (type.startsWith(u"item."))
            return codexItem(type, event.value(QStringLiteral("item")).toObject());
        if (type == u"turn.completed")
            return {{.kind = Report::Kind::Finished}};
        if (type == u"turn.failed")
            return {{.kind = Report::Kind::Failed,
                .text = textOf(event.value(QStringLiteral("error")).toObject(), "message")}};
        return {}; // `error` too: it tells of tries that go on
    }

    /// At the end of a turn only; its session file tells it earlier.
    std::optional<AgentUse> use(const QJsonObject &event) const override
    {
        const QJsonObject told = event.value(QStringLiteral("usage")).toObject();
        if (textOf(event, "type") != u"turn.completed" || told.isEmpty())
            return std::nullopt;
        return AgentUse{.usage = codexUsage(told)};
    }
    Totals totals() const override { return Totals::OfTheConversation; }
    /// Of `rollout-….jsonl`, where it writes after each answer: {"type": "event_msg", "payload": {"type": "token_count", …}}.
    std::optional<Usage> sessionUsage(const QJsonObject &line) const override
    {
        const QJsonObject payload = line.value(QStringLiteral("payload")).toObject();
        const QJsonObject total =
            payload.value(QStringLiteral("info")).toObject().value(QStringLiteral("total_token_usage")).toObject();
        if (textOf(payload, "type") != u"token_count" || total.isEmpty())
            return std::nullopt;
        return codexUsage(total);
    }
};

} // namespace

std::unique_ptr<AgentDialect> codexDialect() { return std::make_unique<CodexDialect>(); }

} // namespace mergeloom
