#include "service/credentials/AwsLocalServices.h"
#include "tests/service/credentials/AwsBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

/// As the services beside a machine give keys.
const QByteArray localKeys = R"({"Code":"Success","LastUpdated":"2026-01-31T11:30:00Z","Type":"AWS-HMAC",)"
                             R"("AccessKeyId":"ASIALOCAL","SecretAccessKey":"local-secret-key","Token":"local-token",)"
                             R"("Expiration":"2026-01-31T13:00:00Z"})";

} // namespace

class AwsLocalServicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aContainerIsAskedAtItsRelativeAddress()
    {
        AwsBench bench;
        bench.variables.insert(
            QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), QStringLiteral("/v2/credentials/task-id?x=1"));
        bench.willAnswer(200, localKeys);
        QCOMPARE(printed(awsContainerKeys(bench.machine, {})),
            QStringLiteral("ASIALOCAL/local-secret-key/local-token 3600"));
        QCOMPARE(bench.asked().at(0).line, QByteArray("GET /v2/credentials/task-id?x=1"));
        QVERIFY(!bench.asked().at(0).headers.contains("authorization"));
    }

    void aContainerIsAskedWithTheTokenOfAFileThatIsReadEachTime()
    {
        AwsBench bench;
        bench.variables.insert(
            QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), bench.url(QStringLiteral("/v1/credentials")));
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN"), QStringLiteral("of-the-variable"));
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
            bench.write(QStringLiteral("token"), "first-token\n"));
        bench.willAnswer(200, localKeys);
        bench.willAnswer(200, localKeys);
        QVERIFY(awsContainerKeys(bench.machine, {}));
        bench.write(QStringLiteral("token"), "second-token");
        QVERIFY(awsContainerKeys(bench.machine, {}));
        QCOMPARE(bench.asked().at(0).line, QByteArray("GET /v1/credentials"));
        QCOMPARE(bench.asked().at(0).headers.value("authorization"), QByteArray("first-token"));
        QCOMPARE(bench.asked().at(1).headers.value("authorization"), QByteArray("second-token"));
        bench.variables.remove(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
        bench.willAnswer(200, localKeys);
        QVERIFY(awsContainerKeys(bench.machine, {}));
        QCOMPARE(bench.asked().at(2).headers.value("authorization"), QByteArray("of-the-variable"));
    }

    void onlyHostsThatMayBeAskedAreAsked_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("another host") << QStringLiteral("http://example.org/keys");
        QTest::newRow("metadata of the instance") << QStringLiteral("http://169.254.169.254/latest");
        QTest::newRow("loopback as a part of a name") << QStringLiteral("http://127.0.0.1.example.org/");
        QTest::newRow("loopback as a user") << QStringLiteral("http://127.0.0.1@example.org/");
        QTest::newRow("another scheme") << QStringLiteral("file:///etc/passwd");
        QTest::newRow("no address") << QStringLiteral("not an address");
    }
    void onlyHostsThatMayBeAskedAreAsked()
    {
        QFETCH(QString, url);
        AwsBench bench;
        int sent = 0;
        bench.machine.send = [&](const HttpRequest &, std::stop_token) -> Result<HttpAnswer> {
            ++sent;
            return HttpAnswer{.status = 200, .body = localKeys};
        };
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), url);
        const QString said = printed(awsContainerKeys(bench.machine, {}));
        QVERIFY2(said.startsWith(QStringLiteral("! invalid_input")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI")), qPrintable(said));
        QCOMPARE(sent, 0);
    }

    void hostsThatMayBeAsked_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url : {"https://keys.example.org/x", "http://127.0.0.2:80/x", "http://localhost/x",
                 "http://[::1]/x", "http://169.254.170.2/x", "http://169.254.170.23/v1/credentials",
                 "http://[fd00:ec2::23]/v1/credentials"})
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void hostsThatMayBeAsked()
    {
        QFETCH(QString, url);
        AwsBench bench;
        QUrl sent;
        bench.machine.send = [&](const HttpRequest &request, std::stop_token) -> Result<HttpAnswer> {
            sent = request.url;
            return HttpAnswer{.status = 200, .body = localKeys};
        };
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), url);
        QVERIFY(awsContainerKeys(bench.machine, {}));
        QCOMPARE(sent, QUrl(url));
    }

    void aTokenOfSeveralLinesIsNotSent()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), bench.url());
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
            bench.write(QStringLiteral("token"), "first\r\nx-injected: yes"));
        const QString said = printed(awsContainerKeys(bench.machine, {}));
        QVERIFY2(said.contains(QStringLiteral("more than one line")), qPrintable(said));
        QVERIFY(!said.contains(QStringLiteral("injected")));
        QVERIFY(bench.asked().isEmpty());
    }

    void aTokenFileThatIsAwayIsAMistakeAndNoAbsentSource()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_FULL_URI"), bench.url());
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), QStringLiteral("/none/token"));
        QVERIFY(printed(awsContainerKeys(bench.machine, {}))
                    .startsWith(QStringLiteral("! invalid_input the file /none/token")));
    }

    void whatIsNotSetUpIsAbsent()
    {
        AwsBench bench;
        QCOMPARE(printed(awsContainerKeys(bench.machine, {})),
            QStringLiteral("! not_found AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set"));
        bench.variables.insert(QStringLiteral("AWS_EC2_METADATA_DISABLED"), QStringLiteral("TRUE"));
        QCOMPARE(printed(awsInstanceKeys(bench.machine, {})),
            QStringLiteral("! not_found AWS_EC2_METADATA_DISABLED is true"));
        QVERIFY(bench.asked().isEmpty());
    }

    void aContainerThatRefusesIsToldInItsWords()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), QStringLiteral("/x"));
        bench.willAnswer(403, R"({"code":"NoAuthorization","message":"the token is wrong"})");
        const QString said = printed(awsContainerKeys(bench.machine, {}));
        QVERIFY2(
            said.startsWith(QStringLiteral("! unauthorized")) && said.contains(QStringLiteral("the token is wrong")),
            qPrintable(said));
        bench.willAnswer(200, R"({"AccessKeyId":"ASIA"})");
        QVERIFY(printed(awsContainerKeys(bench.machine, {})).endsWith(QStringLiteral("gave an answer without keys")));
        bench.willAnswer(200, R"({"AccessKeyId":"ASIA","SecretAccessKey":"secret-of-it","Expiration":"soon"})");
        const QString badTime = printed(awsContainerKeys(bench.machine, {}));
        QVERIFY2(badTime.contains(QStringLiteral("\"soon\"")) && !badTime.contains(QStringLiteral("secret-of-it")),
            qPrintable(badTime));
    }

    void anInstanceIsAskedWithASessionToken()
    {
        AwsBench bench;
        bench.willAnswer(200, "session-token-of-metadata");
        bench.willAnswer(200, "demo-role\n");
        bench.willAnswer(200, localKeys);
        QCOMPARE(
            printed(awsInstanceKeys(bench.machine, {})), QStringLiteral("ASIALOCAL/local-secret-key/local-token 3600"));
        const auto asked = bench.asked();
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked[0].line, QByteArray("PUT /latest/api/token"));
        QCOMPARE(asked[0].headers.value("x-aws-ec2-metadata-token-ttl-seconds"), QByteArray("21600"));
        QCOMPARE(asked[1].line, QByteArray("GET /latest/meta-data/iam/security-credentials/"));
        QCOMPARE(asked[2].line, QByteArray("GET /latest/meta-data/iam/security-credentials/demo-role"));
        for (int i : {1, 2})
            QCOMPARE(asked[i].headers.value("x-aws-ec2-metadata-token"), QByteArray("session-token-of-metadata"));
    }

    void anInstanceWithoutSessionTokensIsNotAskedForKeys()
    {
        AwsBench bench;
        bench.willAnswer(405, "");
        const QString said = printed(awsInstanceKeys(bench.machine, {}));
        QVERIFY2(said.startsWith(QStringLiteral("! not_found")) && said.contains(QStringLiteral("hop limit")),
            qPrintable(said));
        QCOMPARE(bench.asked().size(), 1);
    }

    void anInstanceWithoutARoleIsAbsent()
    {
        AwsBench bench;
        bench.willAnswer(200, "session-token-of-metadata");
        bench.willAnswer(404, "");
        QCOMPARE(printed(awsInstanceKeys(bench.machine, {})), QStringLiteral("! not_found the instance has no role"));
    }

    void aMachineThatIsNoInstanceIsFoundOutSoon()
    {
        AwsBench bench;
        RawServer silent([](QTcpSocket &socket, const QByteArray &) { RawServer::hold(socket); });
        bench.variables.insert(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT"), silent.url().toString());
        QElapsedTimer clock;
        clock.start();
        const QString said = printed(awsInstanceKeys(bench.machine, {}));
        QVERIFY2(said.startsWith(QStringLiteral("! not_found")), qPrintable(said));
        QVERIFY2(clock.elapsed() < 6000, QByteArray::number(clock.elapsed()).constData());
    }

    void usesTheAddressOfTheOtherProtocol()
    {
        AwsBench bench;
        bench.variables.remove(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT"));
        QStringList hosts;
        bench.machine.send = [&](const HttpRequest &request, std::stop_token) -> Result<HttpAnswer> {
            hosts << request.url.host();
            return failure(ErrorCode::Unavailable, QStringLiteral("away"));
        };
        QVERIFY(!awsInstanceKeys(bench.machine, {}));
        bench.variables.insert(QStringLiteral("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), QStringLiteral("IPv6"));
        QVERIFY(!awsInstanceKeys(bench.machine, {}));
        QCOMPARE(hosts, (QStringList{QStringLiteral("169.254.169.254"), QStringLiteral("fd00:ec2::254")}));
    }
};

QTEST_GUILESS_MAIN(AwsLocalServicesTest)
#include "tst_AwsLocalServices.moc"
