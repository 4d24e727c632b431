#include "tests/service/http/TestService.h"

using namespace mergeloom;
using namespace mergeloom::test;
using namespace std::chrono_literals;

/// Who may call what: by rules alone, and over the wire.
class AccessControlTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_now = {}; }

    void rolesIncludeOneAnother_data()
    {
        QTest::addColumn<QString>("caller");
        QTest::addColumn<QString>("may"); // v o a w c
        QTest::newRow("viewer") << "viewer-token"
                                << "v";
        QTest::newRow("operator") << "operator-token"
                                  << "vo";
        QTest::newRow("admin") << "admin-token"
                               << "voa";
        QTest::newRow("worker") << "worker-token"
                                << "w";
        QTest::newRow("cluster") << "cluster-token"
                                 << "wc";
    }
    void rolesIncludeOneAnother()
    {
        QFETCH(QString, caller);
        QFETCH(QString, may);
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        for (const QChar role : QStringLiteral("voawc")) {
            const Answer answer = client.ask(
                get("/api/v1/" + QString(role).toLatin1(), "Authorization: Bearer " + caller.toLatin1() + "\r\n"));
            QCOMPARE(answer.status, may.contains(role) ? 200 : 403);
        }
        QCOMPARE(client.ask(get("/api/v1/p")).status, 200);
    }

    void withoutCredentialsIsUnauthorized()
    {
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        for (const char *headers : {"", "Authorization: Bearer wrong\r\n", "Authorization: Basic dTpw\r\n",
                 "Authorization: Bearer\r\n", "Cookie: mergeloom_session=wrong\r\n", "Cookie: other=1\r\n"}) {
            const Answer answer = client.ask(get("/api/v1/v", headers));
            QCOMPARE(answer.status, 401);
            QCOMPARE(answer.errorCode(), QString("unauthorized"));
            QCOMPARE(answer.header("www-authenticate"), QByteArray("Bearer realm=\"mergeloom\""));
        }
    }

    void theLoginLinkSignsABrowserInOnce()
    {
        TestService service({}, roleRoutes());
        const QByteArray path =
            "/login?code=" + service.access.loginCodes().issue({Access::Admin, "first", {}}).toLatin1();
        RawClient client(service.port);
        QCOMPARE(client.ask("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "HEAD").status, 303);
        const Answer answer = client.ask(get(path));
        QCOMPARE(answer.status, 303);
        QCOMPARE(answer.header("location"), QByteArray("/"));
        const QByteArray cookie = answer.header("set-cookie");
        for (const char *part : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=604800"})
            QVERIFY(cookie.contains(part));
        QCOMPARE(client.ask(get("/api/v1/a", "Cookie: x=1; " + cookie.split(';').first() + "\r\n")).status, 200);
        const Answer second = client.ask(get(path));
        QCOMPARE(second.header("location"), QByteArray("/?login=expired"));
        QVERIFY(second.header("set-cookie").isEmpty());
    }

    void aTokenSignsABrowserInAndOut()
    {
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        const Answer answer = client.ask(post("/api/v1/login", R"({"token":"operator-token"})"), "POST");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray(R"({"name":"operator","role":"operator"})"));
        const QByteArray cookie = "Cookie: " + answer.header("set-cookie").split(';').first() + "\r\n";
        QCOMPARE(client.ask(get("/api/v1/o", cookie)).status, 200);
        QCOMPARE(client.ask(get("/api/v1/a", cookie)).status, 403);
        const Answer out = client.ask(post("/api/v1/logout", "", cookie + "Origin: http://localhost\r\n"), "POST");
        QCOMPARE(out.status, 204);
        QVERIFY(out.header("set-cookie").contains("Max-Age=0"));
        QCOMPARE(client.ask(get("/api/v1/o", cookie)).status, 401);
    }

    void programsCannotSignInToABrowser()
    {
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        for (const char *token : {"worker-token", "cluster-token"})
            QCOMPARE(
                client.ask(post("/api/v1/login", QByteArray("{\"token\":\"") + token + "\"}"), "POST").status, 403);
        QCOMPARE(client.ask(post("/api/v1/login", "{"), "POST").status, 400);
        QCOMPARE(client.ask(post("/api/v1/login", "{}"), "POST").status, 400);
        const QByteArray cookie = "Cookie: mergeloom_session="
            + service.access.sessions().open({Access::Cluster, "c", {}}).toLatin1() + "\r\n";
        QCOMPARE(client.ask(get("/api/v1/c", cookie)).status, 403);
        QCOMPARE(client.ask(get("/api/v1/w", cookie)).status, 403);
    }

    void otherPagesCannotActWithTheCookie_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *method, const char *headers, int status) {
            QTest::addRow("%s %s", method, headers) << QByteArray(method) << QByteArray(headers) << status;
        };
        row("POST", "Origin: http://localhost\r\n", 200);
        row("POST", "Origin: https://localhost\r\n", 200);
        row("POST", "Origin: http://localhost:3000\r\n", 403);
        row("POST", "Origin: http://evil.example\r\n", 403);
        row("POST", "Origin: null\r\n", 403);
        row("POST", "", 403);
        row("POST", "Sec-Fetch-Site: same-origin\r\n", 200);
        row("POST", "Sec-Fetch-Site: none\r\n", 200);
        row("POST", "Sec-Fetch-Site: same-site\r\n", 403);
        row("POST", "Sec-Fetch-Site: cross-site\r\n", 403);
        row("POST", "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost\r\n", 403);
        row("POST", "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example\r\n", 403);
        row("GET", "", 200);
        row("GET", "Sec-Fetch-Site: same-site\r\n", 403);
        row("GET", "Sec-Fetch-Site: same-origin\r\n", 200);
    }
    void otherPagesCannotActWithTheCookie()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        const QByteArray cookie =
            "Cookie: mergeloom_session=" + service.access.sessions().open({Access::Admin, "a", {}}).toLatin1() + "\r\n";
        const QByteArray request = method + " /api/v1/a HTTP/1.1\r\nHost: localhost\r\n" + cookie + headers + "\r\n";
        QCOMPARE(client.ask(request).status, status);
        // A bearer is not added by a browser, so it needs no such proof.
        QCOMPARE(client.ask("POST /api/v1/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: bearer admin-token\r\n\r\n")
                     .status,
            200);
    }

    void anotherPageCannotSignTheUserIn()
    {
        TestService service;
        RawClient client(service.port);
        const QByteArray body = R"({"token":"admin-token"})";
        QCOMPARE(client.ask(post("/api/v1/login", body, "Origin: http://evil.example\r\n"), "POST").status, 403);
        QCOMPARE(client.ask(post("/api/v1/login", body, "Sec-Fetch-Site: cross-site\r\n"), "POST").status, 403);
        QCOMPARE(client.ask(post("/api/v1/login", body, "Origin: http://localhost\r\n"), "POST").status, 200);
    }

    void answersOnlyToItsOwnNames_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status");
        for (const char *host : {"localhost", "LOCALHOST:8010", "localhost.", "127.0.0.1", "127.0.0.1:9", "127.8.8.8",
                 "[::1]", "[::1]:8010", "worker.example", "Worker.Example:443"})
            QTest::newRow(host) << QByteArray(host) << 200;
        for (const char *host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.1",
                 "10.0.0.1:8010", "[fe80::1]", "2130706433", "0x7f000001", "x.localhost", "0.0.0.0"})
            QTest::newRow(host) << QByteArray(host) << 421;
    }
    void answersOnlyToItsOwnNames()
    {
        QFETCH(QByteArray, host);
        QFETCH(int, status);
        TestService service;
        RawClient client(service.port);
        for (const char *path : {"/api/v1/hello", "/index.html"})
            QCOMPARE(client.ask(QByteArray("GET ") + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status, status);
    }

    void answersToTheAddressThatWasCalled()
    {
        AccessControl access([](const QString &) { return std::nullopt; }, {});
        RequestHead head;
        head.host = "10.1.2.3:8010";
        QVERIFY(!access.checkHost(head, QHostAddress("10.1.2.3")));
        QVERIFY(!access.checkHost(head, QHostAddress("::ffff:10.1.2.3")));
        QVERIFY(access.checkHost(head, QHostAddress("10.1.2.4")));
    }

    void aLoginCodeLives15Minutes()
    {
        LoginCodes codes([this] { return m_now; });
        const QString early = codes.issue({Access::Admin, "a", {}});
        const QString late = codes.issue({Access::Admin, "a", {}});
        QVERIFY(early != late);
        m_now += 14min;
        QCOMPARE(codes.redeem(early)->access, Access::Admin);
        QVERIFY(!codes.redeem(early));
        m_now += 1min;
        QVERIFY(!codes.redeem(late));
        QVERIFY(!codes.redeem({}));
    }

    void onlySoManyLoginCodesAreOpen()
    {
        LoginCodes codes([this] { return m_now; });
        const QString first = codes.issue({Access::Admin, "a", {}});
        QString last;
        for (int i = 0; i < 64; ++i) {
            m_now += 1s;
            last = codes.issue({Access::Admin, "a", {}});
        }
        QVERIFY(!codes.redeem(first));
        QVERIFY(codes.redeem(last));
    }

    void aSessionEndsUnusedOrOldOrRevokedOrWithItsToken()
    {
        Timestamp now{1'000'000'000'000'000};
        const auto pass = [&](std::chrono::microseconds span) { now.microseconds += span.count(); };
        BrowserSessions sessions([&] { return now; });
        const QString used = sessions.open({Access::Viewer, "a", {}});
        const QString unused = sessions.open({Access::Viewer, "a", {}});
        for (int i = 0; i < 7; ++i) {
            pass(23h);
            QVERIFY(sessions.find(used));
        }
        QVERIFY(!sessions.find(unused));
        pass(8h);
        QVERIFY(!sessions.find(used)); // seven days
        const TokenId first = TokenId::make(), second = TokenId::make();
        const QString a = sessions.open({Access::Viewer, "same name", {}, first});
        const QString b = sessions.open({Access::Viewer, "same name", {}, second});
        sessions.endAllOf(first);
        QVERIFY(!sessions.find(a));
        QVERIFY(sessions.find(b));
        const QString brief =
            sessions.open({Access::Viewer, "c", {}, second, {}, Timestamp{now.microseconds + 60'000'000}});
        QVERIFY(sessions.find(brief));
        pass(1min);
        QVERIFY(!sessions.find(brief));
    }

    void aStreamEndsWithTheAccessOfItsReader()
    {
        TestService service({},
            {TestService::live(
                "GET", "/api/v1/stream",
                [](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
                    reply->startStream("text/event-stream");
                    reply->onClosed([reply] {});
                },
                Access::Viewer)});
        const auto follow = [&](RawClient &client, const TokenId &token) {
            const QByteArray cookie = service.access.sessions().open({Access::Viewer, "a", {}, token}).toLatin1();
            client.send(get("/api/v1/stream", "Cookie: mergeloom_session=" + cookie + "\r\n"));
            return QTest::qWaitFor([&] { return client.input().contains("text/event-stream"); });
        };
        RawClient ended(service.port), other(service.port);
        const TokenId token = TokenId::make();
        QVERIFY(follow(ended, token));
        QVERIFY(follow(other, TokenId::make()));
        service.access.endToken(token);
        QTRY_VERIFY(ended.input().endsWith("0\r\n\r\n"));
        QVERIFY(!other.input().endsWith("0\r\n\r\n"));
        service.access.sessions().endAllBut({});
        QTRY_VERIFY(other.input().endsWith("0\r\n\r\n"));
    }

    void eachRefusalIsCountedWithoutItsCredential()
    {
        TestService service({}, roleRoutes());
        RawClient client(service.port);
        const QByteArray secret = "a-secret-that-was-sent";
        client.ask(get("/api/v1/v"));
        client.ask(get("/api/v1/v", "Authorization: Bearer " + secret + "\r\n"));
        client.ask(get("/api/v1/a", "Authorization: Bearer viewer-token\r\n"));
        client.ask(get("/api/v1/v", "Cookie: mergeloom_session=" + secret + "\r\n"));
        client.ask(post("/api/v1/login", "{\"token\":\"" + secret + "\"}"), "POST");
        client.ask(post("/api/v1/login", "{\"token\":\"viewer-token\"}", "Origin: http://evil.example\r\n"), "POST");
        client.ask(get("/login?code=" + secret));
        client.ask("GET /" + secret + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        client.ask("POST /api/v1/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", "POST");
        QStringList causes;
        QByteArray all;
        for (const QJsonObject &event : service.access.refusals().due()) {
            causes << event["cause"].toString() + ' ' + event["path"].toString();
            all += QJsonDocument(event).toJson();
            QCOMPARE(event["address"].toString(), QString("127.0.0.1"));
            QVERIFY(!event["reason"].toString().isEmpty());
        }
        causes.sort();
        QCOMPARE(causes,
            (QStringList{"foreign_page /api/v1/login", "login_failed /api/v1/login", "login_link /login",
                "no_credential /api/v1/a", "no_credential /api/v1/v", "role /api/v1/a", "unauthorized /api/v1/v",
                "unknown_host (no route)"}));
        QVERIFY(!all.contains(secret));
        QVERIFY(!all.contains("viewer-token"));
    }

private:
    static QList<Route> roleRoutes()
    {
        QList<Route> routes;
        for (const auto &[path, access] : {std::pair{"v", Access::Viewer}, {"o", Access::Operator},
                 {"a", Access::Admin}, {"w", Access::Worker}, {"c", Access::Cluster}, {"p", Access::Public}})
            routes.append(TestService::route(
                "GET", QStringLiteral("/api/v1/") + path,
                [](const ApiRequest &request) { return ApiReply::json(request.principal.name); }, access));
        routes.append(TestService::route(
            "POST", "/api/v1/a", [](const ApiRequest &) { return ApiReply::json("done"); }, Access::Admin));
        return routes;
    }

    std::chrono::steady_clock::time_point m_now;
};

QTEST_GUILESS_MAIN(AccessControlTest)
#include "tst_AccessControl.moc"
