#include "service/http/HttpListener.h"

#include "shared/core/Log.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>

namespace mergeloom {

/// Qt's side: parses what a guarded socket shows it, and calls us within the same `readyRead`. Answers do not go through
/// its responder, whose pointers do not survive a client that hangs up.
class HttpListener::QtServer : public QAbstractHttpServer
{
public:
    explicit QtServer(Dispatcher &dispatcher) : m_dispatcher(dispatcher) {}
    void use(GuardedServer *server) { m_server = server; }

protected:
#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override
    {
        serve(request, qobject_cast<GuardedSocket *>(socket));
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#else
    // The responder stays with Qt, is not written to, and ends on return: that makes Qt ready for the next request.
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) override
    {
        serve(request, m_server->find(request.remoteAddress(), request.remotePort()));
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#endif

private:
    void serve(const QHttpServerRequest &request, GuardedSocket *socket)
    {
        if (!socket || !socket->takeHanded())
            return;
        // Where Qt read another request than was checked, nobody can say what the bytes mean.
        if (request.body().size() != socket->head().contentLength) {
            log::error(
                QStringLiteral("A request was read in two ways"), {{"path", QString::fromLatin1(socket->head().path)}});
            return socket->refuse(400, QStringLiteral("The request could not be read."));
        }
        m_dispatcher.serve(socket, request.body());
    }

    Dispatcher &m_dispatcher;
    GuardedServer *m_server = nullptr;
};

HttpListener::HttpListener(const Router &router, AccessControl &access, const StaticFiles &files, HttpOptions options)
    : m_options(std::move(options)), m_dispatcher(router, access, files, m_options),
      m_qt(std::make_unique<QtServer>(m_dispatcher))
{
    const auto admission = [this](const GuardedSocket &socket) { return m_dispatcher.refuseEarly(socket); };
    m_server = new GuardedServer(m_options, admission, m_qt.get());
    m_qt->use(m_server);
}

HttpListener::~HttpListener() = default;

Result<quint16> HttpListener::listen(const QHostAddress &address, quint16 port)
{
    if (!m_server->listen(address, port)) {
        const bool isTaken = m_server->serverError() == QAbstractSocket::AddressInUseError;
        const QString remedy = isTaken
            ? QStringLiteral("Another program uses it: end that one, or set JCA_WORKER_PORT to a free port.")
            : QStringLiteral("Check JCA_WORKER_HOST and JCA_WORKER_PORT.");
        return failure(ErrorCode::Unavailable,
            QStringLiteral("Cannot listen on %1, port %2: %3. %4")
                .arg(address.toString())
                .arg(port)
                .arg(m_server->errorString(), remedy));
    }
    m_qt->bind(m_server);
    return m_server->serverPort();
}

void HttpListener::stopAccepting() { m_server->close(); }

qsizetype HttpListener::connections() const { return m_server->connections(); }

} // namespace mergeloom
