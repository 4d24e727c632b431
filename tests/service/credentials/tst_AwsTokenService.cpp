#include "service/credentials/AwsTokenService.h"
#include "tests/service/credentials/AwsBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

const AwsKeys base{"AKIDBASE", "base-secret-key", "base-token"};
const QString arn = QStringLiteral("arn:aws:iam::123456789012:role/demo");

} // namespace

class AwsTokenServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesARoleOnWithASignedRequest()
    {
        AwsBench bench;
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIAROLE", "2026-01-31T13:00:00Z"));
        const auto found = assumeAwsRole({.arn = arn,
                                             .externalId = QStringLiteral("customer 7&8"),
                                             .seconds = QStringLiteral("1800"),
                                             .region = QStringLiteral("eu-west-1")},
            base, bench.machine, {});
        QCOMPARE(printed(found), QStringLiteral("ASIAROLE/wJalrXUtnFEMI/K7MDENG/role/token&of/the+role== 3600"));
        const auto asked = bench.asked().at(0);
        QCOMPARE(asked.line, QByteArray("POST /"));
        QCOMPARE(asked.body,
            QByteArray("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdemo"
                       "&RoleSessionName=mergeloom-worker&ExternalId=customer%207%268&DurationSeconds=1800"));
        QCOMPARE(asked.headers.value("x-amz-security-token"), QByteArray("base-token"));
        const QByteArray signedBy = AwsSignature::authorization(
            {.method = "POST",
                .path = "/",
                .headers = {{"host", asked.headers.value("host")},
                    {"content-type", asked.headers.value("content-type")}, {"x-amz-date", "20260131T120000Z"},
                    {"x-amz-security-token", "base-token"}},
                .body = asked.body},
            base, {"eu-west-1", "sts"});
        QCOMPARE(asked.headers.value("authorization"), signedBy);
    }

    void takesARoleOnWithTheTokenOfAFileThatIsReadEachTime()
    {
        AwsBench bench;
        const QString file = bench.write(QStringLiteral("web/token"), "first.web.token\n");
        const AwsRole role{.arn = arn, .sessionName = QStringLiteral("pod-1")};
        for (const char *token : {"first.web.token", "second.web.token"}) {
            bench.write(QStringLiteral("web/token"), token);
            bench.willAnswer(200, stsKeys("AssumeRoleWithWebIdentity", "ASIAWEB", "2026-01-31T12:30:00Z"));
            QVERIFY(printed(assumeAwsRoleWithToken(role, file, bench.machine, {})).endsWith(QStringLiteral(" 1800")));
            const auto asked = bench.asked().constLast();
            QVERIFY(asked.body.startsWith("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&"));
            QVERIFY(asked.body.contains("&RoleSessionName=pod-1&"));
            QVERIFY(asked.body.endsWith(QByteArray("&WebIdentityToken=") + token));
            QVERIFY(!asked.headers.contains("authorization"));
        }
    }

    void asksTheServiceOfItsRegion_data()
    {
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("machine");
        QTest::addColumn<QString>("host");
        const QString none;
        QTest::newRow("of the profile") << QStringLiteral("eu-west-1") << QStringLiteral("us-west-2") << none
                                        << QStringLiteral("sts.eu-west-1.amazonaws.com");
        QTest::newRow("of the environment") << none << QStringLiteral("us-west-2") << QStringLiteral("eu-central-1")
                                            << QStringLiteral("sts.us-west-2.amazonaws.com");
        QTest::newRow("of the model") << none << none << QStringLiteral("eu-central-1")
                                      << QStringLiteral("sts.eu-central-1.amazonaws.com");
        QTest::newRow("China") << QStringLiteral("cn-north-1") << none << none
                               << QStringLiteral("sts.cn-north-1.amazonaws.com.cn");
        QTest::newRow("government") << QStringLiteral("us-gov-west-1") << none << none
                                    << QStringLiteral("sts.us-gov-west-1.amazonaws.com");
        QTest::newRow("none") << none << none << none << QStringLiteral("sts.us-east-1.amazonaws.com");
        QTest::newRow("what is no region never becomes a host")
            << QStringLiteral("evil.example.org/") << none << none << QStringLiteral("sts.us-east-1.amazonaws.com");
    }
    void asksTheServiceOfItsRegion()
    {
        QFETCH(QString, region);
        QFETCH(QString, variable);
        QFETCH(QString, machine);
        QFETCH(QString, host);
        AwsBench bench;
        bench.variables = {{QStringLiteral("AWS_REGION"), variable}};
        bench.machine.region = machine;
        QUrl sent;
        bench.machine.send = [&](const HttpRequest &request, std::stop_token) -> Result<HttpAnswer> {
            sent = request.url;
            return failure(ErrorCode::Unavailable, QStringLiteral("away"));
        };
        const auto found = assumeAwsRole({.arn = arn, .region = region}, base, bench.machine, {});
        QCOMPARE(sent.toString(), QStringLiteral("https://%1/").arg(host));
        QCOMPARE(found.error().code, ErrorCode::Unavailable);
    }

    void theEndpointOfTheServiceGoesBeforeThatOfAll()
    {
        AwsBench bench;
        bench.variables.insert(QStringLiteral("AWS_ENDPOINT_URL"), QStringLiteral("http://127.0.0.1:9"));
        bench.variables.insert(QStringLiteral("AWS_ENDPOINT_URL_STS"), bench.url());
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIAROLE", "2026-01-31T13:00:00Z"));
        QVERIFY(assumeAwsRole({.arn = arn}, base, bench.machine, {}));
    }

    void aRefusalIsToldInTheWordsOfTheService_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<ErrorCode>("error");
        QTest::newRow("not allowed") << 403 << QByteArray("AccessDenied") << ErrorCode::Unauthorized;
        QTest::newRow("expired") << 400 << QByteArray("ExpiredTokenException") << ErrorCode::Unauthorized;
        QTest::newRow("wrong token") << 400 << QByteArray("InvalidIdentityToken") << ErrorCode::Unauthorized;
        QTest::newRow("rate") << 400 << QByteArray("Throttling") << ErrorCode::Unavailable;
        QTest::newRow("away") << 503 << QByteArray("ServiceUnavailable") << ErrorCode::Unavailable;
    }
    void aRefusalIsToldInTheWordsOfTheService()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(ErrorCode, error);
        AwsBench bench;
        bench.willAnswer(status, stsError(code, "Not &lt;today&gt;."));
        const auto found = assumeAwsRole({.arn = arn}, base, bench.machine, {});
        QVERIFY(!found);
        QCOMPARE(found.error().code, error);
        for (const QString &part :
            {arn, QString::fromLatin1(code), QStringLiteral("Not <today>."), QString::number(status)})
            QVERIFY2(found.error().message.contains(part), qPrintable(found.error().message));
        QCOMPARE(bench.asked().size(), 1);
    }

    void anAnswerThatIsNoneIsNoKeys()
    {
        for (const char *body :
            {"", "<html>proxy</html>", "<AssumeRoleResponse><Credentials><AccessKeyId>A</AccessKey"}) {
            AwsBench bench;
            bench.willAnswer(200, body);
            QVERIFY(printed(assumeAwsRole({.arn = arn}, base, bench.machine, {}))
                        .contains(QStringLiteral("it gave no keys")));
        }
    }

    void asksOnceMoreByTheClockOfTheService()
    {
        AwsBench bench;
        bench.willAnswer(
            403, stsError("SignatureDoesNotMatch", "Signature expired"), "date: Sat, 31 Jan 2026 12:20:00 GMT\r\n");
        bench.willAnswer(200, stsKeys("AssumeRole", "ASIAROLE", "2026-01-31T13:20:00Z"));
        QVERIFY(printed(assumeAwsRole({.arn = arn}, base, bench.machine, {})).endsWith(QStringLiteral(" 3600")));
        QCOMPARE(bench.asked().at(0).headers.value("x-amz-date"), QByteArray("20260131T120000Z"));
        QCOMPARE(bench.asked().at(1).headers.value("x-amz-date"), QByteArray("20260131T122000Z"));
        bench.willAnswer(403, stsError("AccessDenied", "no"), "date: Sat, 31 Jan 2026 12:20:01 GMT\r\n");
        QVERIFY(!assumeAwsRole({.arn = arn}, base, bench.machine, {}));
        QCOMPARE(bench.asked().size(), 3); // its clock is known by now
    }
};

QTEST_GUILESS_MAIN(AwsTokenServiceTest)
#include "tst_AwsTokenService.moc"
