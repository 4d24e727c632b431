#include "service/models/AnthropicMessages.h"

#include "service/models/AnthropicStream.h"
#include "shared/core/Json.h"

namespace mergeloom {

namespace {

const QJsonObject cachePoint{{"type", "ephemeral"}};

/// A block as the service takes it, or an empty object for what it does not take: blank texts, reasoning of others.
QJsonObject blockOf(const ContentPart &part)
{
    if (part.type == u"text")
        return part.text.trimmed().isEmpty() ? QJsonObject() : QJsonObject{{"type", "text"}, {"text", part.text}};
    if (part.type == u"reasoning") {
        const QString kind = part.vendor.value(QStringLiteral("type")).toString();
        QJsonObject block = part.vendor;
        if (kind == u"thinking")
            block.insert(QStringLiteral("thinking"), part.text);
        return kind == u"thinking" || kind == u"redacted_thinking" ? block : QJsonObject();
    }
    if (part.type == u"tool_call")
        return {{"type", "tool_use"}, {"id", part.id}, {"name", part.name}, {"input", part.input}};
    if (part.type == u"tool_result") {
        QJsonObject block{{"type", "tool_result"}, {"tool_use_id", part.id}};
        if (!part.text.isEmpty())
            block.insert(QStringLiteral("content"), part.text);
        if (part.isError)
            block.insert(QStringLiteral("is_error"), true);
        return block;
    }
    return {};
}

QJsonArray messagesOf(const QList<Message> &messages)
{
    // The end of the last two user messages: the newest is written to the cache, the one before it is read from it even
    // when more blocks came between than the service looks back for.
    int pointsLeft = 2;
    QList<QJsonObject> reversed;
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        QJsonArray blocks;
        for (const ContentPart &part : message->content)
            if (const QJsonObject block = blockOf(part); !block.isEmpty())
                blocks.append(block);
        if (blocks.isEmpty())
            continue;
        if (message->role == u"user" && pointsLeft > 0) {
            QJsonObject last = blocks.last().toObject();
            last.insert(QStringLiteral("cache_control"), cachePoint);
            blocks.replace(blocks.size() - 1, last);
            --pointsLeft;
        }
        reversed.append({{"role", message->role}, {"content", blocks}});
    }
    QJsonArray result;
    for (auto message = reversed.crbegin(); message != reversed.crend(); ++message)
        result.append(*message);
    return result;
}

ModelEndpoint endpointOf(const AnthropicMessages::Options &options)
{
    ModelEndpoint endpoint{.service = options.service,
        .url = endpointUrl(options.endpoint, QStringLiteral("/v1/messages")),
        .headers = {{"anthropic-version", "2023-06-01"}},
        .authorise = options.authorise,
        .timeouts = options.timeouts};
    if (endpoint.service.isEmpty())
        endpoint.service = QStringLiteral("The Anthropic API at %1").arg(QUrl(options.endpoint).host());
    if (!options.bodyVersion.isEmpty()) {
        endpoint.url = QUrl(options.endpoint);
        endpoint.headers.clear();
    }
    return endpoint;
}

} // namespace

AnthropicMessages::AnthropicMessages(Options options, ModelTransport transport)
    : m_bodyVersion(options.bodyVersion), m_call(endpointOf(options), options.retry, std::move(transport))
{
}

QJsonObject AnthropicMessages::bodyOf(const ModelRequest &request, const QString &bodyVersion)
{
    QJsonObject body{
        {"max_tokens", request.maximumOutputTokens}, {"stream", true}, {"messages", messagesOf(request.messages)}};
    if (bodyVersion.isEmpty())
        body.insert(QStringLiteral("model"), request.model);
    else
        body.insert(QStringLiteral("anthropic_version"), bodyVersion);
    if (!request.system.isEmpty())
        body.insert(QStringLiteral("system"),
            QJsonArray{QJsonObject{{"type", "text"}, {"text", request.system}, {"cache_control", cachePoint}}});
    QJsonArray tools;
    for (const ModelTool &tool : request.tools)
        tools.append(
            QJsonObject{{"name", tool.name}, {"description", tool.description}, {"input_schema", tool.inputSchema}});
    if (!tools.isEmpty()) {
        QJsonObject last = tools.last().toObject();
        last.insert(QStringLiteral("cache_control"), cachePoint);
        tools.replace(tools.size() - 1, last);
        body.insert(QStringLiteral("tools"), tools);
    }
    return body;
}

Result<ModelAnswer> AnthropicMessages::complete(
    const ModelRequest &request, const ModelProgress &progress, std::stop_token stop)
{
    return m_call.run(
        compactJson(bodyOf(request, m_bodyVersion)),
        [&] { return std::make_unique<AnthropicStream>(progress.onDelta); }, progress, stop);
}

} // namespace mergeloom
