#include "service/network/GateConnection.h"

#include "service/network/Address.h"
#include "service/network/GateDesk.h"

#include <QHostInfo>

#include <sys/socket.h>

namespace mergeloom {

namespace {

constexpr qint64 heldBack = 256 << 10; // per direction: a slow reader slows the sender down instead of filling memory
constexpr std::chrono::milliseconds farewell{2000};

QByteArray refusalAnswer(int status, const QByteArray &method, const QString &text)
{
    const char *words = status == 403 ? "Forbidden by the network policy of this run"
        : status == 400               ? "Bad Request"
        : status == 503               ? "Service Unavailable"
        : status == 504               ? "Gateway Timeout"
                                      : "Bad Gateway";
    const QByteArray body = ("MergeLoom: " + text + "\n").toUtf8();
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + words
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\nConnection: close\r\n\r\n" + (method == "HEAD" ? QByteArray() : body);
}

} // namespace

GateConnection::GateConnection(GateDesk &desk, qintptr descriptor) : QObject(&desk), m_desk(desk)
{
    m_idle.setSingleShot(true);
    m_total.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, [this] { timedOut(); });
    connect(&m_total, &QTimer::timeout, this, [this] { end(); });
    for (QTcpSocket *socket : {&m_client, &m_server}) {
        socket->setProxy(QNetworkProxy::NoProxy);
        socket->setReadBufferSize(heldBack);
        // What was written makes room for more from the other side.
        connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] {
            if (m_state == State::Tunnel || m_state == State::Exchange) {
                wait(m_desk.options().limits.idleTime);
                socket == &m_client ? takeAnswer() : takeFromClient();
            }
        });
    }
    connect(&m_client, &QTcpSocket::readyRead, this, [this] { takeFromClient(); });
    connect(&m_client, &QTcpSocket::disconnected, this, [this] { lost(m_client, m_server); });
    connect(&m_server, &QTcpSocket::readyRead, this, [this] { takeAnswer(); });
    connect(&m_server, &QTcpSocket::disconnected, this, [this] {
        if (m_state == State::Tunnel || m_state == State::Exchange)
            lost(m_server, m_client);
    });
    connect(&m_server, &QTcpSocket::connected, this, [this] { start(); });
    connect(&m_server, &QTcpSocket::errorOccurred, this, [this] {
        if (m_state == State::Connecting)
            failed();
    });
    wait(m_desk.options().limits.headTime);
    m_total.start(m_desk.options().limits.totalTime);
    if (!m_client.setSocketDescriptor(descriptor))
        end();
}

GateConnection::~GateConnection()
{
    m_client.disconnect(this);
    m_server.disconnect(this);
    m_desk.closed();
}

NetworkRefusal GateConnection::refusal(const char *reason, const QString &text) const
{
    return {m_request.host, m_request.port, QString::fromLatin1(reason), text};
}

void GateConnection::refuse(int status, const NetworkRefusal &refusal)
{
    if (m_state == State::Refused || m_state == State::Ended)
        return;
    m_state = State::Refused;
    m_desk.report(refusal);
    m_server.abort();
    m_client.write(refusalAnswer(status, m_request.method, refusal.text));
    m_client.flush();
    // Closing on what the client still sends would reset the connection and take the answer along.
    ::shutdown(int(m_client.socketDescriptor()), SHUT_WR);
    wait(farewell);
}

void GateConnection::takeFromClient()
{
    switch (m_state) {
    case State::Head:
        return readHead();
    case State::Tunnel:
        return carry(m_client, m_server);
    case State::Exchange:
        return sendBody();
    case State::Refused:
        m_client.readAll();
        return;
    case State::Looking:
    case State::Connecting:
    case State::Ended:
        return; // it waits in the socket
    }
}

void GateConnection::readHead()
{
    const GateLimits &limits = m_desk.options().limits;
    m_early += m_client.read(limits.headBytes + 4 - m_early.size());
    const qsizetype end = m_early.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_early.size() >= limits.headBytes + 4)
            refuse(400,
                refusal(
                    "bad_request", QStringLiteral("The head of a request is over %1 bytes.").arg(limits.headBytes)));
        return;
    }
    auto request = ProxyRequest::parse(QByteArrayView(m_early).first(end));
    if (!request)
        return refuse(400,
            refusal("bad_request",
                QStringLiteral("A request to the proxy cannot be read: %1.").arg(request.error().message)));
    m_request = std::move(*request);
    m_early.remove(0, end + 4);
    m_body.emplace(m_request);
    if (const auto refused = m_desk.policy().judge(m_request.host, m_request.port))
        return refuse(refused->reason == u"bad_request" ? 400 : 403, *refused);
    lookUp();
}

/// Either through the worker's own proxy, which then looks the name up, or to an address that was checked here.
void GateConnection::lookUp()
{
    m_state = State::Looking;
    wait(m_desk.options().limits.connectTime);
    const auto address = addressFrom(m_request.host);
    const QString name = address ? m_request.host : comparableHost(m_request.host);
    QUrl url;
    url.setScheme(m_request.isTunnel ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(name);
    url.setPort(m_request.port);
    const QNetworkProxy proxy = proxyFor(url, m_desk.options().upstream);
    if (proxy.type() != QNetworkProxy::NoProxy)
        return connectThrough(proxy);
    const auto take = [this](const QList<QHostAddress> &found) {
        m_addresses = m_desk.policy().reachable(found, m_request.port);
        if (found.isEmpty())
            refuse(502,
                refusal("unresolved",
                    QStringLiteral("%1 may be reached, but its name has no address.").arg(m_request.host)));
        else if (m_addresses.isEmpty())
            refuse(403,
                refusal("private_address",
                    QStringLiteral("%1 leads to %2, an address of a private network or of this host. Repository and "
                                   "worker must both name it or its network beside the name.")
                        .arg(m_request.host, found.first().toString())));
        else
            connectToNext();
    };
    if (address)
        return take({*address});
    if (const auto known = m_desk.options().knownHosts.constFind(name); known != m_desk.options().knownHosts.cend())
        return take(*known);
    QHostInfo::lookupHost(name, this, [this, take](const QHostInfo &found) {
        if (m_state == State::Looking)
            take(found.addresses());
    });
}

void GateConnection::connectToNext()
{
    m_state = State::Connecting;
    m_server.connectToHost(m_addresses.takeFirst(), quint16(m_request.port));
}

void GateConnection::connectThrough(const QNetworkProxy &proxy)
{
    m_state = State::Connecting;
    if (m_request.isTunnel || proxy.type() != QNetworkProxy::HttpProxy) {
        m_server.setProxy(proxy);
        m_server.connectToHost(m_request.host, quint16(m_request.port));
        return;
    }
    m_form = ProxyRequest::Form::ForProxy;
    if (!proxy.user().isEmpty())
        m_authorization = "Basic " + (proxy.user() + u':' + proxy.password()).toUtf8().toBase64();
    m_server.connectToHost(proxy.hostName(), proxy.port());
}

void GateConnection::failed()
{
    m_problem = m_server.errorString();
    if (!m_addresses.isEmpty()) {
        // Not inside of the socket's own signal.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_state == State::Connecting)
                    connectToNext();
            },
            Qt::QueuedConnection);
        return;
    }
    refuse(502,
        refusal("unreachable",
            QStringLiteral("%1:%2 may be reached, but cannot be: %3.")
                .arg(m_request.host)
                .arg(m_request.port)
                .arg(m_problem)));
}

void GateConnection::start()
{
    m_desk.countConnection(m_request.host, m_request.port);
    m_server.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    wait(m_desk.options().limits.idleTime);
    if (m_request.isTunnel) {
        m_state = State::Tunnel;
        m_client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        if (!m_early.isEmpty() && !send(m_server, std::exchange(m_early, {})))
            return;
    } else {
        m_state = State::Exchange;
        if (!send(m_server, m_request.forwarded(m_form, m_authorization)))
            return;
    }
    takeFromClient();
}

/// The body and nothing behind it: a second request on this connection would not have been judged.
void GateConnection::sendBody()
{
    while (!m_body->isReached() && m_server.bytesToWrite() < heldBack) {
        const QByteArray bytes = m_early.isEmpty() ? m_client.read(64 << 10) : std::exchange(m_early, {});
        if (bytes.isEmpty())
            return;
        const auto taken = m_body->take(bytes);
        if (!taken) {
            m_desk.report(refusal("bad_request",
                QStringLiteral("The body of a request to %1 cannot be read: %2.")
                    .arg(m_request.host, taken.error().message)));
            return end();
        }
        if (!send(m_server, bytes.left(*taken)))
            return;
    }
}

void GateConnection::takeAnswer()
{
    if (m_state == State::Exchange && !m_hasAnswerHead && !takeAnswerHead())
        return;
    if (m_state == State::Exchange || m_state == State::Tunnel)
        carry(m_server, m_client);
}

/// Heads of interim answers go on, then that of the answer; false: it is not there yet.
bool GateConnection::takeAnswerHead()
{
    const qsizetype most = m_desk.options().limits.answerHeadBytes;
    m_answerHead += m_server.read(most + 4 - m_answerHead.size());
    while (!m_hasAnswerHead) {
        const qsizetype end = m_answerHead.indexOf("\r\n\r\n");
        if (end < 0 && m_answerHead.size() < most + 4)
            return false;
        const auto answer = end < 0
            ? Result<ProxyAnswer>(failure(ErrorCode::Corrupt, QStringLiteral("its head does not end")))
            : ProxyAnswer::parse(QByteArrayView(m_answerHead).first(end));
        if (!answer) {
            refuse(502,
                refusal("bad_answer",
                    QStringLiteral("The answer of %1 cannot be read: %2.")
                        .arg(m_request.host, answer.error().message)));
            return false;
        }
        m_answerHead.remove(0, end + 4);
        m_hasAnswerHead = answer->status >= 200;
        if (!send(m_client, answer->head))
            return false;
    }
    return send(m_client, std::exchange(m_answerHead, {}));
}

bool GateConnection::send(QTcpSocket &to, const QByteArray &bytes)
{
    const bool isSent = &to == &m_server;
    to.write(bytes);
    if (m_desk.countBytes(m_request.host, m_request.port, isSent ? bytes.size() : 0, isSent ? 0 : bytes.size()))
        return true;
    m_desk.report(refusal("byte_limit",
        QStringLiteral("The command moved more than %1 bytes over the network.").arg(m_desk.options().limits.bytes)));
    end();
    return false;
}

void GateConnection::carry(QTcpSocket &from, QTcpSocket &to)
{
    wait(m_desk.options().limits.idleTime);
    while (from.bytesAvailable() > 0 && to.bytesToWrite() < heldBack)
        if (!send(to, from.read(64 << 10)))
            return;
}

/// One side has hung up. What it said before goes to the other, then that one is closed too. (Qt has no half-closed
/// sockets; no HTTP client needs them.)
void GateConnection::lost(QTcpSocket &gone, QTcpSocket &other)
{
    const bool isCarrying = m_state == State::Tunnel || (m_state == State::Exchange && &gone == &m_server);
    if (!isCarrying || other.state() != QAbstractSocket::ConnectedState)
        return end();
    if (m_state == State::Exchange && !m_hasAnswerHead && !takeAnswerHead()) {
        if (m_state == State::Exchange)
            refuse(502, refusal("bad_answer", QStringLiteral("%1 hung up before its answer.").arg(m_request.host)));
        return;
    }
    if (gone.bytesAvailable() > 0 && !send(other, gone.readAll()))
        return;
    wait(m_desk.options().limits.idleTime);
    other.disconnectFromHost();
}

void GateConnection::timedOut()
{
    if (m_state != State::Looking && m_state != State::Connecting)
        return end();
    refuse(504,
        refusal("timeout",
            QStringLiteral("%1:%2 may be reached, but there was no connection within %3 s.")
                .arg(m_request.host)
                .arg(m_request.port)
                .arg(double(m_desk.options().limits.connectTime.count()) / 1000)));
}

void GateConnection::end()
{
    if (m_state == State::Ended)
        return;
    m_state = State::Ended;
    m_idle.stop();
    m_total.stop();
    m_client.abort();
    m_server.abort();
    deleteLater();
}

} // namespace mergeloom
