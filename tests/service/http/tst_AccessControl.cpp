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

    void tenFailuresInAMinuteLockAnAddressOut()
    {
        AccessControl access = controlWithClock();
        for (int i = 0; i < 10; ++i)
            QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 401);
        QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 429);
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 429);
        QCOMPARE(statusFor(access, "wrong", "10.0.0.2"), 401);
        m_now += 59s;
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 429);
        m_now += 2s;
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
    }

    void aTokenThatWasRightIsNotLockedOutByItsNeighbours()
    {
        AccessControl access = controlWithClock();
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        for (int i = 0; i < 20; ++i)
            statusFor(access, "wrong", "10.0.0.1");
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 429);
    }

    void failedLoginsLockOutOverTheWire()
    {
        TestService service;
        RawClient client(service.port);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(client.ask(post("/api/v1/login", R"({"token":"wrong"})"), "POST").status, 401);
            QCOMPARE(client.ask(get("/login?code=wrong")).header("location"), QByteArray("/?login=expired"));
        }
        const Answer answer = client.ask(post("/api/v1/login", R"({"token":"admin-token"})"), "POST");
        QCOMPARE(answer.status, 429);
        QVERIFY(answer.header("retry-after").toInt() > 0 && answer.header("retry-after").toInt() <= 60);
        QCOMPARE(client.ask(get("/login?code=wrong")).status, 429);
        // A browser that is signed in goes on.
        const QByteArray cookie = service.access.sessions().open({Access::Admin, "a", {}}).toLatin1();
        QCOMPARE(client
                     .ask(post("/api/v1/logout", "",
                              "Origin: http://localhost\r\nCookie: mergeloom_session=" + cookie + "\r\n"),
                         "POST")
                     .status,
            204);
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

    void aSessionEndsUnusedOrOldOrRevoked()
    {
        BrowserSessions sessions([this] { return m_now; });
        const QString used = sessions.open({Access::Viewer, "a", {}});
        const QString unused = sessions.open({Access::Viewer, "a", {}});
        for (int i = 0; i < 7; ++i) {
            m_now += 23h;
            QVERIFY(sessions.find(used));
        }
        QVERIFY(!sessions.find(unused));
        m_now += 8h;
        QVERIFY(!sessions.find(used)); // seven days
        const QString a = sessions.open({Access::Viewer, "a", {}});
        const QString b = sessions.open({Access::Viewer, "b", {}});
        sessions.endAllOf("a");
        QVERIFY(!sessions.find(a));
        QVERIFY(sessions.find(b));
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

    AccessControl controlWithClock()
    {
        return AccessControl(
            [](const QString &token) -> std::optional<Principal> {
                if (token == u"right")
                    return Principal{Access::Admin, "a", {}};
                return std::nullopt;
            },
            {}, [this] { return m_now; });
    }

    static int statusFor(AccessControl &access, const QByteArray &token, const QString &address)
    {
        RequestHead head;
        head.method = "GET";
        head.headers.emplaceBack("authorization", "Bearer " + token);
        const Admission admission = access.admit(head, Access::Viewer, address);
        const auto *refusal = std::get_if<ApiReply>(&admission);
        return refusal ? refusal->status : 200;
    }

    std::chrono::steady_clock::time_point m_now;
};

QTEST_GUILESS_MAIN(AccessControlTest)
#include "tst_AccessControl.moc"
