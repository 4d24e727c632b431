#include "service/credentials/RequestAuthorization.h"

#include <QTest>

using namespace mergeloom;

class RequestAuthorizationTest : public QObject
{
    Q_OBJECT

private:
    static HttpHeaders headersWith(Result<std::unique_ptr<RequestAuthorization>> authorization)
    {
        HttpRequest request;
        if (!authorization || !(*authorization)->authorise(request, {}))
            return {{"failed", ""}};
        return request.headers;
    }

private Q_SLOTS:
    void addsTheHeaderThatTheServiceWants()
    {
        QCOMPARE(headersWith(HeaderAuthorization::bearer("abc")), (HttpHeaders{{"authorization", "Bearer abc"}}));
        QCOMPARE(headersWith(HeaderAuthorization::apiKey("abc")), (HttpHeaders{{"x-api-key", "abc"}}));
        QCOMPARE(headersWith(HeaderAuthorization::named("api-key", "abc")), (HttpHeaders{{"api-key", "abc"}}));
        HttpRequest request;
        QVERIFY(NoAuthorization().authorise(request, {}));
        QVERIFY(request.headers.isEmpty());
    }

    void forgivesTheLineFeedOfAFile()
    {
        QCOMPARE(headersWith(HeaderAuthorization::apiKey("abc\n")), (HttpHeaders{{"x-api-key", "abc"}}));
    }

    void refusesWhatNoHeaderCanCarryWithoutShowingIt()
    {
        for (const QByteArray &key : {QByteArray(), QByteArray(" \n"), QByteArray("top-se\r\ncret: x"),
                 QByteArray("top-se\xC3\xA9"
                            "cret")}) {
            const auto made = HeaderAuthorization::bearer(key);
            QVERIFY(!made);
            QVERIFY(!made.error().message.contains(u"top-se"));
        }
        for (const QByteArray &name : {QByteArray(), QByteArray("two words"), QByteArray("a:b"), QByteArray("a\nb")})
            QVERIFY(!HeaderAuthorization::named(name, "abc"));
    }
};

QTEST_GUILESS_MAIN(RequestAuthorizationTest)
#include "tst_RequestAuthorization.moc"
