#include "service/models/BedrockConverse.h"

#include "service/models/BedrockStream.h"
#include "service/models/JsonText.h"
#include "shared/core/Json.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

const QJsonObject bedrockCachePoint{{"cachePoint", QJsonObject{{"type", "default"}}}};

bool isCaching(BedrockFamily family) { return family == BedrockFamily::Anthropic || family == BedrockFamily::Nova; }

QJsonObject resultBlock(const ContentPart &part, BedrockFamily family)
{
    // A blank text is refused, and a result needs a content.
    const QString text = part.text.trimmed().isEmpty() ? QStringLiteral("(no output)") : part.text;
    QJsonObject result{{"toolUseId", part.id}, {"content", QJsonArray{QJsonObject{{"text", text}}}}};
    if (part.isError && family != BedrockFamily::Other)
        result.insert(QStringLiteral("status"), QStringLiteral("error"));
    return {{"toolResult", result}};
}

QJsonObject reasoningBlock(const ContentPart &part)
{
    const QString kind = textOf(part.vendor, "type");
    if (kind == u"reasoningText")
        return {{"reasoningContent",
            QJsonObject{{"reasoningText",
                QJsonObject{{"text", part.text}, {"signature", part.vendor.value(QStringLiteral("signature"))}}}}}};
    if (kind == u"redactedContent")
        return {{"reasoningContent",
            QJsonObject{{"redactedContent", part.vendor.value(QStringLiteral("redactedContent"))}}}};
    return {};
}

/// A block as the service takes it, or an empty object for what it does not take.
QJsonObject converseBlock(const ContentPart &part, BedrockFamily family)
{
    if (part.type == u"text")
        return part.text.trimmed().isEmpty() ? QJsonObject() : QJsonObject{{"text", part.text}};
    if (part.type == u"reasoning")
        return reasoningBlock(part);
    if (part.type == u"tool_call")
        return {{"toolUse", QJsonObject{{"toolUseId", part.id}, {"name", part.name}, {"input", part.input}}}};
    if (part.type == u"tool_result")
        return resultBlock(part, family);
    return {};
}

QJsonArray converseMessages(const QList<Message> &messages, BedrockFamily family)
{
    // The newest is written to the cache, the one before it is read from it; see AnthropicMessages.
    int pointsLeft = isCaching(family) ? 2 : 0;
    QList<QJsonObject> reversed;
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        QJsonArray blocks;
        for (const ContentPart &part : message->content)
            if (const QJsonObject block = converseBlock(part, family); !block.isEmpty())
                blocks.append(block);
        if (blocks.isEmpty())
            continue;
        if (message->role == u"user" && pointsLeft-- > 0)
            blocks.append(bedrockCachePoint);
        reversed.append({{"role", message->role}, {"content", blocks}});
    }
    QJsonArray result;
    for (auto message = reversed.crbegin(); message != reversed.crend(); ++message)
        result.append(*message);
    return result;
}

QJsonArray toolsOf(const QList<ModelTool> &tools, BedrockFamily family)
{
    QJsonArray result;
    for (const ModelTool &tool : tools)
        result.append(QJsonObject{{"toolSpec",
            QJsonObject{{"name", tool.name}, {"description", tool.description},
                {"inputSchema", QJsonObject{{"json", tool.inputSchema}}}}}});
    if (family == BedrockFamily::Anthropic && !result.isEmpty()) // Nova has no cache for tools
        result.append(bedrockCachePoint);
    return result;
}

} // namespace

BedrockConverse::BedrockConverse(Options options, ModelTransport transport)
    : m_options(std::move(options)), m_transport(std::move(transport))
{
}

BedrockFamily BedrockConverse::familyOf(const QString &model)
{
    static const QRegularExpression old(
        QStringLiteral("anthropic\\.claude-(v2|instant|3-(sonnet|haiku|opus)|3-5-sonnet-20240620)"));
    if (model.contains(u"anthropic.claude"))
        return old.match(model).hasMatch() ? BedrockFamily::AnthropicWithoutCache : BedrockFamily::Anthropic;
    return model.contains(u"amazon.nova") ? BedrockFamily::Nova : BedrockFamily::Other;
}

QUrl BedrockConverse::urlOf(const QString &endpoint, const QString &model)
{
    return endpointUrl(
        endpoint, QStringLiteral("/model/%1/converse-stream").arg(QString::fromLatin1(QUrl::toPercentEncoding(model))));
}

QJsonObject BedrockConverse::bodyOf(const ModelRequest &request, BedrockFamily family)
{
    QJsonObject body{{"messages", converseMessages(request.messages, family)},
        {"inferenceConfig", QJsonObject{{"maxTokens", request.maximumOutputTokens}}}};
    if (!request.system.isEmpty()) {
        QJsonArray system{QJsonObject{{"text", request.system}}};
        if (isCaching(family))
            system.append(bedrockCachePoint);
        body.insert(QStringLiteral("system"), system);
    }
    if (!request.tools.isEmpty())
        body.insert(QStringLiteral("toolConfig"), QJsonObject{{"tools", toolsOf(request.tools, family)}});
    return body;
}

Result<ModelAnswer> BedrockConverse::complete(
    const ModelRequest &request, const ModelProgress &progress, std::stop_token stop)
{
    const QUrl url = urlOf(m_options.endpoint, request.model);
    ModelCall call({.service = QStringLiteral("Amazon Bedrock at %1").arg(url.host()),
                       .url = url,
                       .authorise = m_options.authorise,
                       .timeouts = m_options.timeouts,
                       .framing = Framing::AmazonEventStream},
        m_options.retry, m_transport);
    return call.run(
        compactJson(bodyOf(request, m_options.family)),
        [&] { return std::make_unique<BedrockStream>(request.model, progress.onDelta); }, progress, stop);
}

} // namespace mergeloom
