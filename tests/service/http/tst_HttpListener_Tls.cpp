#include "shared/client/ApiClient.h"
#include "tests/service/http/TestService.h"

#include <QSignalSpy>

using namespace mergeloom;
using namespace mergeloom::test;
using namespace std::chrono_literals;
using Speaks = RawClient::Speaks;

/// The listener with a certificate.
class HttpListenerTlsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersOverTlsWithASecureCookie()
    {
        TestService service;
        service.listener->useTls(m_ours.identity());
        RawClient client(service.port, Speaks::Tls);
        QVERIFY(client.isConnected());
        QVERIFY(
            client.socket().sessionProtocol() == QSsl::TlsV1_2 || client.socket().sessionProtocol() == QSsl::TlsV1_3);
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200);
        const Answer answer = client.ask(post("/api/v1/login", R"({"token":"operator-token"})"), "POST");
        QVERIFY(answer.header("set-cookie").contains("; Secure"));
        QCOMPARE(client.ask(get("/api/v1/hello")).status, 200); // the same connection goes on
    }

    void withoutTlsACookieIsNotSecureOrABrowserWouldDropIt()
    {
        TestService service;
        RawClient client(service.port);
        const Answer answer = client.ask(post("/api/v1/login", R"({"token":"operator-token"})"), "POST");
        QCOMPARE(answer.header("set-cookie").contains("; Secure"), isOverTls());
    }

    void tellsWhoSpeaksPlainHttpWhatToDo()
    {
        TestService service;
        service.listener->useTls(m_ours.identity());
        RawClient client(service.port, Speaks::Plain);
        const Answer answer = client.ask(get("/api/v1/hello"));
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.body.contains("https://"));
        QVERIFY(client.isEnded());
        QTRY_COMPARE(service.listener->connections(), 0);
    }

    void endsWhoDoesNotFinishAHandshake()
    {
        HttpOptions options;
        options.headTime = 200ms;
        TestService service(options);
        service.listener->useTls(m_ours.identity());
        RawClient silent(service.port, Speaks::Plain);
        RawClient half(service.port, Speaks::Plain);
        half.send(QByteArray::fromHex("160301020001"));
        RawClient nonsense(service.port, Speaks::Plain);
        nonsense.send(QByteArray::fromHex("16") + QByteArray(500, 'x'));
        QTRY_VERIFY(service.listener->connections() >= 2);
        QVERIFY(silent.isEnded() && half.isEnded() && nonsense.isEnded());
        QTRY_COMPARE(service.listener->connections(), 0);
        QCOMPARE(RawClient(service.port, Speaks::Tls).ask(get("/api/v1/hello")).status, 200);
    }

    void refusesOldProtocols()
    {
        TestService service;
        service.listener->useTls(m_ours.identity());
        for (const char *old : {"-tls1", "-tls1_1"})
            QVERIFY2(!shakesHands(service.port, {old, "-cipher", "ALL:@SECLEVEL=0"}), old);
        for (const char *current : {"-tls1_2", "-tls1_3"})
            QVERIFY2(shakesHands(service.port, {current}), current);
    }

    void closesInsideTlsToo()
    {
        TestService service;
        service.listener->useTls(m_ours.identity());
        RawClient client(service.port, Speaks::Tls);
        QSignalSpy errors(&client.socket(), &QAbstractSocket::errorOccurred);
        QCOMPARE(client.ask("GET /api/v1/hello HTTP/1.0\r\nHost: localhost\r\n\r\n").status, 200);
        QVERIFY(client.isEnded());
        for (const QList<QVariant> &error : errors)
            QCOMPARE(error.first().value<QAbstractSocket::SocketError>(), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(client.socket().error(), QAbstractSocket::RemoteHostClosedError);
    }

    void takesARenewedCertificateForNewConnections()
    {
        TestService service;
        service.listener->useTls(m_ours.identity());
        RawClient before(service.port, Speaks::Tls);
        const TestCertificate renewed({"-newkey", "rsa:2048"});
        service.listener->useTls(renewed.identity());
        RawClient after(service.port, Speaks::Tls);
        QVERIFY(before.socket().peerCertificate() != after.socket().peerCertificate());
        QCOMPARE(before.ask(get("/api/v1/hello")).status, 200);
        QCOMPARE(after.ask(get("/api/v1/hello")).status, 200);
    }

    void namesOfTheCertificateAreItsHostNames()
    {
        QCOMPARE(m_ours.identity().hostNames(), (QStringList{"localhost", "worker.tls.example"}));
        QVERIFY(!m_ours.identity().warning().isEmpty()); // of two days
    }

    void refusesFilesThatDoNotFit()
    {
        const TestCertificate other;
        QFile::setPermissions(other.certificate, QFile::ReadOwner);
        const auto message = [](const QString &certificate, const QString &key) {
            const auto identity = TlsIdentity::load(certificate, key);
            return identity ? QString() : identity.error().message;
        };
        QVERIFY(message(m_ours.certificate, other.key).contains("does not belong to the certificate"));
        QVERIFY(message("/none.pem", m_ours.key).contains("/none.pem cannot be read"));
        QVERIFY(message(m_ours.certificate, "/none.pem").contains("/none.pem cannot be read"));
        QVERIFY(message(m_ours.key, m_ours.key).contains("holds no certificate"));
        QVERIFY(message(other.certificate, other.certificate).contains("is no RSA or EC key"));
        QFile::setPermissions(other.key, QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(message(other.certificate, other.key).contains("Others can read"));
        QFile::setPermissions(other.key, QFile::ReadOwner | QFile::ReadGroup); // as a platform mounts it
        QVERIFY(message(other.certificate, other.key).isEmpty());
    }

    void clientsTrustAGivenCertificateAndNoOther()
    {
        TestService service({}, {TestService::route("GET", "/api/v1/me", [](const ApiRequest &) {
            return ApiReply::json(toJson(api::Identity{"n", Role::Viewer, "w", "1"}));
        })});
        service.listener->useTls(m_ours.identity());
        const QUrl url(QStringLiteral("https://127.0.0.1:%1").arg(service.port)); // not a name of the certificate
        ApiClient strict(url, {});
        const auto refused = strict.wait(api_call::me());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        ApiClient trusting(url, {}, CertificateTrust::ofFile(m_ours.certificate).value());
        const auto answer = trusting.wait(api_call::me());
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        const TestCertificate other;
        ApiClient wrong(url, {}, CertificateTrust::ofFile(other.certificate).value());
        QVERIFY(!wrong.wait(api_call::me()));
        QVERIFY(CertificateTrust::ofFile("/none.pem").error().message.contains("/none.pem"));
        QVERIFY(!CertificateTrust::ofFile(m_ours.key));
        ApiClient noneMore(url, {}, CertificateTrust::ofFile({}).value());
        QVERIFY(!noneMore.wait(api_call::me()));
    }

private:
    static bool shakesHands(quint16 port, const QStringList &options)
    {
        QProcess client;
        client.setStandardInputFile(QProcess::nullDevice());
        client.start("openssl",
            QStringList{"s_client", "-brief", "-connect", QStringLiteral("127.0.0.1:%1").arg(port)} + options);
        if (!QTest::qWaitFor([&] { return client.state() == QProcess::NotRunning; }, 10000))
            return false;
        return client.readAllStandardError().contains("CONNECTION ESTABLISHED");
    }

    const TestCertificate m_ours;
};

QTEST_GUILESS_MAIN(HttpListenerTlsTest)
#include "tst_HttpListener_Tls.moc"
