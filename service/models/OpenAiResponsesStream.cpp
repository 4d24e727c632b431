#include "service/models/OpenAiResponsesStream.h"

#include "service/models/JsonText.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace mergeloom {

namespace {

QString joinedTexts(const QJsonArray &parts)
{
    QStringList texts;
    for (const QJsonValue &part : parts) {
        const QJsonObject object = part.toObject();
        const QString text = textOf(object, textOf(object, "type") == u"refusal" ? "refusal" : "text");
        if (!text.isEmpty())
            texts << text;
    }
    return texts.join(QStringLiteral("\n\n"));
}

bool isRefusal(const QJsonValue &part) { return textOf(part.toObject(), "type") == u"refusal"; }

/// What is shown of a delta event; null for every other event.
const char *deltaKindOf(const QString &type)
{
    if (type == u"response.output_text.delta" || type == u"response.refusal.delta")
        return "text";
    if (type == u"response.reasoning_summary_text.delta" || type == u"response.reasoning_text.delta")
        return "reasoning";
    if (type == u"response.function_call_arguments.delta" || type == u"response.custom_tool_call_input.delta")
        return "tool_input";
    return nullptr;
}

} // namespace

void OpenAiResponsesStream::read(const ServerSentEvent &event)
{
    const QJsonObject object = QJsonDocument::fromJson(event.data).object();
    const QString type = textOf(object, "type");
    const QJsonObject response = object.value(QStringLiteral("response")).toObject();
    if (type == u"error" || event.type == "error") {
        m_failure = CallFailure::ofStream(object);
    } else if (type == u"response.failed") {
        m_failure = CallFailure::ofStream(response);
    } else if (const char *kind = deltaKindOf(type)) {
        if (const QString delta = textOf(object, "delta"); m_onDelta && !delta.isEmpty())
            m_onDelta(QString::fromLatin1(kind), delta);
    } else if (type == u"response.output_item.done") {
        takeItem(object.value(QStringLiteral("item")).toObject());
    } else if (type == u"response.completed" || type == u"response.incomplete" || type == u"response.done") {
        end(response);
    }
}

void OpenAiResponsesStream::takeItem(const QJsonObject &item)
{
    const QString type = textOf(item, "type");
    ContentPart part;
    if (type == u"message") {
        const QJsonArray content = item.value(QStringLiteral("content")).toArray();
        part.type = QStringLiteral("text");
        part.text = joinedTexts(content);
        // Newer models want it back: whether a text is a comment on the way, or the answer.
        if (const QJsonValue phase = item.value(QStringLiteral("phase")); phase.isString())
            part.vendor = {{"phase", phase}};
        if (m_answer.stop.isEmpty() && std::any_of(content.begin(), content.end(), isRefusal))
            m_answer.stop = QStringLiteral("refusal");
    } else if (type == u"reasoning") {
        part.type = type;
        part.text = joinedTexts(item.value(QStringLiteral("summary")).toArray());
        if (part.text.isEmpty())
            part.text = joinedTexts(item.value(QStringLiteral("content")).toArray());
        part.vendor = item;
    } else if (type == u"function_call" || type == u"custom_tool_call" || type == u"local_shell_call") {
        part.type = QStringLiteral("tool_call");
        part.id = textOf(item, "call_id");
        part.name = type == u"local_shell_call" ? type : textOf(item, "name");
        if (type == u"function_call")
            setToolInput(part, textOf(item, "arguments").toUtf8());
        else
            part.input = type == u"custom_tool_call" ? QJsonObject{{"input", textOf(item, "input")}}
                                                     : item.value(QStringLiteral("action")).toObject();
        m_answer.stop = QStringLiteral("tool_use");
    }
    if (!part.type.isEmpty())
        m_answer.content.append(std::move(part));
}

void OpenAiResponsesStream::end(const QJsonObject &response)
{
    m_isOver = true;
    if (m_answer.content.isEmpty()) // some servers give the items at the end only
        for (const QJsonValue &item : response.value(QStringLiteral("output")).toArray())
            takeItem(item.toObject());
    m_answer.model = textOf(response, "model");
    if (const QString reason = textOf(response.value(QStringLiteral("incomplete_details")).toObject(), "reason");
        !reason.isEmpty())
        m_answer.stop = reason == u"content_filter" ? QStringLiteral("content_filter") : QStringLiteral("max_tokens");
    else if (m_answer.stop.isEmpty())
        m_answer.stop = QStringLiteral("end_turn");
    const QJsonObject usage = response.value(QStringLiteral("usage")).toObject();
    const auto detail = [&](const char *group, const char *name) {
        return usage.value(QLatin1StringView(group)).toObject().value(QLatin1StringView(name)).toInteger();
    };
    m_answer.usage.cachedTokens = detail("input_tokens_details", "cached_tokens");
    m_answer.usage.cacheWriteTokens = detail("input_tokens_details", "cache_write_tokens");
    m_answer.usage.inputTokens = std::max<qint64>(0,
        usage.value(QStringLiteral("input_tokens")).toInteger() - m_answer.usage.cachedTokens
            - m_answer.usage.cacheWriteTokens);
    m_answer.usage.outputTokens = usage.value(QStringLiteral("output_tokens")).toInteger();
    m_answer.usage.reasoningTokens = detail("output_tokens_details", "reasoning_tokens");
}

} // namespace mergeloom
