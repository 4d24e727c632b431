#include "service/platform/HttpClient.h"
#include "service/platform/Process.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <thread>

using namespace mergeloom;
using namespace std::chrono_literals;

namespace {

/// Speaks TLS with a certificate that nobody but the test trusts; answers `ok`.
class SecureServer : public QTcpServer
{
public:
    SecureServer(const QString &certificate, const QString &key) : m_certificate(certificate), m_key(key) {}

    void serveUntil(const std::stop_token &stop)
    {
        while (!stop.stop_requested())
            waitForNewConnection(20);
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        QSslSocket socket;
        socket.setSocketDescriptor(descriptor);
        socket.setLocalCertificate(m_certificate);
        socket.setPrivateKey(m_key);
        socket.startServerEncryption();
        if (!socket.waitForEncrypted(5000))
            return;
        QByteArray request;
        // The request may have come along with the handshake: then there is nothing more to wait for.
        for (request = socket.readAll(); !request.contains("\r\n\r\n") && socket.waitForReadyRead(5000);)
            request += socket.readAll();
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        while (socket.encryptedBytesToWrite() + socket.bytesToWrite() > 0 && socket.waitForBytesWritten(5000)) {
        }
        socket.disconnectFromHost();
        if (socket.state() != QAbstractSocket::UnconnectedState)
            socket.waitForDisconnected(5000);
    }

private:
    QString m_certificate;
    QString m_key;
};

} // namespace

class HttpSecureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_thread.reset(); }
    void refusesACertificateThatNobodyVouchesFor();
    void trustsTheAuthoritiesOfTheEnvironment();
    void refusesACertificateOfAnotherHost();
    void plainServerIsNoSecureOne();

private:
    HttpRequest request(const QString &host) const
    {
        HttpRequest request;
        request.url = QUrl(QStringLiteral("https://%1:%2/").arg(host).arg(m_port));
        request.timeouts.connect = 5s;
        return request;
    }
    QString path(const char *name) const { return m_directory.filePath(QString::fromLatin1(name)); }

    QTemporaryDir m_directory;
    quint16 m_port = 0;
    std::unique_ptr<std::jthread> m_thread;
};

void HttpSecureTest::initTestCase()
{
    ProcessRequest make;
    make.program = QStringLiteral("openssl");
    make.arguments =
        QStringLiteral(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost")
            .split(QLatin1Char(' '))
        + QStringList{QStringLiteral("-keyout"), path("key"), QStringLiteral("-out"), path("certificate")};
    make.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    const auto made = runProcess(make, {});
    QVERIFY(made);
    QVERIFY2(made->succeeded(), made->standardError.constData());

    std::promise<quint16> port;
    auto listening = port.get_future();
    m_thread = std::make_unique<std::jthread>([this, &port](std::stop_token stop) {
        SecureServer server(path("certificate"), path("key"));
        server.listen(QHostAddress::LocalHost);
        port.set_value(server.serverPort());
        server.serveUntil(stop);
    });
    m_port = listening.get();
}

void HttpSecureTest::refusesACertificateThatNobodyVouchesFor()
{
    HttpClient client;
    const auto answer = client.send(request(QStringLiteral("localhost")), {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    QVERIFY2(answer.error().message.contains(QLatin1String("SSL_CERT_FILE")), qPrintable(answer.error().message));
}

void HttpSecureTest::trustsTheAuthoritiesOfTheEnvironment()
{
    qputenv("SSL_CERT_FILE", QFile::encodeName(path("certificate")));
    HttpClient client;
    QElapsedTimer timer;
    timer.start();
    const auto answer = client.send(request(QStringLiteral("localhost")), {});
    qunsetenv("SSL_CERT_FILE");
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
    QCOMPARE(answer->body, QByteArray("ok"));
}

void HttpSecureTest::refusesACertificateOfAnotherHost()
{
    qputenv("SSL_CERT_FILE", QFile::encodeName(path("certificate")));
    HttpClient client;
    const auto answer = client.send(request(QStringLiteral("127.0.0.1")), {});
    qunsetenv("SSL_CERT_FILE");
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Unavailable);
}

void HttpSecureTest::plainServerIsNoSecureOne()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    HttpRequest question = request(QStringLiteral("127.0.0.1"));
    question.url.setPort(plain.serverPort());
    question.timeouts.connect = 300ms; // it never answers the handshake
    HttpClient client;
    const auto answer = client.send(question, {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
}

QTEST_GUILESS_MAIN(HttpSecureTest)
#include "tst_HttpSecure.moc"
