#include "service/models/BedrockStream.h"

#include "service/models/JsonText.h"

#include <QJsonDocument>

namespace mergeloom {

namespace {

/// The exceptions that a stream may carry, with the status that the service gives them before one.
constexpr std::pair<QByteArrayView, int> exceptionStatuses[] = {{"internalServerException", 500},
    {"modelStreamErrorException", 424}, {"validationException", 400}, {"throttlingException", 429},
    {"serviceUnavailableException", 503}, {"modelTimeoutException", 408}, {"accessDeniedException", 403}};

} // namespace

void BedrockStream::read(const ServerSentEvent &event)
{
    const QJsonObject object = QJsonDocument::fromJson(event.data).object();
    if (event.type.startsWith("exception:")) {
        readFailure(event.type.mid(10), object);
    } else if (event.type == "contentBlockStart") {
        const QJsonObject tool =
            object.value(QStringLiteral("start")).toObject().value(QStringLiteral("toolUse")).toObject();
        if (!tool.isEmpty())
            m_blocks[object.value(QStringLiteral("contentBlockIndex")).toInt()] = {
                .type = QStringLiteral("tool_call"), .id = textOf(tool, "toolUseId"), .name = textOf(tool, "name")};
    } else if (event.type == "contentBlockDelta") {
        readDelta(object);
    } else if (event.type == "messageStop") {
        readStop(textOf(object, "stopReason"));
    } else if (event.type == "metadata") {
        const QJsonObject usage = object.value(QStringLiteral("usage")).toObject();
        m_usage.inputTokens = usage.value(QStringLiteral("inputTokens")).toInteger();
        m_usage.outputTokens = usage.value(QStringLiteral("outputTokens")).toInteger();
        m_usage.cachedTokens = usage.value(QStringLiteral("cacheReadInputTokens")).toInteger();
        m_usage.cacheWriteTokens = usage.value(QStringLiteral("cacheWriteInputTokens")).toInteger();
        m_hasUsage = true;
    }
}

void BedrockStream::tell(const char *kind, const QString &text) const
{
    if (m_onDelta && !text.isEmpty())
        m_onDelta(QString::fromLatin1(kind), text);
}

void BedrockStream::readDelta(const QJsonObject &event)
{
    // Blocks of text and reasoning begin with their first delta.
    Block &block = m_blocks[event.value(QStringLiteral("contentBlockIndex")).toInt()];
    const QJsonObject delta = event.value(QStringLiteral("delta")).toObject();
    if (delta.contains(QStringLiteral("text"))) {
        block.type = QStringLiteral("text");
        block.text += textOf(delta, "text");
        tell("text", textOf(delta, "text"));
    } else if (delta.contains(QStringLiteral("toolUse"))) {
        const QString input = textOf(delta.value(QStringLiteral("toolUse")).toObject(), "input");
        block.input += input.toUtf8();
        tell("tool_input", input);
    } else if (delta.contains(QStringLiteral("reasoningContent"))) {
        readReasoning(block, delta.value(QStringLiteral("reasoningContent")).toObject());
    }
}

void BedrockStream::readReasoning(Block &block, const QJsonObject &reasoning)
{
    block.type = QStringLiteral("reasoning");
    block.text += textOf(reasoning, "text");
    block.signature += textOf(reasoning, "signature");
    block.redacted += textOf(reasoning, "redactedContent");
    tell("reasoning", textOf(reasoning, "text"));
}

void BedrockStream::readStop(const QString &reason)
{
    if (reason == u"malformed_tool_use" || reason == u"malformed_model_output")
        m_stop = QStringLiteral("bad_call");
    else if (reason == u"stop_sequence")
        m_stop = QStringLiteral("end_turn");
    else if (reason == u"guardrail_intervened") // with the words that its owner gave it
        m_stop = QStringLiteral("refusal");
    else if (reason == u"content_filtered")
        m_stop = QStringLiteral("content_filter");
    else if (reason == u"model_context_window_exceeded")
        m_stop = QStringLiteral("max_tokens");
    else
        m_stop = reason.isEmpty() ? QStringLiteral("end_turn") : reason;
}

void BedrockStream::readFailure(const QByteArray &exception, const QJsonObject &said)
{
    QString type = QString::fromLatin1(exception);
    if (!type.isEmpty())
        type[0] = type[0].toUpper(); // `ThrottlingException`, as outside of a stream
    m_failure = CallFailure{.type = type, .message = textOf(said, "message")};
    for (const auto &[name, status] : exceptionStatuses)
        if (exception == name)
            m_failure->status = status;
    if (const QString original = textOf(said, "originalMessage"); !original.isEmpty())
        m_failure->message += QStringLiteral(" (%1)").arg(original);
}

ContentPart BedrockStream::partOf(const Block &block)
{
    ContentPart part{.type = block.type, .text = block.text, .id = block.id, .name = block.name};
    if (block.type == u"tool_call")
        setToolInput(part, block.input);
    if (!block.redacted.isEmpty())
        part.vendor = {{"type", "redactedContent"}, {"redactedContent", block.redacted}};
    else if (!block.signature.isEmpty())
        part.vendor = {{"type", "reasoningText"}, {"signature", block.signature}};
    return part;
}

ModelAnswer BedrockStream::take()
{
    ModelAnswer answer{.stop = m_stop, .usage = m_usage, .model = m_model};
    for (const auto &[index, block] : m_blocks)
        if (!block.type.isEmpty() && !(m_stop == u"bad_call" && block.type == u"tool_call"))
            answer.content.append(partOf(block));
    return answer;
}

} // namespace mergeloom
