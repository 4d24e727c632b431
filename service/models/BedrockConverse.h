#pragma once

#include "service/models/ModelCall.h"
#include "service/models/ModelClient.h"

namespace mergeloom {

/// What differs between the makers of the models behind one protocol.
enum class BedrockFamily { Anthropic, AnthropicWithoutCache, Nova, Other };

/// ConverseStream of Amazon Bedrock, with tools and cache points ("API_runtime_ConverseStream" and "Prompt caching" of the
/// Amazon Bedrock documentation). Signed reasoning keeps its signature in ContentPart::vendor and goes back unchanged;
/// reasoning without one is not wanted back.
class BedrockConverse : public ModelClient
{
public:
    struct Options {
        QString endpoint; ///< e.g. `https://bedrock-runtime.eu-central-1.amazonaws.com`
        BedrockFamily family = BedrockFamily::Other;
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit BedrockConverse(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    /// By the id of a model or inference profile, or the ARN of one; an application inference profile does not tell.
    static BedrockFamily familyOf(const QString &model);
    /// The id or ARN is one segment of the path, whatever is in it.
    static QUrl urlOf(const QString &endpoint, const QString &model);
    static QJsonObject bodyOf(const ModelRequest &request, BedrockFamily family);

private:
    Options m_options;
    ModelTransport m_transport;
};

} // namespace mergeloom
