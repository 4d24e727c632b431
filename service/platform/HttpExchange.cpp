#include "service/platform/HttpExchange.h"

#include <QSslCertificate>
#include <QSslConfiguration>

namespace mergeloom {

namespace {

constexpr qint64 readAhead = 256 << 10; // a slow reader slows the sender down instead of filling memory

/// The system's certificates are replaced, as OpenSSL and curl do.
QSslConfiguration sslConfiguration()
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    QList<QSslCertificate> certificates;
    if (const QString file = qEnvironmentVariable("SSL_CERT_FILE"); !file.isEmpty())
        certificates << QSslCertificate::fromPath(file, QSsl::Pem);
    if (const QString directory = qEnvironmentVariable("SSL_CERT_DIR"); !directory.isEmpty())
        certificates << QSslCertificate::fromPath(
            directory + QStringLiteral("/*"), QSsl::Pem, QSslCertificate::PatternSyntax::Wildcard);
    if (!certificates.isEmpty())
        configuration.setCaCertificates(certificates);
    return configuration;
}

QString seconds(std::chrono::milliseconds time) { return QString::number(double(time.count()) / 1000.0); }

} // namespace

HttpExchange::HttpExchange(
    const HttpRequest &request, const PieceHandler &onPiece, const QNetworkProxy &proxy, std::stop_token stop)
    : m_request(request), m_onPiece(onPiece), m_proxy(proxy), m_stop(std::move(stop)),
      m_wholeDeadline(Clock::now() + request.timeouts.whole), m_parser(request.method)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_loop, &QEventLoop::quit);
    const auto progress = [this] {
        m_hasProgress = true;
        m_loop.quit();
    };
    QObject::connect(&m_socket, &QSslSocket::connected, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::encrypted, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::readyRead, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::bytesWritten, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::encryptedBytesWritten, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::disconnected, &m_loop, progress);
    QObject::connect(&m_socket, &QSslSocket::errorOccurred, &m_loop, progress);
    m_socket.setReadBufferSize(readAhead);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

Result<HttpAnswer> HttpExchange::run()
{
    const std::stop_callback onStop(
        m_stop, [this] { QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection); });
    MERGELOOM_CHECK(connectToServer());
    m_socket.write(requestHead() + m_request.body);
    MERGELOOM_CHECK(readAnswer());
    m_answer.status = m_parser.status();
    m_answer.headers = m_parser.headers();
    return std::move(m_answer);
}

/// Comes back when something happened on the line, or with the reason to give up. Time-outs are the caller's to name.
Result<void> HttpExchange::waitUntil(Clock::time_point deadline)
{
    for (m_hasProgress = false; !m_hasProgress;) {
        const Clock::time_point now = Clock::now();
        if (m_stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("The request to %1 was cancelled.").arg(host()));
        if (now >= m_wholeDeadline) {
            return failure(ErrorCode::Timeout,
                QStringLiteral("The answer of %1 was not complete after %2 s.")
                    .arg(host(), seconds(m_request.timeouts.whole)));
        }
        if (now >= deadline)
            return {};
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(std::min(deadline, m_wholeDeadline) - now));
        m_loop.exec();
    }
    return {};
}

Unexpected HttpExchange::noConnection() const
{
    QString reason = m_socket.errorString();
    if (const auto errors = m_socket.sslHandshakeErrors(); !errors.isEmpty())
        reason = errors.first().errorString()
            + QStringLiteral(" (set SSL_CERT_FILE when it is signed by an authority of your own)");
    return failure(ErrorCode::Unavailable, QStringLiteral("%1 cannot be reached: %2.").arg(host(), reason),
        {{QStringLiteral("cut"), false}});
}

Result<void> HttpExchange::connectToServer()
{
    const quint16 port = quint16(m_request.url.port(isSecure() ? 443 : 80));
    const Clock::time_point deadline = Clock::now() + m_request.timeouts.connect;
    if (speaksToProxy()) {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        m_socket.connectToHost(m_proxy.hostName(), m_proxy.port());
    } else {
        m_socket.setProxy(m_proxy);
        if (isSecure()) {
            m_socket.setSslConfiguration(sslConfiguration());
            m_socket.connectToHostEncrypted(host(), port);
        } else {
            m_socket.connectToHost(host(), port);
        }
    }
    while (isSecure() ? !m_socket.isEncrypted() : m_socket.state() != QAbstractSocket::ConnectedState) {
        if (m_socket.state() == QAbstractSocket::UnconnectedState)
            return noConnection();
        MERGELOOM_CHECK(waitUntil(deadline));
        if (!m_hasProgress)
            return failure(ErrorCode::Timeout,
                QStringLiteral("No connection to %1 within %2 s.").arg(host(), seconds(m_request.timeouts.connect)));
    }
    return {};
}

QByteArray HttpExchange::requestHead() const
{
    QUrl url = m_request.url;
    url.setUserInfo({});
    url.setFragment({});
    const QByteArray authority = url.authority(QUrl::FullyEncoded).toLatin1();
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (!target.startsWith('/'))
        target.prepend('/');
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    if (speaksToProxy())
        target.prepend("http://" + authority);

    QByteArray head = m_request.method + ' ' + target + " HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\n";
    QList<QByteArray> given;
    for (const auto &[name, value] : m_request.headers) {
        given << name.toLower();
        head += name + ": " + value + "\r\n";
    }
    const auto add = [&](const QByteArray &name, const QByteArray &value) {
        if (!given.contains(name.toLower()))
            head += name + ": " + value + "\r\n";
    };
    add("User-Agent", "mergeloom-worker/" MERGELOOM_VERSION);
    add("Accept", "*/*");
    add("Accept-Encoding", "identity"); // a packed stream would hold pieces back
    if (!m_request.body.isEmpty() || m_request.method == "POST" || m_request.method == "PUT"
        || m_request.method == "PATCH")
        head += "Content-Length: " + QByteArray::number(m_request.body.size()) + "\r\n";
    if (speaksToProxy() && !m_proxy.user().isEmpty())
        add("Proxy-Authorization",
            "Basic " + (m_proxy.user() + QLatin1Char(':') + m_proxy.password()).toUtf8().toBase64());
    return head + "\r\n";
}

Result<void> HttpExchange::readAnswer()
{
    const HttpTimeouts &limits = m_request.timeouts;
    while (!m_parser.isComplete()) {
        const QByteArray bytes = m_socket.readAll();
        if (!bytes.isEmpty()) {
            MERGELOOM_TRY(const QByteArray piece, m_parser.take(bytes));
            MERGELOOM_CHECK(deliver(piece));
            if (m_stop.stop_requested() || Clock::now() >= m_wholeDeadline)
                MERGELOOM_CHECK(waitUntil(Clock::now())); // names the reason; bytes that keep coming must not outrun it
            continue;
        }
        if (m_socket.state() == QAbstractSocket::UnconnectedState) {
            if (m_parser.endsByClose())
                return {};
            return failure(ErrorCode::Unavailable,
                QStringLiteral("%1 hung up before its answer was complete.").arg(host()),
                {{QStringLiteral("cut"), m_parser.hasHead()}});
        }
        MERGELOOM_CHECK(waitUntil(Clock::now() + (m_parser.hasHead() ? limits.silence : limits.firstByte)));
        if (m_hasProgress)
            continue;
        if (m_parser.hasHead())
            return failure(ErrorCode::Timeout,
                QStringLiteral("%1 fell silent in its answer for %2 s.").arg(host(), seconds(limits.silence)));
        return failure(ErrorCode::Timeout,
            QStringLiteral("%1 gave no answer within %2 s.").arg(host(), seconds(limits.firstByte)));
    }
    return {};
}

Result<void> HttpExchange::deliver(const QByteArray &piece)
{
    if (piece.isEmpty())
        return {};
    m_received += piece.size();
    if (m_received > m_request.bodyLimit) {
        return failure(ErrorCode::Rejected,
            QStringLiteral("The answer of %1 is over the limit of %2 bytes.").arg(host()).arg(m_request.bodyLimit));
    }
    if (m_onPiece && m_parser.status() >= 200 && m_parser.status() < 300)
        m_onPiece(piece);
    else
        m_answer.body += piece;
    return {};
}

} // namespace mergeloom
