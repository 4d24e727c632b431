#include "service/models/OpenAiChatStream.h"

#include "service/models/JsonText.h"
#include "shared/core/Json.h"
#include "shared/core/Ulid.h"

#include <QJsonDocument>

#include <algorithm>

namespace mergeloom {

void OpenAiChatStream::tell(const char *kind, const QString &text) const
{
    if (m_onDelta && !text.isEmpty())
        m_onDelta(QString::fromLatin1(kind), text);
}

void OpenAiChatStream::read(const ServerSentEvent &event)
{
    if (event.data.trimmed() == "[DONE]") {
        m_isDone = true;
        return;
    }
    const QJsonObject chunk = QJsonDocument::fromJson(event.data).object();
    const QJsonValue error = chunk.value(QStringLiteral("error"));
    if (event.type == "error" || error.isObject() || error.isString()) {
        m_failure = CallFailure::ofStream(chunk);
        return;
    }
    if (const QString model = textOf(chunk, "model"); !model.isEmpty())
        m_model = model;
    if (const QJsonValue usage = chunk.value(QStringLiteral("usage")); usage.isObject())
        readUsage(usage.toObject());
    const QJsonObject choice = chunk.value(QStringLiteral("choices")).toArray().at(0).toObject();
    readDelta(choice.value(QStringLiteral("delta")).toObject());
    if (const QString reason = textOf(choice, "finish_reason"); !reason.isEmpty())
        m_reason = reason;
    if (m_reason == u"error")
        m_failure = CallFailure{.type = QStringLiteral("server_error"),
            .message = QStringLiteral("the server ended the answer with an error")};
}

void OpenAiChatStream::readDelta(const QJsonObject &delta)
{
    const QString text = textOf(delta, "content");
    m_text += text;
    tell("text", text);
    for (const char *field : {"reasoning_content", "reasoning"})
        if (const QString reasoning = textOf(delta, field); !reasoning.isEmpty()) {
            m_reasoningField = QString::fromLatin1(field);
            m_reasoning += reasoning;
            tell("reasoning", reasoning);
            break; // some servers send both
        }
    m_refusal += textOf(delta, "refusal");
    const QJsonArray calls = delta.value(QStringLiteral("tool_calls")).toArray();
    for (int position = 0; position < calls.size(); ++position)
        readCall(calls.at(position).toObject(), position);
}

void OpenAiChatStream::readCall(const QJsonObject &piece, int position)
{
    const QJsonObject function = piece.value(QStringLiteral("function")).toObject();
    const QString id = textOf(piece, "id");
    const QString name = textOf(function, "name");
    Call &call = callFor(piece.value(QStringLiteral("index")).toInt(position), id, name);
    if (call.id.isEmpty())
        call.id = id;
    if (call.name.isEmpty())
        call.name = name;
    const QJsonValue arguments = function.value(QStringLiteral("arguments"));
    const QString text = arguments.isObject() ? QString::fromUtf8(compactJson(arguments)) : arguments.toString();
    call.arguments += text.toUtf8();
    tell("tool_input", text);
}

/// The last call with this index, or a new one: also when another id or name begins under an index that was used.
OpenAiChatStream::Call &OpenAiChatStream::callFor(int index, const QString &id, const QString &name)
{
    const auto found =
        std::find_if(m_calls.rbegin(), m_calls.rend(), [&](const Call &call) { return call.index == index; });
    if (found != m_calls.rend()) {
        const bool isOtherId = !id.isEmpty() && !found->id.isEmpty() && id != found->id;
        // A server without ids that sends whole calls one by one, each with index 0.
        const bool isNextWhole = id.isEmpty() && !name.isEmpty() && !found->name.isEmpty()
            && QJsonDocument::fromJson(found->arguments).isObject();
        if (!isOtherId && !isNextWhole)
            return *found;
    }
    return m_calls.emplace_back(Call{.index = index});
}

void OpenAiChatStream::readUsage(const QJsonObject &usage)
{
    const auto count = [](const QJsonObject &object, const char *key) {
        return object.value(QLatin1StringView(key)).toInteger();
    };
    const QJsonObject prompt = usage.value(QStringLiteral("prompt_tokens_details")).toObject();
    const QJsonObject completion = usage.value(QStringLiteral("completion_tokens_details")).toObject();
    m_usage.cachedTokens = count(prompt, "cached_tokens");
    m_usage.inputTokens = std::max<qint64>(0, count(usage, "prompt_tokens") - m_usage.cachedTokens);
    m_usage.outputTokens = count(usage, "completion_tokens");
    m_usage.reasoningTokens = count(completion, "reasoning_tokens");
}

ModelAnswer OpenAiChatStream::take()
{
    ModelAnswer answer{.usage = m_usage, .model = m_model};
    if (!m_reasoning.isEmpty())
        answer.content.append({.type = QStringLiteral("reasoning"),
            .text = m_reasoning,
            .vendor = QJsonObject{{"field", m_reasoningField}}});
    if (const QString text = m_text.isEmpty() ? m_refusal : m_text; !text.isEmpty())
        answer.content.append({.type = QStringLiteral("text"), .text = text});
    for (const Call &call : m_calls) {
        if (call.name.isEmpty())
            continue;
        ContentPart part{.type = QStringLiteral("tool_call"), .name = call.name};
        part.id = call.id.isEmpty() ? QStringLiteral("call_") + makeUlid() : call.id;
        setToolInput(part, call.arguments);
        answer.content.append(part);
    }
    const bool hasCalls = !m_calls.empty();
    if (m_reason == u"length")
        answer.stop = QStringLiteral("max_tokens");
    else if (m_reason == u"content_filter")
        answer.stop = m_reason;
    else if (!m_refusal.isEmpty() && !hasCalls)
        answer.stop = QStringLiteral("refusal");
    else
        answer.stop = hasCalls ? QStringLiteral("tool_use") : QStringLiteral("end_turn");
    return answer;
}

} // namespace mergeloom
