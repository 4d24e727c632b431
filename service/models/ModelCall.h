#pragma once

#include "service/models/ModelClient.h"
#include "service/models/RetryPolicy.h"
#include "service/models/ServerSentEvents.h"
#include "service/platform/HttpClient.h"
#include "shared/core/Redactor.h"

#include <QUrl>

#include <functional>
#include <memory>
#include <optional>

namespace mergeloom {

/// What authorises a request.
struct Authorise {
    /// Adds it; asked anew for each try, since tokens expire.
    std::function<Result<void>(HttpRequest &, std::stop_token)> add;
    /// The service answered 401 or 403 to this request: true when another try would carry something newer.
    std::function<bool(const HttpRequest &, const HttpAnswer &)> refused = {};
};

/// How the events of an answer are framed.
enum class Framing { ServerSentEvents, AmazonEventStream };

/// Where a model service listens, and how it wants to be called.
struct ModelEndpoint {
    QString service; ///< for people, e.g. `Anthropic API`
    QUrl url;
    HttpHeaders headers;
    Authorise authorise; ///< empty: no credential
    HttpTimeouts timeouts;
    Framing framing = Framing::ServerSentEvents;
};

/// What a call reaches the outside with; tests put their own in.
struct ModelTransport {
    using OnPiece = std::function<void(const QByteArray &)>;
    std::function<Result<HttpAnswer>(const HttpRequest &, std::stop_token, const OnPiece &)> stream;
    RetryClock clock;

    /// The HTTP client and the clock of the system. The client comes to life with the first call, on its thread.
    static ModelTransport real();
};

/// Puts the events of one stream together to one answer. Made anew for each try. A message of Amazon's framing comes as an
/// event of its type; what is an exception, as `exception:` and the exception's type.
class AnswerReader
{
public:
    virtual ~AnswerReader() = default;
    virtual void read(const ServerSentEvent &event) = 0;
    virtual bool isWhole() const = 0; ///< the answer can be used, even if the stream ends here
    virtual bool isOver() const = 0;  ///< nothing more is to come
    virtual ModelAnswer take() = 0;   ///< once, when whole

    const std::optional<CallFailure> &failure() const { return m_failure; }

protected:
    std::optional<CallFailure> m_failure; ///< the service said in the stream that it failed
};

/// One POST that is answered by a stream of events, with retries. A cut stream gives no half answer.
class ModelCall
{
public:
    ModelCall(ModelEndpoint endpoint, RetryPolicy policy, ModelTransport transport);

    using MakeReader = std::function<std::unique_ptr<AnswerReader>()>;
    Result<ModelAnswer> run(
        const QByteArray &body, const MakeReader &makeReader, const ModelProgress &progress, std::stop_token stop);

private:
    struct Try;
    Result<Try> attempt(const QByteArray &body, const MakeReader &makeReader, std::stop_token stop);

    ModelEndpoint m_endpoint;
    RetryPolicy m_policy;
    ModelTransport m_transport;
};

/// Of what authorise put behind the headers `before`. A service that repeats the credential in its complaint must not bring
/// it into a message: not even half of it.
Redactor credentialRedactor(const HttpHeaders &before, const HttpHeaders &after);

/// `base` with `path` behind it; a `/v1` that both have is taken once.
QUrl endpointUrl(const QString &base, const QString &path);

/// The arguments of a tool call from their text. What is no JSON object is marked in the part, see ModelAnswer.
void setToolInput(ContentPart &part, const QByteArray &arguments);

} // namespace mergeloom
