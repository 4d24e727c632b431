#pragma once

#include "service/http/Dispatcher.h"
#include "service/http/GuardedServer.h"
#include "service/http/TlsIdentity.h"

namespace mergeloom {

/// The service on the network: Qt HTTP Server behind our own guarded sockets. Main thread. Router, access and files must
/// outlive it, and routes are added before it listens. Destruction waits for handlers that are running.
class HttpListener
{
public:
    HttpListener(const Router &router, AccessControl &access, const StaticFiles &files, HttpOptions options = {});
    ~HttpListener();
    HttpListener(const HttpListener &) = delete;

    /// Speaks TLS and nothing else; may be called again with a renewed certificate.
    void useTls(const TlsIdentity &identity) { m_server->setTls(identity.configuration()); }
    /// The port that was bound (0 picks one). The error names address and port, and what to do.
    Result<quint16> listen(const QHostAddress &address, quint16 port);
    /// Takes no more connections; those that are open go on.
    void stopAccepting();
    qsizetype connections() const; ///< open ones

private:
    class QtServer;

    const HttpOptions m_options;
    Dispatcher m_dispatcher;
    std::unique_ptr<QtServer> m_qt;
    GuardedServer *m_server; ///< owned by m_qt
};

} // namespace mergeloom
