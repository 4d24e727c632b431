#include "service/models/OpenAiChat.h"

#include "service/models/OpenAiChatStream.h"
#include "service/models/UserParts.h"
#include "shared/core/Json.h"

namespace mergeloom {

namespace {

QJsonObject assistantMessage(const Message &message, OpenAiChat::ReasoningBack reasoningBack)
{
    QJsonObject object{{"role", "assistant"}};
    QString text;
    QJsonArray calls;
    for (const ContentPart &part : message.content) {
        if (part.type == u"text")
            text += part.text;
        else if (const QString field = part.vendor.value(QStringLiteral("field")).toString();
                 part.type == u"reasoning" && !field.isEmpty() && reasoningBack == OpenAiChat::ReasoningBack::Yes)
            object.insert(field, part.text);
        else if (part.type == u"tool_call")
            calls.append(QJsonObject{{"id", part.id}, {"type", "function"},
                {"function",
                    QJsonObject{{"name", part.name}, {"arguments", QString::fromUtf8(compactJson(part.input))}}}});
    }
    object.insert(QStringLiteral("content"), text.isEmpty() && !calls.isEmpty() ? QJsonValue() : QJsonValue(text));
    if (!calls.isEmpty())
        object.insert(QStringLiteral("tool_calls"), calls);
    return object;
}

void appendUserMessages(const Message &message, QJsonArray &messages)
{
    const UserParts parts = UserParts::of(message);
    for (const UserParts::ToolResult &result : parts.results)
        messages.append(QJsonObject{{"role", "tool"}, {"tool_call_id", result.callId}, {"content", result.text}});
    if (!parts.text.isEmpty())
        messages.append(QJsonObject{{"role", "user"}, {"content", parts.text}});
}

ModelEndpoint endpointOf(const OpenAiChat::Options &options)
{
    QUrl url = endpointUrl(options.endpoint, QStringLiteral("/chat/completions"));
    if (!options.query.isEmpty())
        url.setQuery(options.query);
    const QString service =
        options.service.isEmpty() ? QStringLiteral("The model server at %1").arg(url.host()) : options.service;
    return {
        .service = service, .url = url, .headers = {}, .authorise = options.authorise, .timeouts = options.timeouts};
}

/// For servers that count nothing: a token is taken as 4 bytes.
Usage estimatedUsage(qsizetype requestBytes, const ModelAnswer &answer)
{
    qsizetype bytes = 0;
    for (const ContentPart &part : answer.content)
        bytes += part.text.size() + (part.input.isEmpty() ? 0 : compactJson(part.input).size());
    return {.inputTokens = requestBytes / 4, .outputTokens = bytes / 4 + 1};
}

} // namespace

OpenAiChat::OpenAiChat(Options options, ModelTransport transport)
    : m_tokenLimitField(options.tokenLimitField), m_reasoningBack(options.reasoningBack),
      m_call(endpointOf(options), options.retry, std::move(transport))
{
}

QJsonObject OpenAiChat::bodyOf(const ModelRequest &request, const QString &tokenLimitField, ReasoningBack reasoningBack)
{
    QJsonArray messages;
    if (!request.system.isEmpty())
        messages.append(QJsonObject{{"role", "system"}, {"content", request.system}});
    for (const Message &message : request.messages) {
        if (message.role == u"assistant")
            messages.append(assistantMessage(message, reasoningBack));
        else
            appendUserMessages(message, messages);
    }
    QJsonObject body{{"model", request.model}, {"messages", messages}, {"stream", true},
        {"stream_options", QJsonObject{{"include_usage", true}}}, {tokenLimitField, request.maximumOutputTokens}};
    QJsonArray tools;
    for (const ModelTool &tool : request.tools)
        tools.append(QJsonObject{{"type", "function"},
            {"function",
                QJsonObject{
                    {"name", tool.name}, {"description", tool.description}, {"parameters", tool.inputSchema}}}});
    if (!tools.isEmpty())
        body.insert(QStringLiteral("tools"), tools);
    return body;
}

Result<ModelAnswer> OpenAiChat::complete(
    const ModelRequest &request, const ModelProgress &progress, std::stop_token stop)
{
    const QByteArray body = compactJson(bodyOf(request, m_tokenLimitField, m_reasoningBack));
    MERGELOOM_TRY(ModelAnswer answer,
        m_call.run(
            body, [&] { return std::make_unique<OpenAiChatStream>(progress.onDelta); }, progress, stop));
    if (answer.usage.total() == 0)
        answer.usage = estimatedUsage(body.size(), answer);
    return answer;
}

} // namespace mergeloom
