#pragma once

#include "service/models/ModelCall.h"
#include "service/models/ModelClient.h"

namespace mergeloom {

/// Anthropic Messages, streamed, with tools and prompt caching
/// (https://docs.anthropic.com/en/api/messages and …/messages-streaming). Reasoning keeps its signature in
/// ContentPart::vendor and goes back unchanged.
class AnthropicMessages : public ModelClient
{
public:
    struct Options {
        QString endpoint = QStringLiteral("https://api.anthropic.com"); ///< with or without `/v1`
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit AnthropicMessages(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    static QJsonObject bodyOf(const ModelRequest &request);

private:
    ModelCall m_call;
};

} // namespace mergeloom
