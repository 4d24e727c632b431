#include "service/http/GuardedSocket.h"

#include "service/http/ResponseWriter.h"

#include <sys/socket.h>

namespace mergeloom {

namespace {
/// What a client may send ahead of its answers; beyond it the connection ends after the current one.
constexpr qsizetype pipelinedBytes = 64 * 1024;
constexpr const char *continueAnswer = "HTTP/1.1 100 Continue\r\n\r\n";
} // namespace

GuardedSocket::GuardedSocket(const HttpOptions &options, quint64 serial, QObject *parent)
    : QSslSocket(parent), m_options(options), m_serial(serial)
{
    m_timer.setSingleShot(true);
    m_idleSince.start();
}

GuardedSocket::~GuardedSocket()
{
    // The base class still emits signals when it closes; our slots are gone by then.
    QObject::disconnect(this, nullptr, this, nullptr);
    tellGone();
}

void GuardedSocket::tellGone()
{
    if (const std::function<void()> callback = std::exchange(m_onGone, nullptr))
        callback();
}

void GuardedSocket::guardInput(BodyAdmission admission)
{
    m_admission = std::move(admission);
    setSocketOption(LowDelayOption, 1);
    setSocketOption(KeepAliveOption, 1);
    setReadBufferSize(m_options.framing.headSize + pipelinedBytes);
    connect(this, &QTcpSocket::readyRead, this, &GuardedSocket::takeInput);
    connect(this, &QTcpSocket::bytesWritten, this, &GuardedSocket::takeProgress);
    connect(this, &QSslSocket::encryptedBytesWritten, this, &GuardedSocket::takeProgress);
    connect(this, &QTcpSocket::disconnected, this, [this] {
        m_timer.stop();
        tellGone();
    });
    connect(&m_timer, &QTimer::timeout, this, &GuardedSocket::timeUp);
    enter(Phase::Idle, m_options.idleTime);
}

void GuardedSocket::beginTls(const QSslConfiguration &configuration, std::function<void()> ready)
{
    setSslConfiguration(configuration);
    connect(this, &QTcpSocket::readyRead, this, &GuardedSocket::beginHandshake);
    connect(this, &QSslSocket::encrypted, this, [this, ready = std::move(ready)] {
        disconnect(this, &QTcpSocket::readyRead, this, &GuardedSocket::beginHandshake);
        ready();
    });
    QTimer::singleShot(m_options.headTime, this, [this] {
        if (!isEncrypted())
            abort();
    });
}

void GuardedSocket::beginHandshake()
{
    constexpr char handshakeRecord = 0x16; // RFC 8446, 5.1
    char first = 0;
    if (mode() != UnencryptedMode || peek(&first, 1) != 1)
        return;
    if (first == handshakeRecord)
        return startServerEncryption();
    disconnect(this, &QTcpSocket::readyRead, this, &GuardedSocket::beginHandshake);
    guardInput({});
    m_phase = Phase::Head;
    refuse(400, QStringLiteral("This port speaks HTTPS only. Use https:// instead of http://."));
}

bool GuardedSocket::takeHanded()
{
    if (m_phase != Phase::Handed)
        return false;
    m_phase = Phase::Answering;
    m_timer.stop();
    return true;
}

std::chrono::milliseconds GuardedSocket::idleFor() const { return std::chrono::milliseconds(m_idleSince.elapsed()); }

void GuardedSocket::enter(Phase phase, std::chrono::milliseconds limit)
{
    m_phase = phase;
    m_timer.start(limit);
}

/// Runs before Qt's own slot in each `readyRead`; on return Qt finds nothing to read, or one whole request.
void GuardedSocket::takeInput()
{
    if (m_phase == Phase::Ending || m_phase == Phase::Draining)
        return discardInput();
    if (!isTransactionStarted())
        startTransaction();
    const QByteArray fresh = read(bytesAvailable());
    if (fresh.isEmpty())
        return;
    if (m_phase == Phase::Idle)
        enter(Phase::Head, m_options.headTime);
    if (m_phase != Phase::Head && m_phase != Phase::Body)
        return keepForLater(fresh.size());
    m_received += fresh.size();
    if (m_phase == Phase::Head)
        takeHead(fresh);
    else
        takeBody();
}

void GuardedSocket::takeHead(const QByteArray &fresh)
{
    m_headBytes += fresh;
    const bool isEnded = findHeadEnd(m_headBytes, m_searched) >= 0;
    m_searched = m_headBytes.size();
    if (isEnded || m_headBytes.size() > m_options.framing.headSize)
        headComplete(checkRequestHead(m_headBytes, m_options.framing));
}

void GuardedSocket::headComplete(FramingVerdict verdict)
{
    if (verdict.kind != FramingVerdict::Kind::Complete)
        return refuse(verdict.status ? verdict.status : 400, verdict.reason);
    m_headBytes.clear();
    m_head = std::move(verdict.head);
    const qint64 limit = m_options.bodyLimitFor(m_head.path);
    if (m_head.isChunked)
        return refuse(411, QStringLiteral("Send the body with Content-Length; chunked bodies are not taken."));
    if (m_head.contentLength > limit)
        return refuse(413, QStringLiteral("The body is over %1 bytes.").arg(limit));
    if (m_head.contentLength > m_options.anonymousBodySize) {
        if (const std::optional<QByteArray> refusal = m_admission(*this)) {
            write(*refusal);
            return endGently();
        }
    }
    if (m_head.contentLength > 0) {
        if (m_head.expectsContinue && m_received == m_head.size)
            sayContinue();
        setReadBufferSize(m_head.size + m_head.contentLength + pipelinedBytes);
        if (isEncrypted())
            resume(); // or what is encrypted stays so, since the buffer was full a moment ago
        enter(Phase::Body,
            m_options.bodyTime + std::chrono::seconds(m_head.contentLength / qMax<qint64>(1, m_options.slowestBody)));
    }
    takeBody();
}

void GuardedSocket::sayContinue()
{
    m_saysContinue = true;
    write(continueAnswer);
    m_saysContinue = false;
}

/// Qt 6.8 says "100 Continue" as well, also when the body is there already; that would be a second one.
qint64 GuardedSocket::writeData(const char *bytes, qint64 size)
{
    const bool isBeforeAnswer = m_phase == Phase::Body || m_phase == Phase::Handed;
    if (isBeforeAnswer && !m_saysContinue && QByteArrayView(bytes, size) == QByteArrayView(continueAnswer))
        return size;
    return QSslSocket::writeData(bytes, size);
}

void GuardedSocket::takeBody()
{
    if (m_received < m_head.size + m_head.contentLength)
        return;
    // Should Qt not take what was checked, it and we read the bytes in two ways; then the timer ends it.
    enter(Phase::Handed, std::chrono::milliseconds(0));
    rollbackTransaction();
}

/// Bytes that come before the answer has gone out stay unseen by Qt.
void GuardedSocket::keepForLater(qsizetype fresh)
{
    m_ahead += fresh;
    if (!endsAfterAnswer() && m_ahead <= pipelinedBytes)
        return;
    m_endsAfterAnswer = true;
    commitTransaction();
}

void GuardedSocket::discardInput()
{
    if (!isTransactionStarted())
        startTransaction();
    read(bytesAvailable());
    commitTransaction();
}

void GuardedSocket::answerWritten()
{
    if (m_phase != Phase::Answering)
        return;
    m_onGone = nullptr;
    if (endsAfterAnswer())
        return endGently();
    flush();
    if (bytesToWrite() > 0)
        enter(Phase::Flushing, m_options.writeTime);
    else
        nextRequest();
}

void GuardedSocket::nextRequest()
{
    if (state() != ConnectedState)
        return;
    m_head = {};
    m_headBytes.clear();
    m_searched = 0;
    m_received = 0;
    m_ahead = 0;
    m_idleSince.restart();
    setReadBufferSize(m_options.framing.headSize + pipelinedBytes);
    enter(Phase::Idle, m_options.idleTime);
    if (isTransactionStarted())
        rollbackTransaction();
    if (bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &QTcpSocket::readyRead, Qt::QueuedConnection);
}

void GuardedSocket::takeProgress()
{
    if (m_phase != Phase::Flushing && m_phase != Phase::Ending)
        return;
    if (bytesToWrite() > 0) {
        m_timer.start(m_options.writeTime);
    } else if (m_phase == Phase::Flushing) {
        nextRequest();
    } else {
        // Closing with bytes unread would make the kernel reset the connection and lose the answer.
        enter(Phase::Draining, m_options.drainTime);
        if (!isEncrypted())
            ::shutdown(int(socketDescriptor()), SHUT_WR);
        else if (!m_mayBeUnread)
            disconnectFromHost(); // says so inside TLS too; what may be unread is waited for instead
    }
}

void GuardedSocket::refuse(int status, const QString &reason)
{
    write(composeRefusal(status, reason));
    endGently();
}

void GuardedSocket::endGently()
{
    if (m_phase == Phase::Ending || m_phase == Phase::Draining)
        return;
    m_mayBeUnread = m_phase == Phase::Head || m_phase == Phase::Body || m_phase == Phase::Handed || m_ahead > 0;
    enter(Phase::Ending, m_options.writeTime);
    m_headBytes.clear();
    setReadBufferSize(pipelinedBytes);
    discardInput();
    flush();
    if (m_phase == Phase::Ending && bytesToWrite() == 0)
        takeProgress();
}

void GuardedSocket::timeUp()
{
    switch (m_phase) {
    case Phase::Head:
        return refuse(408, QStringLiteral("The header block took over %1 s.").arg(m_options.headTime.count() / 1000));
    case Phase::Body:
        return refuse(408, QStringLiteral("The body came too slowly."));
    case Phase::Handed:
        return refuse(400, QStringLiteral("The request could not be read."));
    case Phase::Idle:
        return endGently();
    default:
        abort();
    }
}

} // namespace mergeloom
