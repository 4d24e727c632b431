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
        addressText(socket.peerAddress()), socket.scheme()};
}

bool isRefusal(const ApiReply &reply)
{
    return !reply.refusalCause.isEmpty() || reply.status == 401 || reply.status == 403 || reply.status == 429;
}

/// What is noted of an answer: of one that is no refusal its status alone.
ApiReply noted(const ApiReply &reply) { return isRefusal(reply) ? reply : ApiReply{reply.status, {}, {}, {}}; }

constexpr QLatin1StringView noRoute("(no route)");

} // namespace

Dispatcher::Dispatcher(
    const Router &router, AccessControl &access, const StaticFiles &files, const HttpOptions &options)
    : m_router(router), m_access(access), m_files(files), m_options(options),
      m_pool(options.poolThreads, options.poolQueue)
{
    m_access.onEnded([this](const AccessControl::IsEnded &isEnded) { closeEnded(isEnded); });
}

Dispatcher::~Dispatcher() { m_access.onEnded(nullptr); }

Dispatcher::Asked Dispatcher::askedBy(const GuardedSocket &socket) const
{
    const RequestHead &head = socket.head();
    const RouteMatch match = m_router.match(head.method, QString::fromLatin1(head.path));
    // Paths that are no route of ours are whatever somebody typed; they are not kept.
    return {QString::fromLatin1(head.method), match.route ? match.route->path : QString(noRoute),
        addressText(socket.peerAddress()), {}};
}

void Dispatcher::tell(const QString &path, int status) const
{
    if (m_options.onAnswer)
        m_options.onAnswer(path == noRoute ? QString() : path, status);
}

void Dispatcher::noteAnswer(const ApiReply &reply, const Asked &asked)
{
    tell(asked.path, reply.status);
    if (isRefusal(reply))
        noteRefusal(reply, asked);
}

void Dispatcher::noteRefusal(const ApiReply &reply, const Asked &asked)
{
    const QJsonObject error = QJsonDocument::fromJson(reply.body).object()["error"].toObject();
    QString reason = error["message"].toString();
    if (reason.isEmpty())
        reason = QStringLiteral("The login link was not known, used before, or too old.");
    m_access.refusals().note({reply.refusalCause.isEmpty() ? error["code"].toString() : reply.refusalCause, reason,
        asked.address, asked.method, asked.path, reply.refusedCaller.isEmpty() ? asked.who : reply.refusedCaller});
}

void Dispatcher::keep(const Principal &caller, const std::shared_ptr<SocketReply> &reply)
{
    m_live.removeIf([](const auto &live) { return live.second.expired(); });
    m_live.emplaceBack(caller, reply);
}

void Dispatcher::closeEnded(const AccessControl::IsEnded &isEnded)
{
    QList<std::shared_ptr<SocketReply>> ended;
    m_live.removeIf([&](const auto &live) {
        const std::shared_ptr<SocketReply> reply = live.second.lock();
        if (reply && isEnded(live.first) && reply->isStreaming())
            ended << reply;
        return !reply;
    });
    for (const std::shared_ptr<SocketReply> &reply : ended)
        reply->close();
}

std::variant<Dispatcher::Target, ApiReply> Dispatcher::decide(
    const GuardedSocket &socket, const ResponseContext &context)
{
    const RequestHead &head = socket.head();
    if (std::optional<ApiReply> refusal = m_access.checkHost(head, socket.localAddress()))
        return *std::move(refusal);
    if (std::optional<ApiReply> refusal = m_access.checkRate(addressText(socket.peerAddress())))
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
    const auto *refusal = std::get_if<ApiReply>(&decision);
    if (!refusal)
        return std::nullopt;
    noteAnswer(*refusal, askedBy(socket));
    return composeResponse(context, *refusal);
}

void Dispatcher::serve(GuardedSocket *socket, const QByteArray &body)
{
    const std::shared_ptr<SocketReply> reply = SocketReply::create(socket, m_options.streamBacklog);
    std::variant<Target, ApiReply> decision = decide(*socket, reply->context());
    if (const auto *answer = std::get_if<ApiReply>(&decision)) {
        noteAnswer(*answer, askedBy(*socket));
        return reply->finish(*answer);
    }
    Target &target = std::get<Target>(decision);
    ApiRequest request = requestOf(*socket, body);
    request.parameters = std::move(target.match.parameters);
    request.principal = std::move(target.caller);
    const auto &handler = target.match.route->handler;
    const Asked asked{
        QString::fromLatin1(request.method), target.match.route->path, request.remoteAddress, request.principal.name};
    reply->onFinish([this, asked](const ApiReply &answer) { noteAnswer(answer, asked); });
    if (const auto *live = std::get_if<LiveHandler>(&handler)) {
        keep(request.principal, reply);
        callLive(*live, request, reply);
    } else {
        runPooled(std::get<PooledHandler>(handler), std::move(request), reply, asked);
    }
}

void Dispatcher::runPooled(
    const PooledHandler &handler, ApiRequest request, std::shared_ptr<SocketReply> reply, const Asked &asked)
{
    // Packing and tagging cost as much as many handlers, so they are done on the pool thread too.
    const auto answered = std::make_shared<ApiReply>();
    auto work = [&handler, answered, request = std::move(request), context = reply->context()] {
        ApiReply answer = callPooled(handler, request);
        *answered = noted(answer);
        return composeResponse(context, std::move(answer));
    };
    const auto admission = m_pool.submit(std::move(work), [this, answered, reply, asked](const QByteArray &answer) {
        noteAnswer(*answered, asked);
        reply->send(answer);
    });
    if (admission == HandlerPool::Admission::Taken)
        return;
    ApiReply busy = ApiReply::error(
        {ErrorCode::Unavailable, QStringLiteral("Too many requests are waiting; try again in a second."), {}});
    busy.headers.emplaceBack("Retry-After", "1");
    reply->finish(busy);
}

} // namespace mergeloom
