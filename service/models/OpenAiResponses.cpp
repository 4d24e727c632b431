#include "service/models/OpenAiResponses.h"

#include "service/models/OpenAiResponsesStream.h"
#include "service/models/UserParts.h"
#include "shared/core/Json.h"

#include <algorithm>
#include <utility>

namespace mergeloom {

namespace {

// The least that the service takes as max_output_tokens.
constexpr int leastOutputTokens = 16;

/// Reasoning as the service takes it back. What came without its encrypted content is kept nowhere, and would be refused.
QJsonObject reasoningItem(const QJsonObject &item)
{
    const bool isOfThisApi = item.value(QStringLiteral("type")).toString() == u"reasoning";
    const bool hasContent = !item.value(QStringLiteral("encrypted_content")).toString().isEmpty()
        || !item.value(QStringLiteral("content")).toArray().isEmpty();
    if (!isOfThisApi || !hasContent)
        return {};
    QJsonObject result = item;
    result.remove(QStringLiteral("status"));
    for (const QString &key : item.keys())
        if (item.value(key).isNull())
            result.remove(key);
    if (!result.contains(QStringLiteral("summary")))
        result.insert(QStringLiteral("summary"), QJsonArray());
    return result;
}

void appendAssistantItems(const Message &message, QJsonArray &items)
{
    QJsonArray waiting; // reasoning goes with what it led to: the service refuses it alone
    const auto append = [&](const QJsonObject &item) {
        for (const QJsonValue &reasoning : std::exchange(waiting, {}))
            items.append(reasoning);
        items.append(item);
    };
    for (const ContentPart &part : message.content) {
        if (part.type == u"reasoning") {
            if (const QJsonObject item = reasoningItem(part.vendor); !item.isEmpty())
                waiting.append(item);
        } else if (part.type == u"text" && !part.text.isEmpty()) {
            QJsonObject item{{"type", "message"}, {"role", "assistant"}, {"content", part.text}};
            if (const QJsonValue phase = part.vendor.value(QStringLiteral("phase")); phase.isString())
                item.insert(QStringLiteral("phase"), phase);
            append(item);
        } else if (part.type == u"tool_call") {
            append({{"type", "function_call"}, {"call_id", part.id}, {"name", part.name},
                {"arguments", QString::fromUtf8(compactJson(part.input))}});
        }
    }
}

void appendUserItems(const Message &message, QJsonArray &items)
{
    const UserParts parts = UserParts::of(message);
    for (const UserParts::ToolResult &result : parts.results)
        items.append(
            QJsonObject{{"type", "function_call_output"}, {"call_id", result.callId}, {"output", result.text}});
    if (!parts.text.isEmpty())
        items.append(QJsonObject{{"type", "message"}, {"role", "user"}, {"content", parts.text}});
}

ModelEndpoint endpointOf(const OpenAiResponses::Options &options)
{
    QUrl url = endpointUrl(options.endpoint, QStringLiteral("/responses"));
    if (!options.query.isEmpty())
        url.setQuery(options.query);
    const QString service =
        options.service.isEmpty() ? QStringLiteral("The model server at %1").arg(url.host()) : options.service;
    return {
        .service = service, .url = url, .headers = {}, .authorise = options.authorise, .timeouts = options.timeouts};
}

/// `Encrypted content is not supported with this model.`, with `include` as the parameter.
bool isRefusalOfEncryption(const Error &error)
{
    return error.code == ErrorCode::InvalidInput
        && error.message.contains(QLatin1StringView("encrypted"), Qt::CaseInsensitive);
}

} // namespace

OpenAiResponses::OpenAiResponses(Options options, ModelTransport transport)
    : m_reasoningEffort(options.reasoningEffort), m_call(endpointOf(options), options.retry, std::move(transport))
{
}

QJsonObject OpenAiResponses::bodyOf(const ModelRequest &request, Reasoning reasoning)
{
    QJsonArray items;
    for (const Message &message : request.messages) {
        if (message.role == u"assistant")
            appendAssistantItems(message, items);
        else
            appendUserItems(message, items);
    }
    QJsonObject body{{"model", request.model}, {"input", items}, {"stream", true}, {"store", false},
        {"max_output_tokens", std::max(request.maximumOutputTokens, leastOutputTokens)}};
    if (!request.system.isEmpty())
        body.insert(QStringLiteral("instructions"), request.system);
    if (reasoning == Reasoning::Encrypted)
        body.insert(QStringLiteral("include"), QJsonArray{QStringLiteral("reasoning.encrypted_content")});
    QJsonArray tools;
    for (const ModelTool &tool : request.tools)
        // Strict is the default here, and its subset of JSON Schema has no optional members.
        tools.append(QJsonObject{{"type", "function"}, {"name", tool.name}, {"description", tool.description},
            {"parameters", tool.inputSchema}, {"strict", false}});
    if (!tools.isEmpty())
        body.insert(QStringLiteral("tools"), tools);
    return body;
}

Result<ModelAnswer> OpenAiResponses::complete(
    const ModelRequest &request, const ModelProgress &progress, std::stop_token stop)
{
    for (;;) {
        QJsonObject body = bodyOf(request, m_reasoning);
        if (!m_reasoningEffort.isEmpty())
            body.insert(QStringLiteral("reasoning"), QJsonObject{{"effort", m_reasoningEffort}});
        auto answer = m_call.run(
            compactJson(body), [&] { return std::make_unique<OpenAiResponsesStream>(progress.onDelta); }, progress,
            stop);
        if (answer || m_reasoning == Reasoning::Left || !isRefusalOfEncryption(answer.error()))
            return answer;
        m_reasoning = Reasoning::Left;
    }
}

} // namespace mergeloom
