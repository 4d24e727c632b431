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
        QString service;                                                ///< for people; empty: named by its host
        QString endpoint = QStringLiteral("https://api.anthropic.com"); ///< with or without `/v1`
        /// Where the version goes into the body and the model into the address, which is then taken as it is: Vertex AI.
        QString bodyVersion;
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit AnthropicMessages(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    static QJsonObject bodyOf(const ModelRequest &request, const QString &bodyVersion = {});

private:
    QString m_bodyVersion;
    ModelCall m_call;
};

} // namespace mergeloom
