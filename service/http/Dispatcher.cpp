#include "service/http/Dispatcher.h"

#include "shared/core/Log.h"

namespace mergeloom {

namespace {

/// IPv4 in its plain form also when it came in over an IPv6 socket, so that limits count one client once.
QString addressText(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    return isMapped ? QHostAddress(v4).toString() : address.toString();
}

ApiReply afterException(const ApiRequest &request, const char *what)
{
    log::error(QStringLiteral("A handler threw"),
        {{"method", QString::fromLatin1(request.method)}, {"path", request.path}, {"what", QString::fromUtf8(what)}});
    return ApiReply::error(
        {ErrorCode::Internal, QStringLiteral("The request failed inside the service; see its log."), {}});
}

ApiReply callPooled(const PooledHandler &handler, const ApiRequest &request)
{
    try {
        const Result<ApiReply> reply = handler(request);
        return reply ? *reply : ApiReply::error(reply.error());
    } catch (const std::exception &exception) {
        return afterException(request, exception.what());
    } catch (...) {
        return afterException(request, "unknown");
    }
}

void callLive(const LiveHandler &handler, const ApiRequest &request, const std::shared_ptr<SocketReply> &reply)
{
    std::optional<ApiReply> failed;
    try {
        handler(request, reply);
    } catch (const std::exception &exception) {
        failed = afterException(request, exception.what());
    } catch (...) {
        failed = afterException(request, "unknown");
    }
    if (failed) {
        reply->finish(*failed);
        reply->close(); // of a stream that had begun
    }
}

ApiRequest requestOf(const GuardedSocket &socket, const QByteArray &body)
{
    const RequestHead &head = socket.head();
    // Forms and URLSearchParams write a space as `+`, which QUrlQuery would keep.
    const QString query = QString::fromLatin1(head.query).replace(u'+', QStringLiteral("%20"));
    return {head.method, QString::fromLatin1(head.path), {}, QUrlQuery(query), head.headers, body, {},
        addressText(socket.peerAddress())};
}

} // namespace

Dispatcher::Dispatcher(
    const Router &router, AccessControl &access, const StaticFiles &files, const HttpOptions &options)
    : m_router(router), m_access(access), m_files(files), m_options(options),
      m_pool(options.poolThreads, options.poolQueue)
{
}

std::variant<Dispatcher::Target, ApiReply> Dispatcher::decide(
    const GuardedSocket &socket, const ResponseContext &context)
{
    const RequestHead &head = socket.head();
    if (std::optional<ApiReply> refusal = m_access.checkHost(head, socket.localAddress()))
        return *std::move(refusal);
    RouteMatch match = m_router.match(head.method, QString::fromLatin1(head.path));
    if (!match.route)
        return withoutRoute(head, match, context);
    Admission admission = m_access.admit(head, match.route->access, addressText(socket.peerAddress()));
    if (auto *refusal = std::get_if<ApiReply>(&admission))
        return std::move(*refusal);
    return Target{std::move(match), std::get<Principal>(std::move(admission))};
}

ApiReply Dispatcher::withoutRoute(
    const RequestHead &head, const RouteMatch &match, const ResponseContext &context) const
{
    QList<QByteArray> allowed = match.allowed;
    if (allowed.isEmpty()) {
        ApiReply file = m_files.find(context, head.path, head.header("accept"));
        if (file.status != 200 || head.method == "GET" || head.method == "HEAD")
            return file;
        allowed = {"GET", "HEAD"};
    }
    ApiReply reply = ApiReply::error({ErrorCode::Unsupported,
        QStringLiteral("`%1` does not take %2.").arg(QString::fromLatin1(head.path), QString::fromLatin1(head.method)),
        {}});
    reply.status = 405;
    reply.headers.emplaceBack("Allow", allowed.join(", "));
    return reply;
}

std::optional<QByteArray> Dispatcher::refuseEarly(const GuardedSocket &socket)
{
    const ResponseContext context = ResponseContext::of(socket.head(), ResponseContext::Connection::Close);
    std::variant<Target, ApiReply> decision = decide(socket, context);
    if (const auto *refusal = std::get_if<ApiReply>(&decision))
        return composeResponse(context, *refusal);
    return std::nullopt;
}

void Dispatcher::serve(GuardedSocket *socket, const QByteArray &body)
{
    const std::shared_ptr<SocketReply> reply = SocketReply::create(socket, m_options.streamBacklog);
    std::variant<Target, ApiReply> decision = decide(*socket, reply->context());
    if (const auto *answer = std::get_if<ApiReply>(&decision))
        return reply->finish(*answer);
    Target &target = std::get<Target>(decision);
    ApiRequest request = requestOf(*socket, body);
    request.parameters = std::move(target.match.parameters);
    request.principal = std::move(target.caller);
    const auto &handler = target.match.route->handler;
    if (const auto *live = std::get_if<LiveHandler>(&handler))
        callLive(*live, request, reply);
    else
        runPooled(std::get<PooledHandler>(handler), std::move(request), reply);
}

void Dispatcher::runPooled(const PooledHandler &handler, ApiRequest request, std::shared_ptr<SocketReply> reply)
{
    // Packing and tagging cost as much as many handlers, so they are done on the pool thread too.
    auto work = [&handler, request = std::move(request), context = reply->context()] {
        return composeResponse(context, callPooled(handler, request));
    };
    const auto admission = m_pool.submit(std::move(work), [reply](const QByteArray &answer) { reply->send(answer); });
    if (admission == HandlerPool::Admission::Taken)
        return;
    ApiReply busy = ApiReply::error(
        {ErrorCode::Unavailable, QStringLiteral("Too many requests are waiting; try again in a second."), {}});
    busy.headers.emplaceBack("Retry-After", "1");
    reply->finish(busy);
}

} // namespace mergeloom
