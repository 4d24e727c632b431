#include "service/http/SocketReply.h"

#include "shared/core/Log.h"

namespace mergeloom {

std::shared_ptr<SocketReply> SocketReply::create(GuardedSocket *socket, qint64 backlog)
{
    std::shared_ptr<SocketReply> reply(new SocketReply(socket, backlog));
    socket->onGone([weak = std::weak_ptr(reply)] {
        if (const std::shared_ptr<SocketReply> gone = weak.lock()) {
            gone->m_phase = Phase::Done;
            gone->m_socket = nullptr;
            gone->tellClosed();
        }
    });
    return reply;
}

SocketReply::SocketReply(GuardedSocket *socket, qint64 backlog)
    : m_socket(socket),
      m_context(ResponseContext::of(socket->head(),
          socket->endsAfterAnswer() ? ResponseContext::Connection::Close : ResponseContext::Connection::KeepAlive)),
      m_backlog(backlog)
{
}

SocketReply::~SocketReply()
{
    if (m_phase == Phase::Streaming)
        close();
    else if (isOpen()) {
        log::error(QStringLiteral("A handler gave no answer"), {{"method", QString::fromLatin1(m_context.method)}});
        finish(ApiReply::error({ErrorCode::Internal, QStringLiteral("The request was not answered."), {}}));
    }
}

bool SocketReply::isOpen() const
{
    return m_phase != Phase::Done && m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

void SocketReply::finish(const ApiReply &reply)
{
    if (m_phase != Phase::Waiting || !isOpen())
        return;
    if (m_finishing)
        m_finishing(reply);
    send(composeResponse(m_context, reply));
}

void SocketReply::send(const QByteArray &composed)
{
    if (m_phase != Phase::Waiting || !isOpen())
        return;
    m_socket->write(composed);
    complete();
}

void SocketReply::complete()
{
    m_phase = Phase::Done;
    m_socket->answerWritten();
    m_socket = nullptr;
    tellClosed();
}

void SocketReply::tellClosed()
{
    if (const std::function<void()> callback = std::exchange(m_closed, nullptr))
        callback();
}

void SocketReply::startStream(const QByteArray &contentType, const HeaderList &headers)
{
    if (m_phase != Phase::Waiting || !isOpen())
        return;
    if (m_context.minorVersion == 0) {
        m_context.connection = ResponseContext::Connection::Close;
        m_socket->endAfterAnswer();
    }
    if (m_finishing)
        m_finishing({200, contentType, {}, {}});
    m_socket->write(composeStreamHead(m_context, contentType, headers));
    m_phase = Phase::Streaming;
    if (m_context.isHead())
        complete();
}

bool SocketReply::write(const QByteArray &piece)
{
    if (m_phase != Phase::Streaming || !isOpen())
        return false;
    if (piece.isEmpty())
        return true;
    if (m_socket->bytesToWrite() > m_backlog) {
        breakOff();
        return false;
    }
    if (m_context.minorVersion == 0)
        m_socket->write(piece);
    else
        m_socket->write(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
    return true;
}

void SocketReply::breakOff()
{
    if (m_phase != Phase::Streaming || !isOpen())
        return;
    // Later, not here: whoever is told of the end may be in the middle of a loop over its streams.
    QMetaObject::invokeMethod(
        m_socket.data(), [socket = m_socket.data()] { socket->abort(); }, Qt::QueuedConnection);
    m_phase = Phase::Done;
}

void SocketReply::close()
{
    if (m_phase == Phase::Waiting)
        return finish(ApiReply::noContent());
    if (m_phase != Phase::Streaming || !isOpen())
        return;
    if (m_context.minorVersion == 1)
        m_socket->write("0\r\n\r\n");
    complete();
}

void SocketReply::onClosed(std::function<void()> callback)
{
    if (m_phase == Phase::Done && !m_socket)
        callback();
    else
        m_closed = std::move(callback);
}

} // namespace mergeloom
