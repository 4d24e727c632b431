#include "tests/service/http/ApiFixture.h"

using namespace mergeloom;
using namespace mergeloom::test;

/// Tokens that expire, browsers that are signed in, and what was refused, over the API.
class SessionsApiTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTokenExpires()
    {
        ApiFixture service;
        const Timestamp soon{Timestamp::now().microseconds + 1'500'000};
        const auto made = service.admin->wait(api_call::createToken({"brief", Role::Viewer, soon})).value();
        QCOMPARE(*made.expiresAt, soon);
        ApiClient client(service.url, *made.secret);
        QVERIFY(client.wait(api_call::me()));
        const auto signedIn = login(service, *made.secret);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, signedIn).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(Timestamp::now() > soon, 5000);
        const auto after = client.wait(api_call::me());
        QVERIFY(!after);
        QCOMPARE(after.error().code, ErrorCode::Unauthorized);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, signedIn).status, 401);
        const auto past = service.send(
            "POST", "/api/v1/tokens", R"({"name":"x","role":"viewer","expires_at":"2020-01-01T00:00:00Z"})");
        QCOMPARE(past.status, 400);
        QCOMPARE(past.error()["details"].toObject()["field"].toString(), QString("expires_at"));
    }

    void theLastLastingAdminStays()
    {
        ApiFixture service;
        const auto tokens = service.admin->wait(api_call::tokens()).value().items;
        const Timestamp later{Timestamp::now().microseconds + 3'600'000'000};
        QVERIFY(service.admin->wait(api_call::createToken({"for an hour", Role::Admin, later})));
        for (const api::TokenView &token : tokens)
            if (token.role == Role::Admin)
                QCOMPARE(service.send("DELETE", "/api/v1/tokens/" + token.id.text()).status, 409);
        QVERIFY(service.admin->wait(api_call::me()));
    }

    void sessionsAreListedAndEnded()
    {
        ApiFixture service;
        const auto admin = login(service, service.secrets[Access::Admin], "Mozilla/5.0 (X11; Linux) Firefox/128.0");
        const auto viewer = login(service, service.secrets[Access::Viewer]);
        const auto third = login(service, service.secrets[Access::Operator]);
        const auto listed = service.send("GET", "/api/v1/sessions", {}, Access::Public, admin);
        QCOMPARE(listed.status, 200);
        const auto page = parseJsonAs<api::Page<api::SessionView>>(listed.body).value();
        QCOMPARE(page.items.size(), 3);
        QVERIFY(!listed.body.contains(admin["Cookie"].mid(18)));
        SessionId viewersOwn;
        for (const api::SessionView &session : page.items) {
            QCOMPARE(session.isOwn, session.name == "admin");
            QCOMPARE(session.address, QString("127.0.0.1"));
            if (session.isOwn)
                QCOMPARE(session.browser, QString("Firefox on Linux"));
            if (session.name == "viewer")
                viewersOwn = session.id;
        }
        auto acting = admin;
        acting["Origin"] = service.url.toString().toUtf8();
        QCOMPARE(
            service.send("DELETE", "/api/v1/sessions/" + viewersOwn.text(), {}, Access::Public, acting).status, 204);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, viewer).status, 401);
        QCOMPARE(
            service.send("DELETE", "/api/v1/sessions/" + viewersOwn.text(), {}, Access::Public, acting).status, 404);
        QCOMPARE(service.send("DELETE", "/api/v1/sessions", {}, Access::Public, acting).json()["ended"].toInt(), 1);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, third).status, 401);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, admin).status, 200);
        QCOMPARE(service.send("DELETE", "/api/v1/sessions").json()["ended"].toInt(), 1); // with a token: everybody
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, admin).status, 401);
    }

    void sessionsOutliveARestartAndTheirEndsDoToo()
    {
        ApiFixture service;
        BrowserSessions before;
        QVERIFY(before.keepIn(*service.database));
        const TokenId token = TokenId::make();
        const QString kept = before.open({Access::Operator, "kept", {}, token}, {"10.0.0.1", "Firefox"});
        const QString ended = before.open({Access::Operator, "ended", {}, token});
        before.end(ended);
        BrowserSessions after;
        QVERIFY(after.keepIn(*service.database));
        const auto found = after.find(kept);
        QVERIFY(found);
        QCOMPARE(found->name, QString("kept"));
        QCOMPARE(found->access, Access::Operator);
        QCOMPARE(found->tokenId, token);
        QCOMPARE(after.list().first().address, QString("10.0.0.1"));
        QVERIFY(!after.find(ended));
        // Only the hash of the cookie is on disk.
        const QByteArray stored = storedBytes(*service.database);
        QVERIFY(stored.contains("10.0.0.1"));
        QVERIFY(!stored.contains(kept.toLatin1()));
        after.endAllOf(token);
        BrowserSessions last;
        QVERIFY(last.keepIn(*service.database));
        QVERIFY(!last.find(kept));
    }

    void aRevokedTokenTakesItsSessionsWithIt()
    {
        ApiFixture service;
        QVERIFY(service.access.sessions().keepIn(*service.database));
        const auto made =
            service.admin->wait(api_call::createToken({"admin", Role::Viewer, {}})).value(); // a double name
        const auto his = login(service, *made.secret);
        const auto admins = login(service, service.secrets[Access::Admin]);
        QVERIFY(service.admin->wait(api_call::revokeToken(made.id)));
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, his).status, 401);
        QCOMPARE(service.send("GET", "/api/v1/me", {}, Access::Public, admins).status, 200);
        BrowserSessions after;
        QVERIFY(after.keepIn(*service.database));
        QCOMPARE(after.list().size(), 1);
    }

    void refusalsAreRead()
    {
        ApiFixture service;
        QVERIFY(service.database->write([](const WriteTransaction &transaction) -> Result<void> {
            for (int i = 0; i < 5; ++i) {
                MERGELOOM_CHECK(EventStore::record(transaction, controllerStream, event_type::accessDenied,
                    {{"cause", "role"}, {"reason", QString::number(i)}, {"count", i + 1}}));
                MERGELOOM_CHECK(EventStore::record(transaction, controllerStream, event_type::configChanged, {}));
            }
            return {};
        }));
        const auto first = service.send("GET", "/api/v1/refusals?limit=3").json();
        QCOMPARE(first["items"].toArray().size(), 3);
        QCOMPARE(first["items"].toArray()[0].toObject()["reason"].toString(), QString("4"));
        const auto second =
            service.send("GET", "/api/v1/refusals?limit=3&cursor=" + first["next_cursor"].toString()).json();
        QCOMPARE(second["items"].toArray().size(), 2);
        QCOMPARE(second["items"].toArray()[1].toObject()["count"].toInt(), 1);
        QVERIFY(!second.contains("next_cursor"));
    }

private:
    static QMap<QByteArray, QByteArray> login(
        ApiFixture &service, const QString &token, const QByteArray &agent = "curl/8")
    {
        const auto answer = service.send(
            "POST", "/api/v1/login", "{\"token\":\"" + token.toUtf8() + "\"}", Access::Public, {{"User-Agent", agent}});
        return {{"Cookie", answer.headers["set-cookie"].split(';').first()}};
    }
};

QTEST_GUILESS_MAIN(SessionsApiTest)
#include "tst_SessionsApi.moc"
