#pragma once

#include "service/models/ModelCall.h"
#include "service/platform/FileDescriptor.h"
#include "service/providers/LocalHttp.h"
#include "service/providers/ModelLedger.h"
#include "service/providers/TurnClock.h"

#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace mergeloom {

/// How the proxy reaches the model.
struct ModelProxyOptions {
    ModelProtocol protocol = ModelProtocol::AnthropicMessages;
    QString service;  ///< for people
    QString endpoint; ///< base URL
    Authorise authorise;
    RetryPolicy retry;
    HttpTimeouts timeouts;
    ModelTransport (*transport)() = &ModelTransport::real; ///< of each request: they come on threads of their own
};

/// What an agent program in the sandbox takes for its model API. It listens on a socket that is handed to it, adds the key
/// that the program never sees, writes each call down, holds the budget and asks again where that makes sense, for as long
/// as nothing of an answer has gone to the program. Only the calls that an agent needs are served.
class ModelProxy
{
public:
    /// `token`: what the program has in place of a key. All that is referred to outlives the proxy.
    ModelProxy(
        const ModelProxyOptions &options, QByteArray token, ModelLedger &ledger, RunControl &control, TurnClock &clock);
    /// Cuts what is under way, and waits for it.
    ~ModelProxy();

    /// A listening stream socket, once; from any thread.
    void serve(FileDescriptor listener);

private:
    struct Connection;
    void accept(const std::stop_token &stop);
    void take(FileDescriptor socket);
    void serveOne(LocalHttp &client, const std::stop_token &stop);

    const ModelProxyOptions &m_options;
    const QByteArray m_token;
    ModelLedger &m_ledger;
    RunControl &m_control;
    TurnClock &m_clock;
    std::mutex m_mutex;
    FileDescriptor m_listener;
    std::list<std::unique_ptr<Connection>> m_connections;
    std::jthread m_thread;
};

} // namespace mergeloom
