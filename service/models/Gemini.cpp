#include "service/models/Gemini.h"

#include "service/models/GeminiSchema.h"
#include "service/models/GeminiStream.h"
#include "shared/core/Json.h"

#include <QMap>

namespace mergeloom {

namespace {

/// A call by the id that the conversation knows it by. Gemini answers by name; an id goes back only where one came.
struct GeminiCall {
    QString name;
    QJsonValue id;
};
using GeminiCalls = QMap<QString, GeminiCall>;

void signPart(QJsonObject &part, const ContentPart &from)
{
    if (const QJsonValue signature = from.vendor.value(QStringLiteral("thoughtSignature")); signature.isString())
        part.insert(QStringLiteral("thoughtSignature"), signature);
}

QJsonObject functionResponse(const ContentPart &part, const GeminiCalls &calls)
{
    const GeminiCall call = calls.value(part.id);
    QJsonObject response{{"name", call.name},
        {"response", QJsonObject{{part.isError ? QStringLiteral("error") : QStringLiteral("output"), part.text}}}};
    if (!call.id.isNull())
        response.insert(QStringLiteral("id"), call.id);
    return {{"functionResponse", response}};
}

QJsonObject functionCall(const ContentPart &part, GeminiCalls &calls)
{
    QJsonObject call{{"name", part.name}, {"args", part.input}};
    const QJsonValue id = part.vendor.value(QStringLiteral("id"));
    if (id.isString())
        call.insert(QStringLiteral("id"), id);
    calls.insert(part.id, {part.name, id.isString() ? id : QJsonValue()});
    return {{"functionCall", call}};
}

/// A part as the service takes it, or an empty object: a thought without a signature tells Gemini nothing, and a text
/// without a word is refused unless it carries one.
QJsonObject geminiPart(const ContentPart &part, GeminiCalls &calls)
{
    const bool isSigned = part.vendor.contains(QStringLiteral("thoughtSignature"));
    QJsonObject result;
    if (part.type == u"tool_call")
        result = functionCall(part, calls);
    else if (part.type == u"tool_result")
        return functionResponse(part, calls);
    else if (part.type == u"text" && (isSigned || !part.text.trimmed().isEmpty()))
        result = {{"text", part.text}};
    else if (part.type == u"reasoning" && isSigned)
        result = {{"text", part.text}, {"thought", true}};
    else
        return {};
    signPart(result, part);
    return result;
}

/// The responses to all calls of a turn stand together, at the beginning of what follows it.
QJsonArray contentsOf(const QList<Message> &messages)
{
    GeminiCalls calls;
    QJsonArray contents;
    for (const Message &message : messages) {
        QJsonArray responses;
        QJsonArray others;
        for (const ContentPart &part : message.content)
            if (const QJsonObject converted = geminiPart(part, calls); !converted.isEmpty())
                (part.type == u"tool_result" ? responses : others).append(converted);
        for (const QJsonValue &other : others)
            responses.append(other);
        if (responses.isEmpty())
            continue;
        const QString role = message.role == u"assistant" ? QStringLiteral("model") : QStringLiteral("user");
        if (!contents.isEmpty() && contents.last().toObject().value(QStringLiteral("role")) == role) {
            QJsonObject last = contents.last().toObject();
            QJsonArray parts = last.value(QStringLiteral("parts")).toArray();
            for (const QJsonValue &part : responses)
                parts.append(part);
            last.insert(QStringLiteral("parts"), parts);
            contents.replace(contents.size() - 1, last);
        } else {
            contents.append(QJsonObject{{"role", role}, {"parts", responses}});
        }
    }
    return contents;
}

} // namespace

Gemini::Gemini(Options options, ModelTransport transport)
    : m_thoughts(options.thoughts), m_call({.service = options.service,
                                               .url = options.endpoint,
                                               .headers = {},
                                               .authorise = options.authorise,
                                               .timeouts = options.timeouts},
                                        options.retry, std::move(transport))
{
}

QJsonObject Gemini::bodyOf(const ModelRequest &request, Thoughts thoughts)
{
    QJsonObject generation{{"maxOutputTokens", request.maximumOutputTokens}};
    if (thoughts == Thoughts::Shown)
        generation.insert(QStringLiteral("thinkingConfig"), QJsonObject{{"includeThoughts", true}});
    QJsonObject body{{"contents", contentsOf(request.messages)}, {"generationConfig", generation}};
    if (!request.system.isEmpty())
        body.insert(QStringLiteral("systemInstruction"),
            QJsonObject{{"parts", QJsonArray{QJsonObject{{"text", request.system}}}}});
    QJsonArray functions;
    for (const ModelTool &tool : request.tools) {
        QJsonObject function{{"name", tool.name}, {"description", tool.description}};
        if (const QJsonObject parameters = geminiSchema(tool.inputSchema); !parameters.isEmpty())
            function.insert(QStringLiteral("parameters"), parameters);
        functions.append(function);
    }
    if (!functions.isEmpty())
        body.insert(QStringLiteral("tools"), QJsonArray{QJsonObject{{"functionDeclarations", functions}}});
    return body;
}

Result<ModelAnswer> Gemini::complete(const ModelRequest &request, const ModelProgress &progress, std::stop_token stop)
{
    return m_call.run(
        compactJson(bodyOf(request, m_thoughts)), [&] { return std::make_unique<GeminiStream>(progress.onDelta); },
        progress, stop);
}

} // namespace mergeloom
