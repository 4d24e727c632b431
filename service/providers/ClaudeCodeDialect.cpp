// Claude Code CLI, `claude -p --output-format stream-json --verbose`, as release 2.1 prints it.
#include "service/models/JsonText.h"
#include "service/providers/AgentDialect.h"
#include "shared/core/Json.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

using Report = AgentReport;

/// Its tools that do what one of ours does have our name, so that people and pages see the same thing.
QString claudeToolName(const QString &name)
{
    static const QMap<QString, QString> same{{QStringLiteral("Bash"), QStringLiteral("run_command")},
        {QStringLiteral("Read"), QStringLiteral("read_file")}, {QStringLiteral("Edit"), QStringLiteral("edit_file")},
        {QStringLiteral("Write"), QStringLiteral("write_file")}, {QStringLiteral("Grep"), QStringLiteral("search")},
        {QStringLiteral("Glob"), QStringLiteral("list_files")}};
    return same.value(name, name);
}

/// The content of a tool result: a text, or blocks with texts in them.
QString claudeText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QStringList texts;
    for (const QJsonValue &block : content.toArray())
        if (const QString text = textOf(block.toObject(), "text"); !text.isEmpty())
            texts << text;
    return texts.join(u'\n');
}

QList<Report> claudeMessage(const QJsonObject &message)
{
    QList<Report> reports;
    for (const QJsonValue &value : message.value(QStringLiteral("content")).toArray()) {
        const QJsonObject block = value.toObject();
        const QString type = textOf(block, "type");
        if (type == u"text")
            reports.append({.kind = Report::Kind::Text, .text = textOf(block, "text")});
        else if (type == u"tool_use")
            reports.append({.kind = Report::Kind::ToolCall,
                .id = textOf(block, "id"),
                .name = claudeToolName(textOf(block, "name")),
                .input = block.value(QStringLiteral("input")).toObject()});
        else if (type == u"tool_result")
            reports.append({.kind = Report::Kind::ToolResult,
                .id = textOf(block, "tool_use_id"),
                .text = claudeText(block.value(QStringLiteral("content"))),
                .isError = block.value(QStringLiteral("is_error")).toBool()});
    }
    return reports;
}

/// `subtype` is `success` also when it is not signed in, and the exit code 0 also when every tool was denied.
QList<Report> claudeEnd(const QJsonObject &event)
{
    const QString subtype = textOf(event, "subtype");
    QList<Report> reports;
    if (const auto denied = event.value(QStringLiteral("permission_denials")).toArray(); !denied.isEmpty())
        reports.append({.kind = Report::Kind::Note,
            .text = QStringLiteral("%1 tool calls were denied by the program itself.").arg(denied.size())});
    Report end{.kind = Report::Kind::Finished, .text = textOf(event, "result")};
    if (event.value(QStringLiteral("is_error")).toBool() || subtype.startsWith(u"error")) {
        end.kind = Report::Kind::Failed;
        if (end.text.isEmpty())
            end.text = subtype;
    }
    end.input = event.value(QStringLiteral("structured_output")).toObject();
    reports.append(end);
    return reports;
}

Usage claudeUsage(const QJsonObject &told)
{
    const auto count = [&told](const char *name) { return told.value(QLatin1StringView(name)).toInteger(); };
    return {.inputTokens = count("input_tokens"),
        .outputTokens = count("output_tokens"),
        .cachedTokens = count("cache_read_input_tokens"),
        .cacheWriteTokens = count("cache_creation_input_tokens")};
}

/// Of all models that a turn used, the small ones for side questions too.
Usage claudeTotal(const QJsonObject &result)
{
    const QJsonObject models = result.value(QStringLiteral("modelUsage")).toObject();
    if (models.isEmpty())
        return claudeUsage(result.value(QStringLiteral("usage")).toObject());
    Usage total;
    for (const QJsonValue &each : models) {
        const QJsonObject told = each.toObject();
        const auto count = [&told](const char *name) { return told.value(QLatin1StringView(name)).toInteger(); };
        total += Usage{.inputTokens = count("inputTokens"),
            .outputTokens = count("outputTokens"),
            .cachedTokens = count("cacheReadInputTokens"),
            .cacheWriteTokens = count("cacheCreationInputTokens")};
    }
    return total;
}

class ClaudeCodeDialect : public AgentDialect
{
public:
    QString id() const override { return QStringLiteral("claude-code"); }
    QString label() const override { return QStringLiteral("Claude Code CLI"); }
    ModelProtocol protocol() const override { return ModelProtocol::AnthropicMessages; }
    QString package() const override { return QStringLiteral("@anthropic-ai/claude-code"); }
    QString oldestRelease() const override { return QStringLiteral("2.1.0"); }

    AgentSignIn signIn() const override
    {
        // In the folder of the credential it also takes the locks under which it is refreshed and written.
        return {.home = QStringLiteral("CLAUDE_CONFIG_DIR"),
            .file = QStringLiteral(".credentials.json"),
            .folder = QStringLiteral("CLAUDE_SECURESTORAGE_CONFIG_DIR"),
            .login = {QStringLiteral("auth"), QStringLiteral("login")},
            .codePrompt = QStringLiteral("Paste code here"),
            .status = {QStringLiteral("auth"), QStringLiteral("status")},
            .hosts = {QStringLiteral("api.anthropic.com"), QStringLiteral("platform.claude.com"),
                QStringLiteral("claude.ai")},
            .oldest = QStringLiteral("2.1.197")};
    }

    bool asksForSignIn(const QString &words) const override
    {
        static const QRegularExpression refused(
            QStringLiteral("/login|auth login|not logged in|failed to authenticate|token (has )?(expired|revoked)"),
            QRegularExpression::CaseInsensitiveOption);
        return refused.match(words).hasMatch();
    }

    AgentStart start(const AgentOrder &order) const override
    {
        QStringList arguments{QStringLiteral("-p"), QStringLiteral("--output-format"), QStringLiteral("stream-json"),
            QStringLiteral("--verbose"), QStringLiteral("--dangerously-skip-permissions")};
        if (!order.model.isEmpty())
            arguments << QStringLiteral("--model") << order.model;
        if (!order.session.isEmpty())
            arguments << QStringLiteral("--resume") << order.session;
        if (!order.schema.isEmpty())
            arguments << QStringLiteral("--json-schema") << QString::fromUtf8(compactJson(order.schema));
        QMap<QString, QString> environment{{QStringLiteral("HOME"), order.home},
            {QStringLiteral("CLAUDE_CONFIG_DIR"), order.home},
            // Who is root may skip permissions in a sandbox only, and this is one.
            {QStringLiteral("IS_SANDBOX"), QStringLiteral("1")}};
        if (order.signIn.isEmpty()) {
            environment.insert(QStringLiteral("ANTHROPIC_BASE_URL"), order.proxyUrl);
            environment.insert(QStringLiteral("ANTHROPIC_API_KEY"), QString::fromLatin1(order.token));
        } else {
            environment.insert(signIn().folder, order.signIn);
            if (!order.endpoint.isEmpty())
                environment.insert(QStringLiteral("ANTHROPIC_BASE_URL"), order.endpoint);
        }
        for (const char *name :
            {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_AUTOUPDATER", "DISABLE_TELEMETRY"})
            environment.insert(QString::fromLatin1(name), QStringLiteral("1"));
        return {arguments, environment, order.prompt.toUtf8()};
    }

    QList<Report> read(const QJsonObject &event) const override
    {
        const QString type = textOf(event, "type");
        if (type == u"system" && textOf(event, "subtype") == u"init")
            return {{.kind = Report::Kind::Session, .id = textOf(event, "session_id")}};
        if (type == u"assistant" || type == u"user")
            return claudeMessage(event.value(QStringLiteral("message")).toObject());
        if (type == u"result")
            return claudeEnd(event);
        return {};
    }

    /// The tokens of single messages are provisional; those of the end are not.
    std::optional<AgentUse> use(const QJsonObject &event) const override
    {
        const QString type = textOf(event, "type");
        const QJsonObject message = event.value(QStringLiteral("message")).toObject();
        if (type == u"assistant" && message.contains(QStringLiteral("usage")))
            return AgentUse{.answer = textOf(message, "id"),
                .usage = claudeUsage(message.value(QStringLiteral("usage")).toObject())};
        if (type != u"result")
            return std::nullopt;
        AgentUse use{.usage = claudeTotal(event)};
        if (const QJsonValue cost = event.value(QStringLiteral("total_cost_usd")); cost.isDouble())
            use.costUsd = cost.toDouble();
        return use;
    }
    Totals totals() const override { return Totals::OfTheTurn; }
    std::optional<Usage> sessionUsage(const QJsonObject &) const override { return std::nullopt; }
};

} // namespace

std::unique_ptr<AgentDialect> claudeCodeDialect() { return std::make_unique<ClaudeCodeDialect>(); }

} // namespace mergeloom
