#include "service/models/ModelCall.h"

#include "service/models/AmazonEventStream.h"
#include "shared/core/Json.h"

#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <array>

namespace mergeloom {

using std::chrono::milliseconds;

namespace {

// A server that has said all but keeps the stream open is left after this time.
constexpr milliseconds lingering{2000};

Unexpected cancelled(const QString &service)
{
    return failure(ErrorCode::Cancelled, QStringLiteral("The call of %1 was cancelled.").arg(service));
}

/// Of an answer that the reader did not find whole.
CallFailure failureOf(const Result<HttpAnswer> &answer, const Redactor &redactor)
{
    if (!answer)
        return {.message = answer.error().message, .transport = answer.error().code};
    if (answer->status >= 200 && answer->status < 300)
        return {
            .message = QStringLiteral("the stream ended before the answer did"), .transport = ErrorCode::Unavailable};
    return CallFailure::ofBody(answer->status, answer->headers, redactor.redact(answer->body));
}

/// A token service that limits the rate is asked again like one that is away.
ErrorCode transportOf(const Error &error)
{
    return error.code == ErrorCode::RateLimited ? ErrorCode::Unavailable : error.code;
}

ServerSentEvent eventOf(const AmazonMessage &message)
{
    const auto header = [&](const char *name) {
        const auto found = message.headers.find(name);
        return found == message.headers.end() ? QByteArray() : found->second;
    };
    const QByteArray kind = header(":message-type");
    if (kind == "exception")
        return {"exception:" + header(":exception-type"), message.payload, {}};
    if (kind == "error") // of the framing itself; it has no payload
        return {"exception:" + header(":error-code"),
            compactJson(QJsonObject{{"message", QString::fromUtf8(header(":error-message"))}}), {}};
    return {header(":event-type"), message.payload, {}};
}

/// The events of a stream in either framing.
class EventPieces
{
public:
    explicit EventPieces(Framing framing) : m_framing(framing) {}

    Result<void> push(const QByteArray &piece, const std::function<void(const ServerSentEvent &)> &onEvent)
    {
        if (m_framing == Framing::AmazonEventStream)
            return m_messages.push(piece, [&](const AmazonMessage &message) { onEvent(eventOf(message)); });
        m_lines.push(piece, onEvent);
        return {};
    }
    QByteArray accepted() const
    {
        return m_framing == Framing::AmazonEventStream ? "application/vnd.amazon.eventstream" : "text/event-stream";
    }

private:
    Framing m_framing;
    ServerSentEvents m_lines;
    AmazonEventStream m_messages;
};

} // namespace

/// Exactly one of answer and failure.
struct ModelCall::Try {
    std::optional<ModelAnswer> answer;
    std::optional<CallFailure> failure;
    std::optional<Error> unauthorised; ///< with failure: it is the credential that could not be had
    HttpRequest request;
    HttpAnswer received; ///< where one came
};

Redactor credentialRedactor(const HttpHeaders &before, const HttpHeaders &after)
{
    // What else comes with a credential is no secret, and a message is hard to read without it.
    constexpr std::array known{"host", "x-amz-content-sha256", "x-amz-date", "x-goog-user-project"};
    Redactor redactor;
    for (qsizetype i = before.size(); i < after.size(); ++i) {
        const auto &[name, value] = after.at(i);
        if (std::find(known.begin(), known.end(), name.toLower()) != known.end())
            continue;
        redactor.addSecret(value);
        redactor.addSecret(value.mid(value.indexOf(' ') + 1));
    }
    return redactor;
}

ModelTransport ModelTransport::real()
{
    ModelTransport transport;
    auto client = std::make_shared<std::unique_ptr<HttpClient>>();
    transport.stream = [client](const HttpRequest &request, std::stop_token stop, const OnPiece &onPiece) {
        if (!*client)
            *client = std::make_unique<HttpClient>();
        return (*client)->stream(request, stop, onPiece);
    };
    transport.clock = RetryClock::real();
    return transport;
}

ModelCall::ModelCall(ModelEndpoint endpoint, RetryPolicy policy, ModelTransport transport)
    : m_endpoint(std::move(endpoint)), m_policy(policy), m_transport(std::move(transport))
{
}

Result<ModelCall::Try> ModelCall::attempt(const QByteArray &body, const MakeReader &makeReader, std::stop_token stop)
{
    HttpRequest request;
    request.method = "POST";
    request.url = m_endpoint.url;
    request.headers = m_endpoint.headers;
    request.headers.emplaceBack("content-type", "application/json");
    EventPieces events(m_endpoint.framing);
    request.headers.emplaceBack("accept", events.accepted());
    request.body = body;
    request.timeouts = m_endpoint.timeouts;
    const HttpHeaders before = request.headers;
    Try result;
    if (m_endpoint.authorise.add)
        if (const auto added = m_endpoint.authorise.add(request, stop); !added) {
            result.failure = CallFailure{.message = added.error().message, .transport = transportOf(added.error())};
            result.unauthorised = added.error();
            return result;
        }

    const auto reader = makeReader();
    std::optional<Error> damage;
    std::stop_source ending;
    const std::stop_callback passOn(stop, [&] { ending.request_stop(); });
    QTimer linger;
    linger.setSingleShot(true);
    QObject::connect(&linger, &QTimer::timeout, [&] { ending.request_stop(); });
    auto answer = m_transport.stream(request, ending.get_token(), [&](const QByteArray &piece) {
        const auto pushed = events.push(piece, [&](const ServerSentEvent &event) {
            if (!reader->isOver() && !reader->failure())
                reader->read(event);
        });
        if (!pushed && !damage)
            damage = pushed.error();
        if (reader->failure() || damage)
            ending.request_stop();
        else if (reader->isOver() && !linger.isActive())
            linger.start(lingering);
    });
    if (stop.stop_requested())
        return cancelled(m_endpoint.service);

    if (!reader->failure() && !damage && reader->isWhole()) {
        result.answer = reader->take();
        return result;
    }
    const Redactor redactor = credentialRedactor(before, request.headers);
    result.failure = reader->failure() ? *reader->failure()
        : damage                       ? CallFailure{.message = damage->message, .transport = ErrorCode::Unavailable}
                                       : failureOf(answer, redactor);
    result.failure->message = redactor.redact(result.failure->message);
    result.request = std::move(request);
    if (answer)
        result.received = std::move(*answer);
    return result;
}

Result<ModelAnswer> ModelCall::run(
    const QByteArray &body, const MakeReader &makeReader, const ModelProgress &progress, std::stop_token stop)
{
    milliseconds waited{0};
    bool isRenewed = false;
    for (int tries = 1;; ++tries) {
        if (stop.stop_requested())
            return cancelled(m_endpoint.service);
        MERGELOOM_TRY(Try tried, attempt(body, makeReader, stop));
        if (tried.answer)
            return std::move(*tried.answer);
        auto wait =
            m_policy.waitBefore(tries, waited, *tried.failure, m_transport.clock.now(), m_transport.clock.jitter());
        // A token can end earlier than it said. Once is enough: a newer one that is refused too was not too old.
        const int status = tried.received.status;
        if (!isRenewed && (status == 401 || status == 403) && m_endpoint.authorise.refused
            && m_endpoint.authorise.refused(tried.request, tried.received)) {
            isRenewed = true;
            wait = milliseconds(0);
        }
        const Error error =
            tried.unauthorised.value_or(RetryPolicy::errorOf(*tried.failure, m_endpoint.service, tries));
        if (!wait)
            return Unexpected(error);
        if (progress.onRetry)
            progress.onRetry(error.message, *wait, tries);
        if (!m_transport.clock.sleep(*wait, stop))
            return cancelled(m_endpoint.service);
        waited += *wait;
    }
}

QUrl endpointUrl(const QString &base, const QString &path)
{
    QString start = base.trimmed();
    while (start.endsWith(u'/'))
        start.chop(1);
    if (start.endsWith(u"/v1") && path.startsWith(u"/v1/"))
        start.chop(3);
    return QUrl(start + path);
}

void setToolInput(ContentPart &part, const QByteArray &arguments)
{
    QJsonParseError error;
    const QByteArray text = arguments.trimmed();
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (document.isObject()) {
        part.input = document.object();
    } else if (!text.isEmpty() && text != "null") {
        part.isError = true;
        part.text = QString::fromUtf8(arguments);
    }
}

} // namespace mergeloom
