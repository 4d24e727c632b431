#pragma once

#include "service/network/NetworkPolicy.h"
#include "service/platform/FileDescriptor.h"
#include "service/platform/HttpProxy.h"
#include "shared/core/Json.h"

#include <QMap>
#include <QThread>

#include <chrono>
#include <functional>

namespace mergeloom {

struct GateLimits {
    qsizetype headBytes = 16 << 10;       ///< of a request
    qsizetype answerHeadBytes = 64 << 10; ///< of an answer to a plain request
    int connections = 128;                ///< at one time
    qint64 bytes = 8LL << 30;             ///< of one command, both ways together
    int reported = 200;                   ///< refusals that are told one by one; those after are counted
    std::chrono::milliseconds headTime{30'000};
    std::chrono::milliseconds connectTime{30'000};
    std::chrono::milliseconds idleTime{300'000};
    std::chrono::milliseconds totalTime{4 * 3'600'000}; ///< of one connection
};

struct GateOptions {
    GateLimits limits;
    ProxySettings upstream;                        ///< the worker's own way out
    QMap<QString, QList<QHostAddress>> knownHosts; ///< asked before DNS, as /etc/hosts is
};

/// What went through to one host.
struct HostUse {
    QString host;
    int port = 0;
    int connections = 0;
    qint64 sent = 0; ///< bytes from the command
    qint64 received = 0;

    static constexpr auto jsonName = "HostUse";
    static constexpr auto fields()
    {
        return fieldList(required("host", &HostUse::host), required("port", &HostUse::port),
            required("connections", &HostUse::connections), required("sent", &HostUse::sent),
            required("received", &HostUse::received));
    }
};

struct NetworkUse {
    QList<HostUse> hosts;
    int refused = 0;
    QStringList refusedHosts; ///< `host:port`, each once, the first of them

    static constexpr auto jsonName = "NetworkUse";
    static constexpr auto fields()
    {
        return fieldList(required("hosts", &NetworkUse::hosts), required("refused", &NetworkUse::refused),
            required("refused_hosts", &NetworkUse::refusedHosts));
    }
};

class GateDesk;

/// The way out of one sandboxed command: an HTTP proxy (CONNECT, and plain requests) that connects to what the policy
/// lists and to nothing else, with the address that it has checked. It has a thread of its own and never opens a port:
/// it serves listening sockets that are handed to it, such as one inside the network namespace of a sandbox.
class NetworkGate
{
public:
    /// Called on the gate's thread.
    using Refused = std::function<void(const NetworkRefusal &refusal)>;

    NetworkGate(const NetworkPolicy &policy, const GateOptions &options, const Refused &onRefused);
    ~NetworkGate();
    NetworkGate(const NetworkGate &) = delete;
    NetworkGate &operator=(const NetworkGate &) = delete;

    /// A listening stream socket; from any thread.
    void serve(FileDescriptor listener);
    /// Ends every connection; what went through until then.
    NetworkUse close();

private:
    QThread m_thread;
    GateDesk *m_desk; ///< lives on the thread; gone after close()
};

} // namespace mergeloom
