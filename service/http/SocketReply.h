#pragma once

#include "service/http/GuardedSocket.h"
#include "service/http/ResponseWriter.h"

#include <QPointer>

namespace mergeloom {

/// The answer to one request, on a socket that may be gone at any time. Lives on the main thread.
class SocketReply final : public LiveReply
{
public:
    /// `backlog`: bytes that a reader of a stream may fall behind.
    static std::shared_ptr<SocketReply> create(GuardedSocket *socket, qint64 backlog);
    /// A handler that lets go of an unanswered request has the client told so.
    ~SocketReply() override;

    bool isOpen() const override;
    bool isStreaming() const { return m_phase == Phase::Streaming; }
    /// Called with an answer that finish() sends, or with the beginning of a stream.
    void onFinish(std::function<void(const ApiReply &)> callback) { m_finishing = std::move(callback); }
    void finish(const ApiReply &reply) override;
    void startStream(const QByteArray &contentType, const HeaderList &headers = {}) override;
    bool write(const QByteArray &piece) override;
    void close() override;
    void breakOff() override;
    qint64 backlog() const override { return m_socket ? m_socket->bytesToWrite() : 0; }
    void onClosed(std::function<void()> callback) override;

    const ResponseContext &context() const { return m_context; }
    /// A whole answer made by composeResponse() with context().
    void send(const QByteArray &composed);

private:
    enum class Phase { Waiting, Streaming, Done };

    SocketReply(GuardedSocket *socket, qint64 backlog);
    void complete();
    void tellClosed();

    QPointer<GuardedSocket> m_socket;
    ResponseContext m_context;
    qint64 m_backlog;
    Phase m_phase = Phase::Waiting;
    std::function<void()> m_closed;
    std::function<void(const ApiReply &)> m_finishing;
};

} // namespace mergeloom
