#include "service/metrics/RunTrace.h"

#include "shared/core/Json.h"
#include "shared/domain/Transcript.h"

#include <QCryptographicHash>

namespace mergeloom {

namespace {

bool hasType(const Event &event, const char *type) { return event.type == QLatin1StringView(type); }

QString nanoseconds(const Timestamp &time) { return QString::number(time.microseconds * 1000); }

/// An AnyValue: 64-bit numbers are text in JSON.
QJsonObject anyValue(const QJsonValue &value)
{
    if (value.isBool())
        return {{"boolValue", value}};
    if (value.isArray()) {
        QJsonArray values;
        for (const QJsonValue &each : value.toArray())
            values.append(anyValue(each));
        return {{"arrayValue", QJsonObject{{"values", values}}}};
    }
    if (!value.isDouble())
        return {{"stringValue", value.toString()}};
    if (const double number = value.toDouble(); number != double(qint64(number)))
        return {{"doubleValue", number}};
    return {{"intValue", QString::number(value.toInteger())}};
}

QJsonArray attributesOf(const QJsonObject &values)
{
    QJsonArray attributes;
    for (auto value = values.begin(); value != values.end(); ++value)
        attributes.append(QJsonObject{{"key", value.key()}, {"value", anyValue(*value)}});
    return attributes;
}

} // namespace

RunTrace::RunTrace(QString run, QString vendor)
    : m_run(std::move(run)), m_vendor(std::move(vendor)),
      m_traceId(QCryptographicHash::hash("mergeloom run " + m_run.toUtf8(), QCryptographicHash::Sha256).first(16))
{
}

QStringList RunTrace::types()
{
    QStringList types;
    for (const char *type :
        {event_type::runStarted, event_type::runFinished, event_type::stageStarted, event_type::stageFinished,
            event_type::providerRequest, event_type::providerResponse, event_type::providerRetry, event_type::toolCall,
            event_type::toolResult, event_type::commandStarted, event_type::commandFinished})
        types << QString::fromLatin1(type);
    return types;
}

QString RunTrace::vendorOf(const QString &kind)
{
    static const QHash<QString, QString> names{{"claude-api", "anthropic"}, {"claude-code-cli", "anthropic"},
        {"codex-api", "openai"}, {"codex-cli", "openai"}, {"vertex-ai", "gcp.vertex_ai"},
        {"aws-bedrock", "aws.bedrock"}, {"azure-foundry", "azure.ai.inference"}};
    return names.value(kind, kind);
}

void RunTrace::add(const Event &event)
{
    m_last = event.ts;
    if (event.type.startsWith(u"run."))
        addRun(event);
    else if (event.type.startsWith(u"stage."))
        addStage(event);
    else if (event.type.startsWith(u"provider."))
        addCall(event);
    else if (event.type.startsWith(u"tool."))
        addTool(event);
    else if (event.type.startsWith(u"command."))
        addCommand(event);
}

QByteArray RunTrace::idOf(qint64 seq) const
{
    const QByteArray name = m_run.toUtf8() + '/' + QByteArray::number(seq);
    return QCryptographicHash::hash(name, QCryptographicHash::Sha256).first(8);
}

RunTrace::Span &RunTrace::open(
    const QString &key, const QString &name, Kind kind, const Event &event, const QByteArray &parent)
{
    return *m_open.insert(key, {name, kind, idOf(event.seq), parent, event.ts, {}, {}});
}

void RunTrace::close(const QString &key, const Event &event)
{
    const auto found = m_open.find(key);
    if (found == m_open.end())
        return;
    const Span &span = *found;
    QJsonObject json{{"traceId", QString::fromLatin1(m_traceId.toHex())},
        {"spanId", QString::fromLatin1(span.id.toHex())}, {"name", span.name}, {"kind", int(span.kind)},
        {"startTimeUnixNano", nanoseconds(span.start)}, {"endTimeUnixNano", nanoseconds(event.ts)},
        {"attributes", attributesOf(span.attributes)}, {"status", QJsonObject{}}};
    if (!span.parent.isEmpty())
        json.insert("parentSpanId", QString::fromLatin1(span.parent.toHex()));
    if (!span.error.isEmpty())
        json.insert("status", QJsonObject{{"code", 2}, {"message", span.error}});
    m_spans.append(json);
    m_open.erase(found);
}

void RunTrace::addRun(const Event &event)
{
    const QString key = QStringLiteral("run");
    const QJsonObject &data = event.data;
    if (hasType(event, event_type::runStarted)) {
        Span &span = open(key, QStringLiteral("run"), Kind::Internal, event, {});
        m_root = m_stage = span.id;
        span.attributes = {{"mergeloom.run.id", m_run}, {"mergeloom.job.id", data.value("job_id")},
            {"mergeloom.ticket.key", data.value("ticket_key")}, {"mergeloom.repository", data.value("repository")},
            {"mergeloom.provider", data.value("provider")}, {"mergeloom.attempt", data.value("attempt")},
            {"gen_ai.request.model", data.value("model")}, {"vcs.ref.head.name", data.value("branch")}};
    } else if (const auto span = m_open.find(key); span != m_open.end()) {
        const QString outcome = data.value("outcome").toString();
        const QString reason = data.value("reason").toString();
        span->attributes.insert("mergeloom.outcome", outcome);
        if (data.contains("tokens"))
            span->attributes.insert("mergeloom.tokens", data.value("tokens"));
        if (data.contains("cost_usd"))
            span->attributes.insert("mergeloom.cost_usd", data.value("cost_usd"));
        if (const QString commit = data.value("head_commit").toString(); !commit.isEmpty())
            span->attributes.insert("vcs.ref.head.revision", commit);
        if (!reason.isEmpty())
            span->attributes.insert("error.type", reason);
        if (outcome == u"failed")
            span->error = reason;
    }
}

void RunTrace::addStage(const Event &event)
{
    const QString stage = event.data.value("stage").toString();
    const QString key = QStringLiteral("stage %1 %2").arg(stage).arg(event.data.value("attempt").toInt());
    if (hasType(event, event_type::stageStarted)) {
        const bool isAgent = stage == u"implementation" || stage == u"repair";
        const QString agent = QStringLiteral("mergeloom");
        Span &span = open(key, isAgent ? QStringLiteral("invoke_agent ") + agent : QStringLiteral("stage ") + stage,
            Kind::Internal, event, m_root);
        span.attributes = {{"mergeloom.stage", stage}, {"mergeloom.attempt", event.data.value("attempt")}};
        if (isAgent) {
            span.attributes.insert("gen_ai.operation.name", "invoke_agent");
            span.attributes.insert("gen_ai.agent.name", agent);
            span.attributes.insert("gen_ai.provider.name", m_vendor);
            span.attributes.insert("gen_ai.conversation.id", m_run);
        }
        m_stage = span.id;
        return;
    }
    if (const auto span = m_open.find(key);
        span != m_open.end() && event.data.value("status") == QJsonValue("failed")) {
        span->error = event.data.value("result").toObject().value("reason").toString(QStringLiteral("failed"));
        span->attributes.insert("error.type", span->error);
    }
    close(key, event);
    m_stage = m_root;
}

void RunTrace::addCall(const Event &event)
{
    const QJsonObject &data = event.data;
    const QString key = QStringLiteral("call %1").arg(data.value("call").toInt());
    if (hasType(event, event_type::providerRequest)) {
        const QString model = data.value("model").toString();
        open(key, QStringLiteral("chat ") + model, Kind::Client, event, m_stage).attributes = {
            {"gen_ai.operation.name", "chat"}, {"gen_ai.provider.name", m_vendor}, {"gen_ai.request.model", model},
            {"gen_ai.conversation.id", m_run}};
        return;
    }
    const auto span = m_open.find(key);
    if (span == m_open.end())
        return;
    if (hasType(event, event_type::providerRetry)) {
        const QString count = QStringLiteral("mergeloom.retries");
        span->attributes.insert(count, span->attributes.value(count).toInt() + 1);
        return;
    }
    const Usage usage = fromJson<Usage>(data.value("usage")).value_or(Usage{});
    span->attributes.insert("gen_ai.response.model",
        data.value("model").toString(span->attributes.value("gen_ai.request.model").toString()));
    span->attributes.insert("gen_ai.response.finish_reasons", QJsonArray{data.value("stop")});
    // The convention counts what came from or went into a cache as input too.
    span->attributes.insert(
        "gen_ai.usage.input_tokens", usage.inputTokens + usage.cachedTokens + usage.cacheWriteTokens);
    span->attributes.insert("gen_ai.usage.cache_read.input_tokens", usage.cachedTokens);
    span->attributes.insert("gen_ai.usage.cache_creation.input_tokens", usage.cacheWriteTokens);
    span->attributes.insert("gen_ai.usage.output_tokens", usage.outputTokens);
    if (data.contains("cost_usd"))
        span->attributes.insert("mergeloom.cost_usd", data.value("cost_usd"));
    close(key, event);
}

void RunTrace::addTool(const Event &event)
{
    const QString id = event.data.value("call_id").toString();
    const QString key = QStringLiteral("tool ") + id;
    if (hasType(event, event_type::toolCall)) {
        const QString name = event.data.value("name").toString();
        Span &span = open(key, QStringLiteral("execute_tool ") + name, Kind::Internal, event, m_stage);
        span.attributes = {{"gen_ai.operation.name", "execute_tool"}, {"gen_ai.tool.name", name},
            {"gen_ai.tool.type", "function"}, {"gen_ai.tool.call.id", id}};
        m_tool = span.id;
        return;
    }
    if (const auto span = m_open.find(key); span != m_open.end() && event.data.value("is_error").toBool()) {
        span->error = QStringLiteral("tool_error");
        span->attributes.insert("error.type", span->error);
    }
    close(key, event);
    m_tool.clear();
}

void RunTrace::addCommand(const Event &event)
{
    const QString key = QStringLiteral("command ") + event.data.value("command_id").toString();
    if (hasType(event, event_type::commandStarted)) {
        const QString kind = event.data.value("kind").toString();
        open(key, QStringLiteral("command ") + kind, Kind::Internal, event, m_tool.isEmpty() ? m_stage : m_tool)
            .attributes = {
            {"mergeloom.command.kind", kind}, {"mergeloom.command.network", event.data.value("network")}};
    } else if (const auto span = m_open.find(key); span != m_open.end()) {
        const QString end = event.data.value("end").toString();
        span->attributes.insert("mergeloom.command.end", end);
        if (event.data.contains("exit_code"))
            span->attributes.insert("process.exit.code", event.data.value("exit_code"));
        if (end != u"exited" || event.data.value("exit_code").toInt() != 0) {
            span->error = end == u"exited" ? QStringLiteral("exit_code") : end;
            span->attributes.insert("error.type", span->error);
        }
        close(key, event);
    }
}

QJsonArray RunTrace::spans()
{
    Event end;
    end.ts = m_last;
    for (const QString &key : m_open.keys())
        close(key, end);
    return m_spans;
}

} // namespace mergeloom
