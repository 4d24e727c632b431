#include "service/credentials/Expiring.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <semaphore>
#include <thread>

using namespace mergeloom;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

using Token = Expiring<QString>;

/// A clock that goes when it is told to, and a service whose answers it counts.
struct TokenService {
    std::atomic<qint64> wall{1'800'000'000'000}; ///< ms
    std::atomic<qint64> steady{5'000};
    std::atomic<int> asked{0};
    std::atomic<bool> isDown{false};
    std::optional<milliseconds> lifetime = minutes(60);

    ExpiryClock clock()
    {
        return {[this] { return Timestamp{wall * 1000}; }, [this] { return milliseconds(steady); }};
    }
    Result<Token::Fresh> answer()
    {
        const int number = ++asked;
        if (isDown)
            return failure(ErrorCode::Unavailable, QStringLiteral("down %1").arg(number));
        return Token::Fresh{QStringLiteral("token %1").arg(number), lifetime};
    }
    Token token(milliseconds ahead = minutes(5))
    {
        return Token(
            QStringLiteral("The token"), [this](std::stop_token) { return answer(); }, ahead, clock());
    }
    void pass(milliseconds time)
    {
        wall += time.count();
        steady += time.count();
    }
};

QString text(const Result<QString> &result) { return result ? *result : QStringLiteral("! ") + result.error().message; }

} // namespace

class ExpiringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fetchesOnceAndAheadOfTheEnd()
    {
        TokenService service;
        Token token = service.token();
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        service.pass(minutes(55) - seconds(1));
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        service.pass(seconds(1));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
        QCOMPARE(service.asked, 2);
    }

    void keepsAShortLivedValueForMostOfItsLife()
    {
        TokenService service;
        service.lifetime = seconds(60);
        Token token = service.token();
        for (int second = 0; second < 45; ++second, service.pass(seconds(1)))
            QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void aValueWithoutEndIsFetchedOnce()
    {
        TokenService service;
        service.lifetime.reset();
        Token token = service.token();
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        service.pass(minutes(1'000'000));
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
    }

    void aFailedRefreshKeepsAValueThatIsStillGood()
    {
        TokenService service;
        Token token = service.token();
        QVERIFY(token.get({}));
        service.isDown = true;
        service.pass(minutes(56));
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        QCOMPARE(service.asked, 2); // not at each call
        service.pass(seconds(11));
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        QCOMPARE(service.asked, 3);
        service.pass(minutes(4));
        QCOMPARE(text(token.get({})), QStringLiteral("! down 4")); // over: it is the service's error that counts
        service.isDown = false;
        QCOMPARE(text(token.get({})), QStringLiteral("token 5"));
    }

    void isNotUsedInItsLastMoments()
    {
        TokenService service;
        Token token = service.token();
        QVERIFY(token.get({}));
        service.isDown = true;
        service.pass(minutes(60) - seconds(9));
        QVERIFY(!token.get({}));
    }

    void aClockThatIsPutBackDoesNotProlongIt()
    {
        TokenService service;
        Token token = service.token();
        QVERIFY(token.get({}));
        service.wall -= milliseconds(minutes(600)).count();
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        service.pass(minutes(60));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void aMachineThatSleptFetchesAnew()
    {
        TokenService service;
        Token token = service.token();
        QVERIFY(token.get({}));
        service.wall += milliseconds(minutes(120)).count(); // the steady clock stood still
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
        service.pass(minutes(30));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void theTimeOfTheFetchCounts()
    {
        TokenService service;
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token) {
                service.pass(minutes(10));
                return service.answer();
            },
            minutes(5), service.clock());
        QVERIFY(token.get({}));
        service.pass(minutes(46));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void whatIsOverAsItComesIsTriedOnce()
    {
        TokenService service;
        service.lifetime = milliseconds(-5);
        Token token = service.token();
        QCOMPARE(text(token.get({})), QStringLiteral("token 1"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void aRefusedValueIsNotGivenAgain()
    {
        TokenService service;
        Token token = service.token();
        QVERIFY(token.get({}));
        token.refuse(QStringLiteral("token 1"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
        token.refuse(QStringLiteral("token 1")); // of an answer that was long on its way
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void manyThreadsShareOneFetch()
    {
        TokenService service;
        std::binary_semaphore answering(0);
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token) {
                answering.acquire();
                return service.answer();
            },
            minutes(5), service.clock());
        constexpr int many = 16;
        std::latch started(many);
        std::atomic<int> right{0};
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < many; ++i)
                threads.emplace_back([&] {
                    started.count_down();
                    if (text(token.get({})) == u"token 1")
                        ++right;
                });
            started.wait();
            answering.release();
        }
        QCOMPARE(right, many);
        QCOMPARE(service.asked, 1);
    }

    void oneRefreshesAheadWhileTheOthersGoOn()
    {
        TokenService service;
        std::binary_semaphore reached(0), answering(1);
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token) {
                reached.release();
                answering.acquire();
                return service.answer();
            },
            minutes(5), service.clock());
        QVERIFY(token.get({}));
        reached.acquire();
        service.pass(minutes(56));
        QString seen;
        std::jthread refreshing([&] { seen = text(token.get({})); });
        reached.acquire();
        QCOMPARE(text(token.get({})), QStringLiteral("token 1")); // does not wait
        answering.release();
        refreshing.join();
        QCOMPARE(seen, QStringLiteral("token 2"));
        QCOMPARE(text(token.get({})), QStringLiteral("token 2"));
    }

    void thoseWhoWaitedShareTheFailure()
    {
        TokenService service;
        service.isDown = true;
        std::binary_semaphore reached(0), answering(0);
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token) {
                reached.release();
                answering.acquire();
                return service.answer();
            },
            minutes(5), service.clock());
        QString first, second;
        std::jthread one([&] { first = text(token.get({})); });
        reached.acquire();
        std::atomic<bool> isWaiting{false};
        std::jthread two([&] {
            isWaiting = true;
            second = text(token.get({}));
        });
        QTRY_VERIFY(isWaiting);
        std::this_thread::yield();
        answering.release(2); // were the second one late, it would ask for itself
        one.join();
        two.join();
        QCOMPARE(first, QStringLiteral("! down 1"));
        QVERIFY(second == u"! down 1" || second == u"! down 2");
    }

    void aWaitEndsWithItsStop()
    {
        TokenService service;
        std::binary_semaphore reached(0), answering(0);
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token) {
                reached.release();
                answering.acquire();
                return service.answer();
            },
            minutes(5), service.clock());
        std::jthread fetching([&] { (void)token.get({}); });
        reached.acquire();
        std::stop_source stop;
        Result<QString> waited = QString();
        std::jthread waiting([&] { waited = token.get(stop.get_token()); });
        stop.request_stop();
        waiting.join();
        QVERIFY(!waited);
        QCOMPARE(waited.error().code, ErrorCode::Cancelled);
        answering.release();
    }

    void oneThatIsStoppedLeavesTheFetchToTheNext()
    {
        TokenService service;
        std::binary_semaphore reached(0);
        Token token(
            QStringLiteral("The token"),
            [&](std::stop_token stop) -> Result<Token::Fresh> {
                if (service.asked > 0)
                    return service.answer();
                ++service.asked;
                reached.release();
                while (!stop.stop_requested())
                    std::this_thread::yield();
                return failure(ErrorCode::Cancelled, QStringLiteral("stopped"));
            },
            minutes(5), service.clock());
        std::stop_source stop;
        Result<QString> first = QString();
        std::jthread one([&] { first = token.get(stop.get_token()); });
        reached.acquire();
        QString second;
        std::jthread two([&] { second = text(token.get({})); });
        stop.request_stop();
        one.join();
        two.join();
        QVERIFY(!first);
        QCOMPARE(second, QStringLiteral("token 2"));
    }

    void aMomentBecomesATimeByTheClockOfTheService()
    {
        const Timestamp now = *Timestamp::parse(u"2026-01-31T12:00:00Z");
        const Timestamp end = *Timestamp::parse(u"2026-01-31T13:00:00Z");
        QCOMPARE(lifetimeUntil(end, now), milliseconds(minutes(60)));
        QCOMPARE(lifetimeUntil(now, end), milliseconds(0));
        const milliseconds skew = clockSkew({{"date", "Sat, 31 Jan 2026 12:20:00 GMT"}}, now);
        QCOMPARE(skew, milliseconds(minutes(20)));
        QCOMPARE(lifetimeUntil(end, now, skew), milliseconds(minutes(40)));
        QCOMPARE(clockSkew({{"date", "Sat, 31 Jan 2026 11:59:57 GMT"}}, now), milliseconds(0));
        QCOMPARE(clockSkew({{"date", "yesterday"}}, now), milliseconds(0));
        QCOMPARE(clockSkew({}, now), milliseconds(0));
    }
};

QTEST_GUILESS_MAIN(ExpiringTest)
#include "tst_Expiring.moc"
