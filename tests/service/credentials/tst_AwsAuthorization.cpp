#include "service/credentials/AwsAuthorization.h"
#include "tests/service/credentials/AwsBench.h"

#include <QTest>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

/// Keys with a number that grows with each fetch.
struct Fetches {
    int count = 0;
    AwsFetch fetch()
    {
        return [this](std::stop_token) -> Result<AwsFound> {
            return AwsFound{{"ASIA" + QByteArray::number(++count), "secret", "token"}, std::chrono::hours(1)};
        };
    }
};

HttpRequest signedBy(AwsAuthorization &authorization)
{
    HttpRequest request;
    request.method = "POST";
    request.url = QUrl(QStringLiteral("https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse-stream"));
    return authorization.authorise(request, {}) ? request : HttpRequest();
}

QByteArray headerOf(const HttpRequest &request, QByteArrayView name)
{
    return HttpAnswer{.headers = request.headers}.header(name);
}

HttpAnswer refusal(const QByteArray &type, const QByteArray &date = "Sat, 31 Jan 2026 12:00:02 GMT")
{
    return {.status = 403, .headers = {{"x-amzn-errortype", type + ":http://internal.amazon.com/"}, {"date", date}}};
}

} // namespace

class AwsAuthorizationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsWithKeysThatAreFetchedOnce()
    {
        AwsBench bench;
        Fetches fetches;
        AwsAuthorization authorization(fetches.fetch(), {"eu-central-1", "bedrock"}, bench.machine.clock);
        for (int i = 0; i < 3; ++i) {
            const HttpRequest request = signedBy(authorization);
            QVERIFY(headerOf(request, "authorization")
                        .startsWith("AWS4-HMAC-SHA256 Credential=ASIA1/20260131/eu-central-1/bedrock/aws4_request, "));
            QCOMPARE(headerOf(request, "x-amz-security-token"), QByteArray("token"));
        }
        QCOMPARE(fetches.count, 1);
    }

    void aFailedFetchIsTold()
    {
        AwsBench bench;
        AwsAuthorization authorization(
            [](std::stop_token) -> Result<AwsFound> {
                return failure(ErrorCode::Unauthorized, QStringLiteral("none"));
            },
            {"eu-central-1", "bedrock"}, bench.machine.clock);
        HttpRequest request;
        QCOMPARE(authorization.authorise(request, {}).error().message, QStringLiteral("none"));
        QVERIFY(request.headers.isEmpty());
    }

    void takesNewerKeysWhereTheServiceSaysThatTheseHaveEnded()
    {
        AwsBench bench;
        Fetches fetches;
        AwsAuthorization authorization(fetches.fetch(), {"eu-central-1", "bedrock"}, bench.machine.clock);
        const HttpRequest first = signedBy(authorization);
        QVERIFY(authorization.refused(first, refusal("ExpiredTokenException")));
        QVERIFY(headerOf(signedBy(authorization), "authorization").contains("Credential=ASIA2/"));
    }

    void anotherRefusalIsFinal_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char *type : {"AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException"})
            QTest::newRow(type) << QByteArray(type);
    }
    void anotherRefusalIsFinal()
    {
        QFETCH(QByteArray, type);
        AwsBench bench;
        Fetches fetches;
        AwsAuthorization authorization(fetches.fetch(), {"eu-central-1", "bedrock"}, bench.machine.clock);
        QVERIFY(!authorization.refused(signedBy(authorization), refusal(type)));
        (void)signedBy(authorization);
        QCOMPARE(fetches.count, 1);
    }

    void takesTheTimeOfTheServiceWhereOursIsOff_data()
    {
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<QByteArray>("time"); // of the next signature; empty: there is none
        QTest::newRow("ahead") << QByteArray("Sat, 31 Jan 2026 12:20:00 GMT") << QByteArray("20260131T122000Z");
        QTest::newRow("behind") << QByteArray("Fri, 30 Jan 2026 12:00:00 GMT") << QByteArray("20260130T120000Z");
        QTest::newRow("a little") << QByteArray("Sat, 31 Jan 2026 12:03:00 GMT") << QByteArray();
        QTest::newRow("no date") << QByteArray("yesterday") << QByteArray();
    }
    void takesTheTimeOfTheServiceWhereOursIsOff()
    {
        QFETCH(QByteArray, date);
        QFETCH(QByteArray, time);
        AwsBench bench;
        Fetches fetches;
        AwsAuthorization authorization(fetches.fetch(), {"eu-central-1", "bedrock"}, bench.machine.clock);
        const HttpRequest first = signedBy(authorization);
        QCOMPARE(headerOf(first, "x-amz-date"), QByteArray("20260131T120000Z"));
        const HttpAnswer answer = refusal("InvalidSignatureException", date);
        QCOMPARE(authorization.refused(first, answer), !time.isEmpty());
        const HttpRequest second = signedBy(authorization);
        QCOMPARE(headerOf(second, "x-amz-date"), time.isEmpty() ? headerOf(first, "x-amz-date") : time);
        QVERIFY(!authorization.refused(second, answer)); // it has learnt that
    }
};

QTEST_GUILESS_MAIN(AwsAuthorizationTest)
#include "tst_AwsAuthorization.moc"
