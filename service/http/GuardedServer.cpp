#include "service/http/GuardedServer.h"

#include "service/http/ResponseWriter.h"
#include "shared/core/Log.h"

#include <array>

#include <sys/socket.h>
#include <unistd.h>

namespace mergeloom {

namespace {

/// Costs no object and no wait: a full service must stay able to say so.
void shed(int descriptor)
{
    const QByteArray answer =
        composeRefusal(503, QStringLiteral("Too many connections are open; try again in a second."));
    [[maybe_unused]] const ssize_t sent =
        ::send(descriptor, answer.constData(), size_t(answer.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
    std::array<char, 4096> unread; // what is left unread on close would reset the connection
    while (::recv(descriptor, unread.data(), unread.size(), MSG_DONTWAIT) == ssize_t(unread.size())) {
    }
    ::close(descriptor);
}

} // namespace

GuardedServer::GuardedServer(const HttpOptions &options, BodyAdmission admission, QObject *parent)
    : QTcpServer(parent), m_options(options), m_admission(std::move(admission))
{
    setListenBacklogSize(512);
    connect(this, &QTcpServer::acceptError, this, [this] {
        // Out of file descriptors: Qt has stopped accepting, and never starts again by itself.
        log::warning(QStringLiteral("A connection could not be accepted"), {{"reason", errorString()}});
        pauseAccepting();
        QTimer::singleShot(std::chrono::seconds(1), this, &QTcpServer::resumeAccepting);
    });
}

GuardedSocket *GuardedServer::find(const QHostAddress &peerAddress, quint16 peerPort) const
{
    for (GuardedSocket *socket : m_sockets)
        if (socket->peerPort() == peerPort && socket->peerAddress() == peerAddress)
            return socket;
    return nullptr;
}

void GuardedServer::incomingConnection(qintptr descriptor)
{
    if (m_sockets.size() >= m_options.connections && !makeRoom())
        return m_tls ? void(::close(int(descriptor))) : shed(int(descriptor));
    auto *socket = new GuardedSocket(m_options, ++m_lastSerial, this);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        ::close(int(descriptor));
        return;
    }
    m_sockets.insert(socket);
    const auto forget = [this, socket] { m_sockets.remove(socket); };
    connect(socket, &QTcpSocket::disconnected, this, forget);
    connect(socket, &QObject::destroyed, this, forget);
    const auto handOver = [this, socket] {
        socket->guardInput(m_admission);
        addPendingConnection(socket);
    };
    if (!m_tls)
        return handOver();
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater); // Qt may never get to know it
    socket->beginTls(*m_tls, handOver);
}

/// Ends the connection that has been idle longest, so that idle clients cannot keep busy ones out.
bool GuardedServer::makeRoom()
{
    GuardedSocket *longest = nullptr;
    for (GuardedSocket *socket : m_sockets)
        if (socket->isIdle() && socket->idleFor() >= m_options.idleGrace
            && (!longest || socket->idleFor() > longest->idleFor()))
            longest = socket;
    if (!longest)
        return false;
    longest->abort();
    return true;
}

} // namespace mergeloom
