#pragma once

#include "service/network/NetworkGate.h"
#include "service/platform/LoopbackListener.h"
#include "tests/service/platform/RawServer.h"

#include <QMutex>

using namespace mergeloom;

/// A gate that listens on a loopback port, as it does inside a sandbox, and what it refused.
class Way
{
public:
    explicit Way(
        const QStringList &hosts, const GateOptions &options = {}, const QStringList &given = {"*:*", "127.0.0.0/8:*"})
        : gate(*NetworkPolicy::of(CommandKind::Setup, {NetworkMode::Allowlist, {}, {}, hosts},
                   {NetworkMode::Allowlist, {}, {}, given}),
            options, [this](const NetworkRefusal &refusal) {
                const QMutexLocker lock(&m_mutex);
                m_refusals << refusal;
            })
    {
        gate.serve(listenOnLoopback(port));
    }

    std::unique_ptr<QTcpSocket> client() const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->setProxy(QNetworkProxy::NoProxy);
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        if (!socket->waitForConnected(5000))
            return nullptr;
        return socket;
    }
    /// All that comes back for these bytes until the gate hangs up.
    QByteArray ask(const QByteArray &bytes) const
    {
        const auto socket = client();
        if (!socket)
            return "no connection";
        socket->write(bytes);
        return rest(*socket);
    }
    static QByteArray rest(QTcpSocket &socket)
    {
        QByteArray all = socket.readAll();
        while (socket.waitForReadyRead(10'000))
            all += socket.readAll();
        return socket.state() == QTcpSocket::UnconnectedState ? all : "still open after " + all;
    }
    static QByteArray until(QTcpSocket &socket, const QByteArray &end)
    {
        QByteArray all;
        while (!all.contains(end) && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(10'000)))
            all += socket.readAll();
        return all;
    }
    QStringList reasons()
    {
        const QMutexLocker lock(&m_mutex);
        QStringList list;
        for (const NetworkRefusal &refusal : m_refusals)
            list << QStringLiteral("%1:%2 %3").arg(refusal.host).arg(refusal.port).arg(refusal.reason);
        return list;
    }

    quint16 port = 0;

private:
    QMutex m_mutex;
    QList<NetworkRefusal> m_refusals;

public:
    NetworkGate gate; // goes first
};

inline GateOptions knowing(const QStringList &names, const QString &address = QStringLiteral("127.0.0.1"))
{
    GateOptions options;
    for (const QString &name : names)
        options.knownHosts.insert(name, {QHostAddress(address)});
    return options;
}

inline QStringList hostsWith(const RawServer &server, const QStringList &names)
{
    QStringList hosts{"127.0.0.0/8"};
    for (const QString &name : names)
        hosts << QStringLiteral("%1:%2").arg(name).arg(server.url().port());
    return hosts;
}

inline QByteArray portOf(const RawServer &server) { return QByteArray::number(server.url().port()); }

inline QByteArray get(const QByteArray &host, const QByteArray &port)
{
    return "GET http://" + host + ':' + port + "/x HTTP/1.1\r\nHost: " + host + ':' + port + "\r\n\r\n";
}

inline QByteArray dial(const QByteArray &host, const QByteArray &port)
{
    return "CONNECT " + host + ':' + port + " HTTP/1.1\r\nHost: " + host + ':' + port + "\r\n\r\n";
}
