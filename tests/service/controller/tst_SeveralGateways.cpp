#include "tests/service/controller/Controller.h"

#include <mutex>
#include <thread>

using namespace mergeloom;

namespace {

/// A second gateway on the database of the first, with a directory and memory of its own.
struct OtherGateway {
    explicit OtherGateway(Controller &first) : box(SecretBox::open(first.directory.filePath("secret.key")).value())
    {
        Database::Options options = databaseIn(first.directory.filePath("data"));
        options.directory = directory.path();
        database = Database::open(options).value();
        Queue::Options queueOptions;
        queueOptions.clock = first.time.clock();
        queueOptions.wallClock = [now = first.wall] { return Timestamp{*now}; };
        queue = std::make_unique<Queue>(*database, box, queueOptions);
        if (!queue->start())
            qFatal("the queue did not start");
    }
    QTemporaryDir directory;
    SecretBox box;
    std::unique_ptr<Database> database;
    std::unique_ptr<Queue> queue;
};

} // namespace

class TestSeveralGateways : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!isOnPostgres())
            QSKIP("only PostgreSQL is shared");
    }

    void aLeaseThatAnotherGatewayExtendsDoesNotRunOut()
    {
        Controller first;
        OtherGateway second(first);
        first.addRepository("shop");
        first.submit("one", {"repo-shop"});
        const WorkerId worker = first.enroll("executor");
        const auto envelope = first.lease(worker, "r1").value();
        for (int n = 0; n < 6; ++n) {
            first.time.advance(std::chrono::seconds(25));
            protocol::HeartbeatRequest beat;
            beat.leaseId = envelope.leaseId;
            QVERIFY(second.queue->heartbeat(envelope.jobId, beat, worker));
            QCOMPARE(first.queue->expireLeases().value(), 0);
            QCOMPARE(second.queue->expireLeases().value(), 0);
        }
        first.time.advance(std::chrono::seconds(61));
        QCOMPARE(second.queue->expireLeases().value() + first.queue->expireLeases().value(), 1);
        QCOMPARE(first.state(envelope.jobId), JobState::Queued);
    }

    void theSameRequestToAnotherGatewayGetsTheSameLease()
    {
        Controller first;
        OtherGateway second(first);
        first.addRepository("shop");
        first.addRepository("site");
        first.submit("one", {"repo-shop"});
        first.submit("two", {"repo-site"});
        const WorkerId worker = first.enroll("executor");
        std::optional<JobEnvelope> given[2];
        std::thread one([&] { given[0] = first.queue->tryLease({worker, "r1", {}, 0}).value_or(std::nullopt); });
        std::thread other([&] { given[1] = second.queue->tryLease({worker, "r1", {}, 0}).value_or(std::nullopt); });
        one.join();
        other.join();
        QVERIFY(given[0] && given[1]);
        QCOMPARE(given[0]->leaseId, given[1]->leaseId);
    }

    void noJobIsGivenOutTwiceAndNoRepositoryHasTwo()
    {
        constexpr int repositories = 4;
        constexpr int jobs = 60;
        Controller first;
        OtherGateway second(first);
        for (int n = 0; n < repositories; ++n)
            first.addRepository(QStringLiteral("repository-%1").arg(n));
        for (int n = 0; n < jobs; ++n)
            first.submit(QStringLiteral("job %1").arg(n), {QStringLiteral("repo-repository-%1").arg(n % repositories)});
        std::mutex mutex;
        QStringList wrong;
        QSet<QString> busy;
        QSet<JobId> given;
        std::atomic<int> finished{0};
        QList<WorkerId> workers;
        for (int n = 0; n < 6; ++n)
            workers << first.enroll(QStringLiteral("executor-%1").arg(n));
        const auto executor = [&](int number) {
            Queue &queue = number % 2 ? *second.queue : *first.queue;
            Queue &other = number % 2 ? *first.queue : *second.queue;
            QElapsedTimer since;
            since.start();
            for (int n = 0; finished < jobs && since.elapsed() < 60000; ++n) {
                const auto envelope =
                    queue.tryLease({workers[number], QStringLiteral("%1-%2").arg(number).arg(n), {}, 0});
                if (!envelope || !*envelope) {
                    if (!envelope) {
                        const std::scoped_lock lock(mutex);
                        wrong << envelope.error().message;
                    }
                    std::this_thread::yield();
                    continue;
                }
                const JobEnvelope job = **envelope;
                const QString alias = job.repositories.first().alias;
                {
                    const std::scoped_lock lock(mutex);
                    if (given.contains(job.jobId) || busy.contains(alias))
                        wrong << job.jobId.text() + u' ' + alias;
                    given.insert(job.jobId);
                    busy.insert(alias);
                }
                protocol::FinishRequest finish;
                finish.leaseId = job.leaseId;
                finish.runId = job.runId;
                finish.result = resultOf(Outcome::Completed, Reason::None);
                {
                    const std::scoped_lock lock(mutex);
                    busy.remove(alias);
                }
                const auto done = other.finish(job.jobId, finish, workers[number]);
                if (!done) {
                    const std::scoped_lock lock(mutex);
                    wrong << done.error().message;
                }
                ++finished;
            }
        };
        std::vector<std::thread> executors;
        for (int n = 0; n < int(workers.size()); ++n)
            executors.emplace_back(executor, n);
        for (std::thread &each : executors)
            each.join();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QCOMPARE(given.size(), jobs);
        QCOMPARE(first.queue->countByState().value().value("completed"), jobs);
        QCOMPARE(first.events("job.leased").size(), jobs);
        QCOMPARE(first.events("job.finished").size(), jobs);
    }
};

QTEST_GUILESS_MAIN(TestSeveralGateways)
#include "tst_SeveralGateways.moc"
