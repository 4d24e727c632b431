#pragma once

#include "service/network/ProxyRequest.h"
#include "service/network/NetworkPolicy.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace mergeloom {

class GateDesk;

/// One client of a gate: one request, one answer or one tunnel, then it ends. Deletes itself.
class GateConnection : public QObject
{
public:
    GateConnection(GateDesk &desk, qintptr descriptor);
    ~GateConnection() override;

    /// Answers, tells the desk, and ends.
    void refuse(int status, const NetworkRefusal &refusal);

private:
    enum class State { Head, Looking, Connecting, Tunnel, Exchange, Refused, Ended };

    void takeFromClient();
    void readHead();
    void lookUp();
    void connectToNext();
    void connectThrough(const QNetworkProxy &proxy);
    void start();
    void sendBody();
    void takeAnswer();
    bool takeAnswerHead();
    void carry(QTcpSocket &from, QTcpSocket &to);
    bool send(QTcpSocket &to, const QByteArray &bytes);
    void lost(QTcpSocket &gone, QTcpSocket &other);
    void failed();
    void timedOut();
    void end();
    NetworkRefusal refusal(const char *reason, const QString &text) const;
    void wait(std::chrono::milliseconds time) { m_idle.start(time); }

    GateDesk &m_desk;
    QTcpSocket m_client;
    QTcpSocket m_server;
    QTimer m_idle;
    QTimer m_total;
    State m_state = State::Head;
    ProxyRequest m_request;
    ProxyRequest::Form m_form = ProxyRequest::Form::ForServer;
    QByteArray m_authorization; ///< for the worker's own proxy
    std::optional<BodyEnd> m_body;
    QByteArray m_early; ///< what came behind the head
    QByteArray m_answerHead;
    bool m_hasAnswerHead = false;
    QList<QHostAddress> m_addresses;
    QString m_problem;
};

} // namespace mergeloom
