#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>

/// A server that answers with exactly the bytes that a test wants, on a thread of its own.
class RawServer
{
public:
    using Handler = std::function<void(QTcpSocket &socket, const QByteArray &request)>;

    explicit RawServer(Handler handler)
    {
        std::promise<quint16> port;
        auto listening = port.get_future();
        m_thread =
            std::jthread([this, handler = std::move(handler), port = std::move(port)](std::stop_token stop) mutable {
                QTcpServer server;
                server.listen(QHostAddress::LocalHost);
                port.set_value(server.serverPort());
                while (!stop.stop_requested())
                    if (server.waitForNewConnection(20))
                        serve(*std::unique_ptr<QTcpSocket>(server.nextPendingConnection()), handler, stop);
            });
        m_port = listening.get();
    }

    QUrl url(const QString &path = QStringLiteral("/")) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(path));
    }
    int requests() const { return m_requests; }
    QByteArray lastRequest() const { return m_last; } ///< once the answer has come

    static void say(QTcpSocket &socket, const QByteArray &bytes)
    {
        socket.write(bytes);
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(5000)) {
        }
    }
    /// Keeps the line open until the client leaves.
    static void hold(QTcpSocket &socket)
    {
        while (socket.state() == QTcpSocket::ConnectedState)
            socket.waitForReadyRead(20);
    }

private:
    void serve(QTcpSocket &socket, const Handler &handler, const std::stop_token &stop)
    {
        QByteArray request;
        while (!stop.stop_requested() && socket.state() == QTcpSocket::ConnectedState) {
            if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(20))
                continue;
            request += socket.readAll();
            const qsizetype head = request.indexOf("\r\n\r\n");
            if (head < 0)
                continue;
            const qsizetype at = request.toLower().indexOf("content-length: ");
            const qint64 length = at < 0 ? 0 : request.mid(at + 16, request.indexOf("\r\n", at) - at - 16).toLongLong();
            if (request.size() < head + 4 + length)
                continue;
            m_last = request;
            ++m_requests;
            handler(socket, request);
            break;
        }
        socket.disconnectFromHost();
        if (socket.state() != QTcpSocket::UnconnectedState)
            socket.waitForDisconnected(1000);
    }

    std::atomic<int> m_requests = 0;
    QByteArray m_last;
    quint16 m_port = 0;
    std::jthread m_thread;
};
