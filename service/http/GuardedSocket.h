#pragma once

#include "service/http/HttpOptions.h"

#include <QElapsedTimer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <functional>
#include <optional>

namespace mergeloom {

class GuardedSocket;

/// Asked before a large body is read, with `head()` set: a refusal is a whole answer, ready to be sent.
using BodyAdmission = std::function<std::optional<QByteArray>(const GuardedSocket &)>;

/// A connection that shows Qt HTTP Server one whole, checked request at a time and nothing else. Qt parses what it finds
/// in the socket on `readyRead`; our slot is connected first and keeps everything inside a read transaction, so that
/// Qt finds nothing, until the request is complete and the one before it is answered. Then the transaction is rolled
/// back and Qt reads the request from its first byte. Lives on the main thread; deleted by Qt HTTP Server.
class GuardedSocket : public QSslSocket
{
    Q_OBJECT
public:
    GuardedSocket(const HttpOptions &options, quint64 serial, QObject *parent);
    ~GuardedSocket() override;

    /// Waits for a TLS handshake, for as long as for a head, and calls `ready` after it. Who speaks plain HTTP is told so.
    void beginTls(const QSslConfiguration &configuration, std::function<void()> ready);
    /// Must be called before the socket is given to Qt HTTP Server, whose slot has to come second.
    void guardInput(BodyAdmission admission);

    QByteArray scheme() const { return isEncrypted() ? "https" : "http"; }
    /// With TLS, what is encrypted and not taken by the client yet counts too.
    qint64 bytesToWrite() const override { return QSslSocket::bytesToWrite() + encryptedBytesToWrite(); }
    quint64 serial() const { return m_serial; }        ///< unique in its listener, never used again
    const RequestHead &head() const { return m_head; } ///< of the request that is being answered
    /// True once for each request that was shown to Qt: what Qt makes up beyond that is not ours to answer.
    bool takeHanded();
    bool isIdle() const { return m_phase == Phase::Idle; }
    std::chrono::milliseconds idleFor() const;
    /// True when the answer must be the last on this connection.
    bool endsAfterAnswer() const { return m_endsAfterAnswer || !m_head.keepsAlive; }
    void endAfterAnswer() { m_endsAfterAnswer = true; }

    /// Called once when the client goes away while the current request is being answered.
    void onGone(std::function<void()> callback) { m_onGone = std::move(callback); }
    /// After the last byte of an answer was written: goes on with the next request, or ends the connection.
    void answerWritten();
    /// Writes a 4xx or 5xx and ends the connection in a way that lets the client read it.
    void refuse(int status, const QString &reason);
    void endGently();

protected:
    qint64 writeData(const char *bytes, qint64 size) override;

private:
    enum class Phase { Idle, Head, Body, Handed, Answering, Flushing, Ending, Draining };

    void beginHandshake();
    void takeInput();
    void takeHead(const QByteArray &fresh);
    void takeBody();
    void headComplete(FramingVerdict verdict);
    void sayContinue();
    void keepForLater(qsizetype fresh);
    void discardInput();
    void enter(Phase phase, std::chrono::milliseconds limit);
    void nextRequest();
    void takeProgress();
    void timeUp();
    void tellGone();

    const HttpOptions &m_options;
    const quint64 m_serial;
    BodyAdmission m_admission;
    std::function<void()> m_onGone;
    Phase m_phase = Phase::Idle;
    QTimer m_timer;
    QElapsedTimer m_idleSince;
    QByteArray m_headBytes;   ///< while the head is incomplete
    qsizetype m_searched = 0; ///< of m_headBytes, for the end of the head
    RequestHead m_head;
    qint64 m_received = 0; ///< bytes since the start of this request
    qint64 m_ahead = 0;    ///< bytes kept that came before this request was answered
    bool m_endsAfterAnswer = false;
    bool m_saysContinue = false;
    bool m_mayBeUnread = false; ///< the client may still be sending when its connection ends
};

} // namespace mergeloom
