#pragma once

#include "service/http/AccessControl.h"
#include "service/http/HandlerPool.h"
#include "service/http/SocketReply.h"
#include "service/http/StaticFiles.h"

namespace mergeloom {

/// Takes one whole request: host, route, caller, then the handler, on the pool or at once. Every failure, an exception
/// of a handler too, becomes an answer. Main thread.
class Dispatcher
{
public:
    Dispatcher(const Router &router, AccessControl &access, const StaticFiles &files, const HttpOptions &options);
    ~Dispatcher();

    void serve(GuardedSocket *socket, const QByteArray &body);
    /// The refusal that serve() would give, before a large body is read.
    std::optional<QByteArray> refuseEarly(const GuardedSocket &socket);

private:
    /// What is noted of a request for the audit, should it be refused.
    struct Asked {
        QString method;
        QString path;
        QString address;
        QString who;
    };
    struct Target {
        RouteMatch match;
        Principal caller;
    };
    /// An answer instead, when the request is refused or is for a static file.
    std::variant<Target, ApiReply> decide(const GuardedSocket &socket, const ResponseContext &context);
    ApiReply withoutRoute(const RequestHead &head, const RouteMatch &match, const ResponseContext &context) const;
    void runPooled(
        const PooledHandler &handler, ApiRequest request, std::shared_ptr<SocketReply> reply, const Asked &asked);
    Asked askedBy(const GuardedSocket &socket) const;
    /// Counts the answer, and notes it when it is a refusal.
    void noteAnswer(const ApiReply &reply, const Asked &asked);
    void noteRefusal(const ApiReply &reply, const Asked &asked);
    void tell(const QString &path, int status) const;
    void keep(const Principal &caller, const std::shared_ptr<SocketReply> &reply);
    void closeEnded(const AccessControl::IsEnded &isEnded);

    const Router &m_router;
    AccessControl &m_access;
    const StaticFiles &m_files;
    const HttpOptions &m_options;
    /// Live answers that are open, each with who is served: closed when his access ends.
    QList<std::pair<Principal, std::weak_ptr<SocketReply>>> m_live;
    HandlerPool m_pool;
};

} // namespace mergeloom
