#include "service/models/GeminiStream.h"

#include "service/models/JsonText.h"
#include "shared/core/Ulid.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

enum class GeminiEnd { Whole, Cut, Filtered, BadCall, Failed };

/// Candidate.FinishReason. One that is not known is a failure of the service: nobody can say what the answer is worth.
GeminiEnd endOf(const QString &reason)
{
    constexpr std::array known{std::pair{"STOP", GeminiEnd::Whole}, std::pair{"MAX_TOKENS", GeminiEnd::Cut},
        std::pair{"SAFETY", GeminiEnd::Filtered}, std::pair{"RECITATION", GeminiEnd::Filtered},
        std::pair{"LANGUAGE", GeminiEnd::Filtered}, std::pair{"BLOCKLIST", GeminiEnd::Filtered},
        std::pair{"PROHIBITED_CONTENT", GeminiEnd::Filtered}, std::pair{"SPII", GeminiEnd::Filtered},
        std::pair{"MODEL_ARMOR", GeminiEnd::Filtered}, std::pair{"MALFORMED_FUNCTION_CALL", GeminiEnd::BadCall},
        std::pair{"UNEXPECTED_TOOL_CALL", GeminiEnd::BadCall}, std::pair{"TOO_MANY_TOOL_CALLS", GeminiEnd::BadCall},
        std::pair{"MALFORMED_RESPONSE", GeminiEnd::BadCall}};
    for (const auto &[name, end] : known)
        if (reason == QLatin1StringView(name))
            return end;
    return GeminiEnd::Failed;
}

} // namespace

void GeminiStream::read(const ServerSentEvent &event)
{
    const QJsonObject response = QJsonDocument::fromJson(event.data).object();
    if (response.contains(QStringLiteral("error"))) {
        m_failure = CallFailure::ofStream(response);
        return;
    }
    if (const QString model = textOf(response, "modelVersion"); !model.isEmpty())
        m_model = model;
    const QJsonObject candidate = response.value(QStringLiteral("candidates")).toArray().at(0).toObject();
    for (const QJsonValue &part :
        candidate.value(QStringLiteral("content")).toObject().value(QStringLiteral("parts")).toArray())
        readPart(part.toObject());
    const QJsonObject feedback = response.value(QStringLiteral("promptFeedback")).toObject();
    if (const QString reason = textOf(feedback, "blockReason"); !reason.isEmpty())
        m_failure = CallFailure{.type = reason,
            .code = QStringLiteral("content_filter"),
            .message = QStringLiteral("%1 %2").arg(reason, textOf(feedback, "blockReasonMessage")).trimmed()};
    if (const QString reason = textOf(candidate, "finishReason");
        !reason.isEmpty() && reason != u"FINISH_REASON_UNSPECIFIED")
        end(reason, textOf(candidate, "finishMessage"));
    if (const QJsonValue usage = response.value(QStringLiteral("usageMetadata")); usage.isObject())
        readUsage(usage.toObject());
}

void GeminiStream::end(const QString &reason, const QString &message)
{
    m_reason = reason;
    m_reasonText = message;
    if (endOf(reason) == GeminiEnd::Failed)
        m_failure = CallFailure{.type = reason,
            .message = message.isEmpty() ? QStringLiteral("the answer ended with %1").arg(reason) : message};
}

void GeminiStream::readPart(const QJsonObject &part)
{
    const QJsonValue call = part.value(QStringLiteral("functionCall"));
    if (!call.isObject()) {
        if (part.contains(QStringLiteral("text")))
            readText(part);
        return;
    }
    ContentPart made{.type = QStringLiteral("tool_call"),
        .id = QStringLiteral("call_") + makeUlid(),
        .name = textOf(call.toObject(), "name"),
        .input = call.toObject().value(QStringLiteral("args")).toObject()};
    if (const QString id = textOf(call.toObject(), "id"); !id.isEmpty())
        made.vendor.insert(QStringLiteral("id"), id);
    if (const QString signature = textOf(part, "thoughtSignature"); !signature.isEmpty())
        made.vendor.insert(QStringLiteral("thoughtSignature"), signature);
    m_content.append(made);
}

/// Pieces of a text are put together, but never one with a signature with one without: the signature belongs to its part.
void GeminiStream::readText(const QJsonObject &part)
{
    const bool isThought = part.value(QStringLiteral("thought")).toBool();
    const QString type = isThought ? QStringLiteral("reasoning") : QStringLiteral("text");
    const QString text = textOf(part, "text");
    const QString signature = textOf(part, "thoughtSignature");
    if (m_onDelta && !text.isEmpty())
        m_onDelta(type, text);
    if (signature.isEmpty() && !m_content.isEmpty() && m_content.last().type == type
        && m_content.last().vendor.isEmpty()) {
        m_content.last().text += text;
        return;
    }
    if (text.isEmpty() && signature.isEmpty())
        return;
    ContentPart made{.type = type, .text = text};
    if (!signature.isEmpty())
        made.vendor.insert(QStringLiteral("thoughtSignature"), signature);
    m_content.append(made);
}

void GeminiStream::readUsage(const QJsonObject &usage)
{
    const auto count = [&](const char *key) { return usage.value(QLatin1StringView(key)).toInteger(); };
    m_usage.cachedTokens = count("cachedContentTokenCount");
    m_usage.inputTokens =
        std::max<qint64>(0, count("promptTokenCount") + count("toolUsePromptTokenCount") - m_usage.cachedTokens);
    m_usage.reasoningTokens = count("thoughtsTokenCount");
    m_usage.outputTokens = count("candidatesTokenCount") + m_usage.reasoningTokens;
    m_hasUsage = isWhole();
}

bool GeminiStream::hasCalls() const
{
    return std::any_of(m_content.begin(), m_content.end(), [](const auto &part) { return part.type == u"tool_call"; });
}

ModelAnswer GeminiStream::take()
{
    ModelAnswer answer{.content = m_content, .usage = m_usage, .model = m_model};
    const GeminiEnd end = endOf(m_reason);
    if (end == GeminiEnd::Filtered) {
        // What a filter stopped is half of something: a call in it is not to be made.
        answer.content = {{.type = QStringLiteral("text"), .text = (m_reason + u' ' + m_reasonText).trimmed()}};
        answer.stop = QStringLiteral("content_filter");
    } else if (end == GeminiEnd::Cut) {
        answer.stop = QStringLiteral("max_tokens");
    } else if (end == GeminiEnd::BadCall && !hasCalls()) {
        answer.stop = QStringLiteral("bad_call");
    } else {
        answer.stop = hasCalls() ? QStringLiteral("tool_use") : QStringLiteral("end_turn");
    }
    return answer;
}

} // namespace mergeloom
