#pragma once

#include "service/http/GuardedSocket.h"

#include <QSet>
#include <QTcpServer>

namespace mergeloom {

/// Accepts connections as guarded sockets and hands them to Qt HTTP Server, up to a number. Lives on the main thread.
class GuardedServer : public QTcpServer
{
    Q_OBJECT
public:
    GuardedServer(const HttpOptions &options, BodyAdmission admission, QObject *parent);

    /// From the next connection on.
    void setTls(const QSslConfiguration &configuration) { m_tls = configuration; }
    qsizetype connections() const { return m_sockets.size(); }
    /// The connection from this peer, or null.
    GuardedSocket *find(const QHostAddress &peerAddress, quint16 peerPort) const;

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    bool makeRoom();

    const HttpOptions &m_options;
    BodyAdmission m_admission;
    std::optional<QSslConfiguration> m_tls;
    QSet<GuardedSocket *> m_sockets;
    quint64 m_lastSerial = 0;
};

} // namespace mergeloom
