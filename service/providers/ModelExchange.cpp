#include "service/providers/ModelExchange.h"

#include "service/models/AnthropicStream.h"
#include "service/models/OpenAiResponsesStream.h"
#include "service/providers/ModelProxy.h"
#include "shared/core/Redactor.h"

#include <QJsonDocument>

namespace mergeloom {

namespace {

using std::chrono::milliseconds;

/// Of the program's own, or between two neighbours; the key and what belongs to the connection are ours to say.
bool staysHere(const QByteArray &name)
{
    static const QList<QByteArray> ours{"host", "connection", "content-length", "transfer-encoding", "authorization",
        "x-api-key", "api-key", "accept-encoding", "expect", "keep-alive", "te", "trailer", "upgrade", "cookie",
        "proxy-authorization", "proxy-connection"};
    return ours.contains(name);
}

/// A service that repeats the key in its complaint must not bring it into the sandbox.
QByteArray withoutKey(const HttpRequest &out, const QByteArray &text)
{
    Redactor redactor;
    for (const auto &[name, value] : out.headers)
        if (staysHere(name.toLower())) {
            redactor.addSecret(value);
            redactor.addSecret(value.mid(value.indexOf(' ') + 1));
        }
    return redactor.redact(text);
}

Error cancelledCall() { return {ErrorCode::Cancelled, QStringLiteral("The call was cancelled."), {}}; }

ModelAnswer wholeAnswerOf(ModelProtocol protocol, const QByteArray &body)
{
    // The streams know how to read the parts; a whole answer is told to them as if it had come in one event.
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    if (protocol == ModelProtocol::OpenAiResponses) {
        OpenAiResponsesStream reader({});
        for (const QJsonValue &item : object.value(QStringLiteral("output")).toArray())
            reader.read({.type = "message",
                .data = compactJson(QJsonObject{{"type", "response.output_item.done"}, {"item", item}})});
        reader.read({.type = "message",
            .data = compactJson(QJsonObject{{"type", "response.completed"}, {"response", object}})});
        return reader.take();
    }
    AnthropicStream reader({});
    reader.read({.type = "message", .data = compactJson(QJsonObject{{"type", "message_start"}, {"message", object}})});
    const QJsonArray blocks = object.value(QStringLiteral("content")).toArray();
    for (int i = 0; i < blocks.size(); ++i)
        reader.read({.type = "message",
            .data = compactJson(
                QJsonObject{{"type", "content_block_start"}, {"index", i}, {"content_block", blocks.at(i)}})});
    reader.read({.type = "message",
        .data = compactJson(QJsonObject{
            {"type", "message_delta"}, {"delta", object}, {"usage", object.value(QStringLiteral("usage"))}})});
    return reader.take();
}

} // namespace

ModelExchange::ModelExchange(Line line, const LocalRequest &request, std::stop_token stop)
    : m_line(line), m_request(request), m_stop(std::move(stop)),
      m_asked(QJsonDocument::fromJson(request.body).object()), m_transport(line.options.transport())
{
}

Result<HttpRequest> ModelExchange::outward(const QByteArray &body) const
{
    HttpRequest out;
    out.method = m_request.method;
    out.url = endpointUrl(m_line.options.endpoint, QString::fromLatin1(m_request.target));
    for (const auto &[name, value] : m_request.headers)
        if (!staysHere(name))
            out.headers.emplaceBack(name, value);
    out.body = body;
    out.timeouts = m_line.options.timeouts;
    if (m_line.options.authorise.add)
        MERGELOOM_CHECK(m_line.options.authorise.add(out, m_stop));
    return out;
}

void ModelExchange::hold()
{
    m_line.clock.hold();
    m_line.control.holdWhilePaused(QStringLiteral("model call"), m_stop);
    m_line.clock.release();
}

void ModelExchange::perform(ModelLedger &ledger, ModelLedger::Call &call)
{
    milliseconds waited{0};
    for (int tries = 1;; ++tries) {
        hold();
        const Try tried = attempt(ledger, call);
        if (!tried.failure && !tried.stopped)
            return;
        if (tried.stopped) {
            ledger.failed(call, tried.stopped->message);
            return;
        }
        const RetryClock &clock = m_transport.clock;
        const auto wait = m_line.options.retry.waitBefore(tries, waited, *tried.failure, clock.now(), clock.jitter());
        const QString reason = RetryPolicy::errorOf(*tried.failure, m_line.options.service, tries).message;
        if (!wait) {
            ledger.failed(call, reason);
            return giveUp(*tried.failure, tried.body, tries);
        }
        ledger.retried(call, reason, *wait, tries);
        m_line.clock.hold();
        const bool isSlept = clock.sleep(*wait, m_stop);
        m_line.clock.release();
        if (!isSlept)
            return ledger.failed(call, QStringLiteral("The call was cancelled."));
        waited += *wait;
    }
}

/// What the agent can mend, such as a conversation that is too long, is its own to see; of all else it would only try again
/// and again.
void ModelExchange::giveUp(const CallFailure &failure, const QByteArray &body, int tries)
{
    const Error error = RetryPolicy::errorOf(failure, m_line.options.service, tries);
    const bool isSideCall = m_asked.value(QStringLiteral("tools")).toArray().isEmpty();
    const bool isKeyRefused = error.code == ErrorCode::Unauthorized || error.code == ErrorCode::Forbidden;
    if (isKeyRefused || (!isSideCall && error.code != ErrorCode::InvalidInput))
        m_line.clock.end(error);
    m_line.client.answer(failure.status ? failure.status : 502, "application/json",
        body.isEmpty() ? compactJson(
            QJsonObject{{"type", "error"}, {"error", QJsonObject{{"type", "api_error"}, {"message", error.message}}}})
                       : body);
}

ModelExchange::Try ModelExchange::attempt(ModelLedger &ledger, ModelLedger::Call &call)
{
    const auto out = outward(call.body);
    if (!out)
        return {.failure = {}, .stopped = out.error(), .body = {}};
    return m_asked.value(QStringLiteral("stream")).toBool() ? streamed(*out, ledger, call) : whole(*out, ledger, call);
}

std::unique_ptr<AnswerReader> ModelExchange::reader(ModelLedger::Call &call) const
{
    const auto onDelta = [&call](const QString &kind, const QString &text) {
        if (kind != u"tool_input")
            call.deltas->add(kind, text);
    };
    if (m_line.options.protocol == ModelProtocol::AnthropicMessages)
        return std::make_unique<AnthropicStream>(onDelta);
    return std::make_unique<OpenAiResponsesStream>(onDelta);
}

ModelExchange::Try ModelExchange::streamed(const HttpRequest &out, ModelLedger &ledger, ModelLedger::Call &call)
{
    const auto answer = reader(call);
    ServerSentEvents events;
    std::stop_source ending;
    const std::stop_callback passStop(m_stop, [&] { ending.request_stop(); });
    QByteArray held; // until the stream has said something else than that it failed
    bool hasSaid = false;
    bool hasBegun = false;
    bool isClientGone = false;
    const auto onPiece = [&](const QByteArray &piece) {
        m_line.clock.heard();
        events.push(piece, [&](const ServerSentEvent &event) {
            if (!answer->isOver() && !answer->failure())
                answer->read(event);
            hasSaid = hasSaid || !answer->failure();
        });
        held += piece;
        if (!hasSaid) {
            if (answer->failure())
                ending.request_stop();
            return;
        }
        isClientGone = isClientGone || (!hasBegun && !m_line.client.beginStream("text/event-stream"));
        hasBegun = true;
        isClientGone = isClientGone || !m_line.client.sendPiece(std::exchange(held, {}));
        if (isClientGone)
            ending.request_stop();
    };
    const auto received = m_transport.stream(out, ending.get_token(), onPiece);
    if (!answer->failure() && answer->isWhole()) {
        ledger.answered(call, answer->take()); // on record before the program can act on its end
        if (hasBegun && !isClientGone)
            m_line.client.endStream();
        return {};
    }
    if (hasBegun) {
        const QString why = isClientGone ? QStringLiteral("The agent hung up.")
            : answer->failure()          ? answer->failure()->message
            : received                   ? QStringLiteral("The stream ended before the answer did.")
                                         : received.error().message;
        ledger.failed(call, why, answer->take().usage);
        if (received && !isClientGone) // an error in the stream is for the agent to read
            m_line.client.endStream();
        return {};
    }
    if (m_stop.stop_requested())
        return {.failure = {}, .stopped = cancelledCall(), .body = {}};
    if (answer->failure())
        return {.failure = answer->failure(), .stopped = {}, .body = {}};
    return refused(out, received);
}

ModelExchange::Try ModelExchange::whole(const HttpRequest &out, ModelLedger &ledger, ModelLedger::Call &call)
{
    const auto received = m_transport.stream(out, m_stop, {});
    m_line.clock.heard();
    if (m_stop.stop_requested())
        return {.failure = {}, .stopped = cancelledCall(), .body = {}};
    if (received && received->status >= 200 && received->status < 300) {
        ledger.answered(call, wholeAnswerOf(m_line.options.protocol, received->body));
        m_line.client.answer(received->status, "application/json", received->body);
        return {};
    }
    return refused(out, received);
}

ModelExchange::Try ModelExchange::refused(const HttpRequest &out, const Result<HttpAnswer> &answer)
{
    Try tried;
    if (!answer)
        tried.failure = CallFailure{.message = answer.error().message, .transport = answer.error().code};
    else if (answer->status >= 200 && answer->status < 300)
        tried.failure = CallFailure{
            .message = QStringLiteral("the stream ended before the answer did"), .transport = ErrorCode::Unavailable};
    else
        tried.failure = CallFailure::ofBody(answer->status, answer->headers, withoutKey(out, answer->body));
    tried.failure->message = QString::fromUtf8(withoutKey(out, tried.failure->message.toUtf8()));
    if (answer && answer->status >= 300)
        tried.body = withoutKey(out, answer->body);
    return tried;
}

void ModelExchange::passOn()
{
    const auto out = outward(m_request.body);
    if (!out)
        return m_line.client.answer(502, "text/plain", out.error().message.toUtf8());
    const auto received = m_transport.stream(*out, m_stop, {});
    if (!received)
        return m_line.client.answer(502, "text/plain", received.error().message.toUtf8());
    m_line.client.answer(received->status, "application/json", withoutKey(*out, received->body));
}

} // namespace mergeloom
