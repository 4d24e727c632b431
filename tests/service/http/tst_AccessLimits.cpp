#include "tests/service/http/TestService.h"

using namespace mergeloom;
using namespace mergeloom::test;
using namespace std::chrono_literals;

/// How often somebody may try, and how often call.
class AccessLimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_now = {}; }

    void wrongTriesMakeAnAddressWaitEverLonger()
    {
        AccessControl access = controlWithClock();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 401);
        for (const auto wait : {1s, 2s, 4s, 8s, 16s}) {
            QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 429);
            QCOMPARE(statusFor(access, "right", "10.0.0.1"), 429);
            QCOMPARE(statusFor(access, "wrong", "10.0.0.2"), 401);
            m_now += wait;
            QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 401);
        }
        m_now += 32s;
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
    }

    void aWaitIsNeverOverAQuarterOfAnHourAndFades()
    {
        FailedLogins failures([this] { return m_now; });
        for (int i = 0; i < 200; ++i) {
            failures.note("10.0.0.1");
            QVERIFY(failures.waitFor("10.0.0.1") <= 15min);
        }
        QCOMPARE(failures.waitFor("10.0.0.1"), 15min);
        m_now += 1h;
        QCOMPARE(failures.waitFor("10.0.0.1"), 0s);
        failures.note("10.0.0.1");
        QCOMPARE(failures.waitFor("10.0.0.1"), 0s);
    }

    void manyAddressesTogetherMakeAllWaitButNotTheMachineItself()
    {
        FailedLogins failures([this] { return m_now; });
        for (int i = 0; i < 49; ++i)
            failures.note(QStringLiteral("10.1.0.%1").arg(i));
        QCOMPARE(failures.waitFor("10.9.9.9"), 0s);
        failures.note("10.1.1.1");
        QCOMPARE(failures.waitFor("10.9.9.9"), 1s);
        for (int i = 0; i < 100; ++i)
            failures.note(QStringLiteral("10.2.0.%1").arg(i));
        QCOMPARE(failures.waitFor("10.9.9.9"), 60s);
        QCOMPARE(failures.waitFor("127.0.0.1"), 0s);
        QCOMPARE(failures.waitFor("::1"), 0s);
        m_now += 10min;
        failures.note("10.3.0.1");
        QCOMPARE(failures.waitFor("10.9.9.9"), 0s);
    }

    void aDatabaseThatCannotBeReadIsNoFaultOfTheToken()
    {
        AccessControl access(
            [](const QString &) -> Result<std::optional<Principal>> {
                return failure(ErrorCode::Io, QStringLiteral("The disk is full."));
            },
            {}, {}, [this] { return m_now; });
        for (int i = 0; i < 20; ++i)
            QCOMPARE(statusFor(access, "right", "10.0.0.1"), 503);
    }

    void aTokenThatWasRightIsNotLockedOutByItsNeighbours()
    {
        AccessControl access = controlWithClock();
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        for (int i = 0; i < 20; ++i)
            statusFor(access, "wrong", "10.0.0.1");
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        QCOMPARE(statusFor(access, "wrong", "10.0.0.1"), 429);
        // Right, but not seen from there before: else a lockout would not slow down a guess.
        for (int i = 0; i < 20; ++i)
            statusFor(access, "wrong", "10.0.0.2");
        QCOMPARE(statusFor(access, "right", "10.0.0.2"), 429);
    }

    void aTokenThatNobodyCanGuessIsNeverLockedOut()
    {
        AccessControl access = controlWithClock();
        for (int i = 0; i < 60; ++i)
            statusFor(access, "wrong", "10.0.0.1");
        QCOMPARE(statusFor(access, madeToken, "10.0.0.1"), 200);
        QCOMPARE(statusFor(access, QByteArray(43, 'x'), "10.0.0.1"), 429);
    }

    void failedLoginsLockOutOverTheWire()
    {
        TestService service;
        RawClient client(service.port);
        for (int i = 0; i < 5; ++i) {
            const bool isLink = i % 2;
            const Answer answer = isLink ? client.ask(get("/login?code=wrong"))
                                         : client.ask(post("/api/v1/login", R"({"token":"wrong"})"), "POST");
            QCOMPARE(answer.status, isLink ? 303 : 401);
        }
        const Answer answer = client.ask(post("/api/v1/login", R"({"token":"admin-token"})"), "POST");
        QCOMPARE(answer.status, 429);
        QCOMPARE(answer.header("retry-after"), QByteArray("1"));
        QVERIFY(answer.body.contains("try again in 1 s"));
        QCOMPARE(client.ask(get("/login?code=wrong")).status, 429);
        // A browser that is signed in goes on, and a login link is a way in.
        const QByteArray cookie = service.access.sessions().open({Access::Admin, "a", {}}).toLatin1();
        QCOMPARE(client
                     .ask(post("/api/v1/logout", "",
                              "Origin: http://localhost\r\nCookie: mergeloom_session=" + cookie + "\r\n"),
                         "POST")
                     .status,
            204);
        const QByteArray code = service.access.loginCodes().issue({Access::Admin, "a", {}}).toLatin1();
        QCOMPARE(client.ask(get("/login?code=" + code)).header("location"), QByteArray("/"));
    }

    void aCallerMayCallSoOftenAndIsToldWhenAgain()
    {
        AccessControl access = controlWithClock({{10, 20}, {2, 5}});
        for (int i = 0; i < 5; ++i)
            QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        RequestHead head = headWith("right");
        const Admission admission = access.admit(head, Access::Viewer, "10.0.0.1");
        const auto *refused = std::get_if<ApiReply>(&admission);
        QVERIFY(refused);
        QCOMPARE(refused->status, 429);
        QVERIFY(refused->headers.contains({"Retry-After", "1"}));
        QCOMPARE(statusFor(access, madeToken, "10.0.0.1"), 200); // another token
        for (int i = 0; i < 50; ++i)
            QCOMPARE(statusFor(access, "worker", "10.0.0.1", Access::Worker), 200); // executors ship without a limit
        m_now += 1s;
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 200);
        QCOMPARE(statusFor(access, "right", "10.0.0.1"), 429);
    }

    void anAddressMayCallSoOftenButLoopbackAsItLikes()
    {
        AccessControl access = controlWithClock({{10, 20}, {2, 5}});
        for (int i = 0; i < 20; ++i)
            QVERIFY(!access.checkRate("10.0.0.1"));
        QCOMPARE(access.checkRate("10.0.0.1")->status, 429);
        QVERIFY(!access.checkRate("10.0.0.2"));
        for (int i = 0; i < 2000; ++i)
            QVERIFY(!access.checkRate("127.0.0.1") && !access.checkRate("::1"));
        m_now += 100ms;
        QVERIFY(!access.checkRate("10.0.0.1"));
        QVERIFY(access.checkRate("10.0.0.1"));
    }

    void limitsHoldLittleMemoryWhoeverComes()
    {
        RateLimit limit({10, 20}, [this] { return m_now; });
        for (int i = 0; i < 100'000; ++i)
            QCOMPARE(limit.take(QString::number(i)).count(), 0);
        FailedLogins failures([this] { return m_now; });
        for (int i = 0; i < 20'000; ++i)
            failures.note(QString::number(i));
        QVERIFY(peakMemory() < 400ll << 20);
    }

private:
    static inline const QByteArray madeToken = QByteArray(42, 'A') + '_';

    AccessControl controlWithClock(AccessLimits limits = {})
    {
        return AccessControl(
            [](const QString &token) -> std::optional<Principal> {
                if (token == u"right" || token == QString::fromLatin1(madeToken))
                    return Principal{Access::Admin, token, {}};
                if (token == u"worker")
                    return Principal{Access::Worker, "w", "W"};
                return std::nullopt;
            },
            {}, limits, [this] { return m_now; });
    }

    static RequestHead headWith(const QByteArray &token)
    {
        RequestHead head;
        head.method = "GET";
        head.headers.emplaceBack("authorization", "Bearer " + token);
        return head;
    }

    static int statusFor(
        AccessControl &access, const QByteArray &token, const QString &address, Access needed = Access::Viewer)
    {
        const Admission admission = access.admit(headWith(token), needed, address);
        const auto *refusal = std::get_if<ApiReply>(&admission);
        return refusal ? refusal->status : 200;
    }

    std::chrono::steady_clock::time_point m_now;
};

QTEST_GUILESS_MAIN(AccessLimitsTest)
#include "tst_AccessLimits.moc"
