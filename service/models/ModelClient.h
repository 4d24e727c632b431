#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Transcript.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <functional>
#include <stop_token>

namespace mergeloom {

/// A tool as it is offered to a model.
struct ModelTool {
    QString name;
    QString description;
    QJsonObject inputSchema; ///< JSON Schema of an object
};

struct ModelRequest {
    QString model;
    QString system;
    QList<Message> messages;
    QList<ModelTool> tools;
    int maximumOutputTokens = 16'000;
};

/// A tool_call whose arguments were no JSON object (cut off by the output limit, or broken) has isError set, an empty
/// input, and the arguments as they came in text.
struct ModelAnswer {
    QList<ContentPart> content;
    /// `end_turn`, `tool_use`, `max_tokens`, `refusal` of the model, `content_filter` of the service, `bad_call`: a tool
    /// call that not even the service could read
    QString stop;
    Usage usage;
    QString model; ///< as the service named it
};

/// What happens while a call is under way; called on the calling thread.
struct ModelProgress {
    std::function<void(const QString &kind, const QString &text)> onDelta; ///< kind: `text`, `reasoning`, `tool_input`
    std::function<void(const QString &reason, std::chrono::milliseconds wait, int retry)> onRetry;
};

/// One wire protocol at one endpoint with one way to authorise. Blocking; retries what can succeed and gives up with
/// `unavailable`, `rate_limited`, `timeout`; `unauthorized` and `invalid_input` are not retried. The message of an error
/// names the service and what to do, never the key. An answer is given whole or not at all.
class ModelClient
{
public:
    virtual ~ModelClient() = default;
    virtual Result<ModelAnswer> complete(
        const ModelRequest &request, const ModelProgress &progress, std::stop_token stop) = 0;
    /// The answer to the next call was recorded by an earlier process, and the call is not made.
    virtual void skip() {}
};

} // namespace mergeloom
