#include "service/models/AnthropicStream.h"

#include "service/models/JsonText.h"

#include <QJsonDocument>

namespace mergeloom {

namespace {

QString stopOf(const QString &reason)
{
    if (reason == u"stop_sequence")
        return QStringLiteral("end_turn");
    if (reason == u"model_context_window_exceeded")
        return QStringLiteral("max_tokens");
    return reason;
}

} // namespace

void AnthropicStream::read(const ServerSentEvent &event)
{
    const QJsonObject object = QJsonDocument::fromJson(event.data).object();
    const QString type = textOf(object, "type");
    if (type == u"error" || event.type == "error") {
        m_failure = CallFailure::ofStream(object);
    } else if (type == u"message_start") {
        const QJsonObject message = object.value(QStringLiteral("message")).toObject();
        m_model = textOf(message, "model");
        readUsage(message.value(QStringLiteral("usage")).toObject());
    } else if (type == u"content_block_start") {
        Block block{.start = object.value(QStringLiteral("content_block")).toObject()};
        block.text = textOf(block.start, textOf(block.start, "type") == u"thinking" ? "thinking" : "text");
        block.signature = textOf(block.start, "signature");
        m_blocks[object.value(QStringLiteral("index")).toInt()] = block;
    } else if (type == u"content_block_delta") {
        readDelta(object);
    } else if (type == u"message_delta") {
        const QJsonObject delta = object.value(QStringLiteral("delta")).toObject();
        if (const QString reason = textOf(delta, "stop_reason"); !reason.isEmpty())
            m_stop = stopOf(reason);
        readUsage(object.value(QStringLiteral("usage")).toObject());
    } else if (type == u"message_stop") {
        m_isStopped = true;
    }
}

void AnthropicStream::readDelta(const QJsonObject &event)
{
    const auto found = m_blocks.find(event.value(QStringLiteral("index")).toInt());
    if (found == m_blocks.end())
        return;
    Block &block = found->second;
    const QJsonObject delta = event.value(QStringLiteral("delta")).toObject();
    const QString type = textOf(delta, "type");
    const auto tell = [&](const char *kind, const QString &text) {
        if (m_onDelta && !text.isEmpty())
            m_onDelta(QString::fromLatin1(kind), text);
    };
    if (type == u"text_delta") {
        const QString text = textOf(delta, "text");
        block.text += text;
        tell("text", text);
    } else if (type == u"thinking_delta") {
        const QString text = textOf(delta, "thinking");
        block.text += text;
        tell("reasoning", text);
    } else if (type == u"signature_delta") {
        block.signature += textOf(delta, "signature");
    } else if (type == u"input_json_delta") {
        const QString text = textOf(delta, "partial_json");
        block.input += text.toUtf8();
        tell("tool_input", text);
    }
}

/// Counts are cumulative: a later one replaces an earlier one.
void AnthropicStream::readUsage(const QJsonObject &usage)
{
    const auto take = [&](const char *key, qint64 &count) {
        if (const QJsonValue value = usage.value(QLatin1StringView(key)); value.isDouble())
            count = value.toInteger();
    };
    take("input_tokens", m_usage.inputTokens);
    take("output_tokens", m_usage.outputTokens);
    take("cache_read_input_tokens", m_usage.cachedTokens);
    take("cache_creation_input_tokens", m_usage.cacheWriteTokens);
}

ContentPart AnthropicStream::partOf(const Block &block)
{
    const QString type = textOf(block.start, "type");
    ContentPart part;
    if (type == u"text") {
        part.type = type;
        part.text = block.text;
    } else if (type == u"thinking") {
        part.type = QStringLiteral("reasoning");
        part.text = block.text;
        part.vendor = {{"type", type}, {"signature", block.signature}};
    } else if (type == u"redacted_thinking") {
        part.type = QStringLiteral("reasoning");
        part.vendor = block.start;
    } else if (type == u"tool_use") {
        part.type = QStringLiteral("tool_call");
        part.id = textOf(block.start, "id");
        part.name = textOf(block.start, "name");
        part.input = block.start.value(QStringLiteral("input")).toObject();
        setToolInput(part, block.input);
    }
    return part;
}

ModelAnswer AnthropicStream::take()
{
    ModelAnswer answer{.stop = m_stop, .usage = m_usage, .model = m_model};
    for (const auto &[index, block] : m_blocks)
        if (ContentPart part = partOf(block); !part.type.isEmpty())
            answer.content.append(std::move(part));
    return answer;
}

} // namespace mergeloom
