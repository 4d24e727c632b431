#pragma once

#include "service/models/ModelCall.h"
#include "service/models/ModelClient.h"

namespace mergeloom {

/// OpenAI Responses, streamed, with function tools and without state at the vendor: `store` is false, and reasoning comes
/// encrypted and goes back in its place (https://platform.openai.com/docs/api-reference/responses, and the vendor's OpenAPI
/// document, CreateResponse). Models that do not reason refuse to be asked for that; they are asked again without.
class OpenAiResponses : public ModelClient
{
public:
    struct Options {
        QString service; ///< for people; empty: named by its host
        QString endpoint =
            QStringLiteral("https://api.openai.com/v1"); ///< the base URL: with its `/v1`, where it has one
        QString query;                                   ///< of the address, e.g. `api-version=preview`
        QString reasoningEffort;                         ///< `low`, `medium`, `high`, …; empty: the model's own
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit OpenAiResponses(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    /// What is asked for beside the answer.
    enum class Reasoning { Encrypted, Left };
    static QJsonObject bodyOf(const ModelRequest &request, Reasoning reasoning);

private:
    QString m_reasoningEffort;
    Reasoning m_reasoning = Reasoning::Encrypted;
    ModelCall m_call;
};

} // namespace mergeloom
