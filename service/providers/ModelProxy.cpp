#include "service/providers/ModelProxy.h"

#include "service/providers/ModelExchange.h"

#include <QJsonDocument>

#include <atomic>
#include <sys/socket.h>

namespace mergeloom {

namespace {

constexpr std::size_t mostConnections = 32;

/// What an agent may ask for; everything else of the service stays out of its reach.
bool isModelCall(ModelProtocol protocol, const LocalRequest &request)
{
    return request.method == "POST"
        && request.path()
        == (protocol == ModelProtocol::AnthropicMessages ? QByteArray("/v1/messages") : QByteArray("/v1/responses"));
}

bool isFreeCall(ModelProtocol protocol, const LocalRequest &request)
{
    return protocol == ModelProtocol::AnthropicMessages && request.method == "POST"
        && request.path() == "/v1/messages/count_tokens";
}

QByteArray complaint(const QString &text)
{
    return compactJson(
        QJsonObject{{"type", "error"}, {"error", QJsonObject{{"type", "invalid_request_error"}, {"message", text}}}});
}

bool knowsToken(const LocalRequest &request, const QByteArray &token)
{
    return request.header("x-api-key") == token || request.header("authorization") == "Bearer " + token;
}

} // namespace

struct ModelProxy::Connection {
    explicit Connection(FileDescriptor socket) : client(std::move(socket)) {}
    ~Connection() { client.shut(); } // a thread that still reads or writes comes back
    LocalHttp client;
    std::atomic<bool> isDone = false;
    std::jthread thread;
};

ModelProxy::ModelProxy(
    const ModelProxyOptions &options, QByteArray token, ModelLedger &ledger, RunControl &control, TurnClock &clock)
    : m_options(options), m_token(std::move(token)), m_ledger(ledger), m_control(control), m_clock(clock)
{
}

ModelProxy::~ModelProxy()
{
    m_thread.request_stop();
    (void)::shutdown(m_listener.get(), SHUT_RDWR); // accept() comes back
    if (m_thread.joinable())
        m_thread.join();
    for (const auto &connection : m_connections) {
        connection->thread.request_stop();
        connection->client.shut();
    }
}

void ModelProxy::serve(FileDescriptor listener)
{
    const std::lock_guard lock(m_mutex);
    if (m_listener.isOpen())
        return;
    m_listener = std::move(listener);
    m_thread = std::jthread([this](const std::stop_token &stop) { accept(stop); });
}

void ModelProxy::accept(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        FileDescriptor socket(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (stop.stop_requested())
            return;
        if (!socket.isOpen() && errno != EINTR && errno != ECONNABORTED && errno != EMFILE)
            return;
        m_connections.remove_if([](const auto &connection) { return connection->isDone.load(); });
        if (socket.isOpen() && m_connections.size() < mostConnections)
            take(std::move(socket));
    }
}

void ModelProxy::take(FileDescriptor socket)
{
    m_connections.push_back(std::make_unique<Connection>(std::move(socket)));
    Connection &connection = *m_connections.back();
    connection.thread = std::jthread([this, &connection](const std::stop_token &stop) {
        serveOne(connection.client, stop);
        connection.client.shut();
        connection.isDone = true;
    });
}

void ModelProxy::serveOne(LocalHttp &client, const std::stop_token &stop)
{
    const auto refuse = [&](int status, const QString &text) {
        client.answer(status, "application/json", complaint(text));
    };
    const auto request = client.read();
    if (!request)
        return refuse(400, request.error().message);
    m_clock.heard();
    if (request->path() == "/") // Claude Code looks whether anybody is there
        return client.answer(200, "text/plain", {});
    if (!knowsToken(*request, m_token))
        return refuse(401, QStringLiteral("This is no key of the model proxy."));
    ModelExchange exchange({m_options, client, m_control, m_clock}, *request, stop);
    if (isFreeCall(m_options.protocol, *request))
        return exchange.passOn();
    if (!isModelCall(m_options.protocol, *request))
        return refuse(404, QStringLiteral("The model proxy does not serve this."));
    auto call = m_ledger.begin(request->body);
    if (!call) {
        if (call.error().code != ErrorCode::InvalidInput)
            m_clock.end(call.error());
        return refuse(400, call.error().message);
    }
    exchange.perform(m_ledger, **call);
}

} // namespace mergeloom
