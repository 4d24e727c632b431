#pragma once

#include "service/models/ModelCall.h"
#include "service/models/ModelClient.h"

namespace mergeloom {

/// Gemini's `streamGenerateContent` with functions, as Vertex AI has it
/// (cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.publishers.models/streamGenerateContent). The
/// signatures of thoughts are kept in ContentPart::vendor and go back in the part that they came in: Gemini 3 refuses a
/// function call that lacks its own (cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures).
class Gemini : public ModelClient
{
public:
    /// Whether Gemini sums up its thoughts; models that do not think refuse to.
    enum class Thoughts { Hidden, Shown };
    struct Options {
        QString service; ///< for people
        QUrl endpoint;   ///< the whole address, with `:streamGenerateContent?alt=sse`
        Thoughts thoughts = Thoughts::Hidden;
        Authorise authorise;
        HttpTimeouts timeouts;
        RetryPolicy retry;
    };
    explicit Gemini(Options options, ModelTransport transport = ModelTransport::real());

    Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) override;

    static QJsonObject bodyOf(const ModelRequest &request, Thoughts thoughts = Thoughts::Hidden);

private:
    Thoughts m_thoughts;
    ModelCall m_call;
};

} // namespace mergeloom
