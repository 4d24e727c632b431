#include "tests/service/controller/Controller.h"

using namespace mergeloom;

namespace {

/// A controller with executors, each of which asks with a new request id.
struct Days : Controller {
    explicit Days(const DayBudgets &ofAll = {})
    {
        dayBudgets = ofAll;
        restart();
        first = enroll("w1");
        second = enroll("w2");
    }
    std::optional<JobEnvelope> takes(const WorkerId &worker)
    {
        return lease(worker, QStringLiteral("r%1").arg(++m_requests));
    }
    /// The run ends after it has spent so much.
    void ends(const JobEnvelope &job, qint64 tokens, double dollars = 0, const WorkerId &worker = {})
    {
        RunResult result = resultOf(Outcome::Completed, Reason::None);
        result.tokens = tokens;
        result.costUsd = dollars;
        const auto finished =
            queue->finish(job.jobId, {job.leaseId, job.runId, result}, worker.isEmpty() ? first : worker);
        if (!finished)
            qFatal("%s", qPrintable(finished.error().message));
    }
    QString waitsFor(const api::TicketView &ticket) { return queue->find(ticket.job->id).value().waitsFor; }

    WorkerId first;
    WorkerId second;

private:
    int m_requests = 0;
};

RepositorySettings perDay(const DayBudgets &day, const Budgets &ofRun = {})
{
    RepositorySettings settings;
    settings.dayBudgets = day;
    settings.budgets = ofRun;
    return settings;
}

const QStringList inA{"repo-a"};
const QStringList inB{"repo-b"};

} // namespace

class TestQueueDayBudgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunHasWhatItsDayLeavesAndAnotherWaitsForTheNext()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 50'000}));
        c.submit("one");
        const auto two = c.submit("two");
        const auto one = c.takes(c.first);
        QCOMPARE(one->dayShare.tokens, 50'000);
        c.ends(*one, 20'000);
        const auto next = c.takes(c.first);
        QCOMPARE(next->ticket.title, QStringLiteral("two"));
        QCOMPARE(next->dayShare.tokens, 30'000);
        c.ends(*next, 29'000);

        const auto three = c.submit("three");
        QVERIFY(!c.takes(c.first));
        QVERIFY2(c.waitsFor(three).contains("budget of a is used up"), qPrintable(c.waitsFor(three)));
        QVERIFY2(c.waitsFor(three).contains("1000 tokens of 50000 tokens"), qPrintable(c.waitsFor(three)));
        QVERIFY(c.waitsFor(three).contains("00:00 UTC"));
        QVERIFY(!c.takes(c.second));
        QCOMPARE(c.events().count("job.waits"), 1);

        int woken = 0;
        c.queue->onQueueChanged([&] { ++woken; });
        QVERIFY(c.queue->expireLeases());
        woken = 0;
        c.advanceWall(std::chrono::hours(11));
        QVERIFY(c.queue->expireLeases());
        QCOMPARE(woken, 0);
        QVERIFY(!c.takes(c.first));
        c.advanceWall(std::chrono::hours(1));
        QVERIFY(c.queue->expireLeases());
        QCOMPARE(woken, 1);
        const auto tomorrow = c.takes(c.first);
        QCOMPARE(tomorrow->ticket.title, QStringLiteral("three"));
        QCOMPARE(tomorrow->dayShare.tokens, 50'000);
        QCOMPARE(c.waitsFor(three), QString());
    }

    void runsAtTheSameTimeShareWhatIsLeft()
    {
        Days c({.tokens = 100'000});
        c.addRepository("a", perDay({}, {.tokens = 60'000}));
        c.addRepository("b", perDay({}, {.tokens = 60'000}));
        c.addRepository("c");
        c.submit("one", inA);
        c.submit("two", inB);
        const auto three = c.submit("three", {"repo-c"});
        const auto one = c.takes(c.first);
        const auto two = c.takes(c.second);
        QCOMPARE(one->dayShare.tokens, 60'000);
        QCOMPARE(two->dayShare.tokens, 40'000);
        QVERIFY(!c.takes(c.first));
        QVERIFY2(c.waitsFor(three).contains("budget of this worker"), qPrintable(c.waitsFor(three)));
        c.ends(*one, 10'000); // what it has not used is free again
        QCOMPARE(c.takes(c.first)->dayShare.tokens, 50'000);
    }

    void moneyIsKeptAsTokensAre()
    {
        Days c({.costUsd = 2});
        c.addRepository("a", perDay({.costUsd = 1}));
        c.submit("one");
        const auto one = c.takes(c.first);
        QCOMPARE(one->dayShare.costUsd, 1.0);
        QCOMPARE(one->dayShare.tokens, 0);
        c.ends(*one, 5'000'000, 0.995);
        const auto two = c.submit("two");
        QVERIFY(!c.takes(c.first));
        QVERIFY2(c.waitsFor(two).contains("$0.01 of $1.00") || c.waitsFor(two).contains("$0.00 of $1.00"),
            qPrintable(c.waitsFor(two)));
    }

    void aRestartForgetsNothing()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 10'000}));
        c.submit("one");
        const auto one = c.takes(c.first);
        c.restart();
        c.ends(*one, 9'000);
        c.restart();
        const auto two = c.submit("two");
        QVERIFY(!c.takes(c.first));
        QVERIFY(!c.waitsFor(two).isEmpty());
    }

    void aRunThatIsTakenUpAgainCountsOnce()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 10'000}));
        c.submit("one");
        auto one = c.takes(c.first);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(c.queue->release(one->jobId, {one->leaseId, one->runId}, c.first));
            const auto again = c.queue->resume(one->jobId, {one->leaseId, one->runId}, c.first);
            QVERIFY(again);
            QCOMPARE(again->job->dayShare.tokens, 10'000);
            one = *again->job;
        }
        c.ends(*one, 4'000);
        c.submit("two");
        QCOMPARE(c.takes(c.first)->dayShare.tokens, 6'000);
    }

    void aRunWhoseExecutorIsGoneCountsWithWhatIsKnownOfIt()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 10'000}));
        c.submit("one");
        const auto one = c.takes(c.first);
        protocol::HeartbeatRequest beat;
        beat.leaseId = one->leaseId;
        beat.tokens = 3'000;
        QVERIFY(c.queue->heartbeat(one->jobId, beat, c.first));
        c.time.advance(std::chrono::seconds(61));
        QCOMPARE(c.queue->expireLeases().value(), 1);
        // Its own share does not keep the job from being given out again.
        const auto again = c.takes(c.second);
        QVERIFY(again);
        QVERIFY(again->runId != one->runId);
        QCOMPARE(again->dayShare.tokens, 7'000);
        // It comes back late, and says what it really spent.
        RunResult late = resultOf(Outcome::Failed, Reason::LeaseLost);
        late.tokens = 4'500;
        QVERIFY(!c.queue->finish(one->jobId, {one->leaseId, one->runId, late}, c.first));
        c.ends(*again, 1'000, 0, c.second);
        c.submit("two");
        QCOMPARE(c.takes(c.first)->dayShare.tokens, 4'500);
    }

    void anExtensionComesOutOfTheDay()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 10'000}, {.tokens = 6'000}));
        c.submit("one");
        const auto one = c.takes(c.first);
        const auto extend = [&](const Budgets &more) {
            return c.queue->send(one->runId, {{}, "extend", {}, "bob", more, {}});
        };
        QCOMPARE(extend({.tokens = 3'000})->budgets.tokens, 3'000);
        QCOMPARE(extend({.tokens = 3'000})->budgets.tokens, 1'000);
        const auto refused = extend({.tokens = 3'000});
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY2(refused.error().message.contains("day's budget of a"), qPrintable(refused.error().message));
        QVERIFY((extend({.tokens = 3'000, .turns = 2})->budgets == Budgets{.turns = 2}));
    }

    void aBudgetThatIsRaisedLetsWaitingJobsGo()
    {
        Days c;
        const auto repository = c.addRepository("a", perDay({.tokens = 10'000}));
        c.submit("one");
        c.ends(*c.takes(c.first), 10'500);
        const auto two = c.submit("two");
        QVERIFY(!c.takes(c.first));
        api::RepositoryRequest more{
            repository.alias, repository.cloneUrl, {}, true, perDay({.tokens = 20'000}), {}, {}, {}, {}};
        QVERIFY(c.catalog->change(repository.id, more, {}, "test"));
        QCOMPARE(c.takes(c.first)->dayShare.tokens, 9'500);
        QCOMPARE(c.waitsFor(two), QString());
    }

    void othersGoOnWhileOneRepositoryWaits()
    {
        Days c;
        c.addRepository("a", perDay({.tokens = 10'000}));
        c.addRepository("b");
        c.submit("one", inA);
        c.ends(*c.takes(c.first), 10'000);
        c.submit("two", inA, {}, 9);
        c.submit("three", inB);
        const auto next = c.takes(c.first);
        QCOMPARE(next->ticket.title, QStringLiteral("three"));
        QCOMPARE(next->dayShare.tokens, 0);
    }

    void limitsThatMakeNoSenseAreRefused()
    {
        Days c;
        api::RepositoryRequest request{
            "a", "https://example.org/a.git", {}, true, perDay({.tokens = -1}), {}, {}, {}, {}};
        const auto fieldOf = [&] { return c.catalog->add(request, "test").error().details.value("field").toString(); };
        QCOMPARE(fieldOf(), QStringLiteral("settings.day_budgets.tokens"));
        request.settings = perDay({}, {.diskBytes = (qint64(1) << 50) + 1});
        QCOMPARE(fieldOf(), QStringLiteral("settings.budgets.disk_bytes"));
        request.settings = perDay({}, {.commands = -5});
        QCOMPARE(fieldOf(), QStringLiteral("settings.budgets.commands"));
    }
};

QTEST_GUILESS_MAIN(TestQueueDayBudgets)
#include "tst_Queue_DayBudgets.moc"
