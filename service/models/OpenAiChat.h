#pragma once

#include "service/models/ModelCall.h"
#include "service/models/ModelClient.h"

namespace mergeloom {

/// OpenAI Chat Completions, streamed, with function tools (https://platform.openai.com/docs/api-reference/chat), as
/// OpenAI, vLLM, Ollama, llama.cpp, LiteLLM and others speak it, with what some of them do differently. Where a server
/// gives no usage, it is estimated from the bytes.
class OpenAiChat : public ModelClient
{
public:
    /// Some models call tools while they think, and their servers want the thoughts back with the calls, in the field that
    /// they came in (DeepSeek, Kimi and others); OpenAI's own refuse unknown fields.
    enum class ReasoningBack { No, Yes };
    struct Options {
        QString service; ///< for people; empty: named by its host
        QString endpoint =
            QStringLiteral("https://api.openai.com/v1");        ///< the base URL: with its `/v1`, where it has one
        QString query;                                          ///< of the address, e.g. `api-version=2024-10-21`
        QString tokenLimitField = QStringLiteral("max_tokens"); ///< or `max_completion_tokens`
        ReasoningBack reasoningBack = ReasoningBack::No;
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit OpenAiChat(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    static QJsonObject bodyOf(
        const ModelRequest &request, const QString &tokenLimitField, ReasoningBack reasoningBack = ReasoningBack::No);

private:
    QString m_tokenLimitField;
    ReasoningBack m_reasoningBack;
    ModelCall m_call;
};

} // namespace mergeloom
