#include "tests/service/controller/Controller.h"

#include <QSet>

#include <thread>

using namespace mergeloom;

class TestQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theEnvelopeHoldsAllThatAnExecutorNeeds()
    {
        Controller controller;
        api::RepositoryRequest request;
        request.alias = "shop";
        request.cloneUrl = "https://bob:s3cret-word@example.org/shop.git";
        request.settings.validationCommands = QStringList{"make test"};
        controller.catalog->add(request, "test").value();
        controller.submit("Say hello");
        const auto envelope = controller.lease(controller.enroll("w1"), "r1");
        QVERIFY(envelope);
        QCOMPARE(envelope->attempt, 1);
        QCOMPARE(envelope->ticket.key, QStringLiteral("LOCAL-1"));
        QCOMPARE(envelope->ticket.requester, QStringLiteral("alice"));
        QCOMPARE(envelope->branch, QStringLiteral("tickets/local-1"));
        QCOMPARE(envelope->leaseSeconds, 60);
        const JobRepository *work = envelope->workRepository();
        QVERIFY(work);
        QCOMPARE(work->cloneUrl, QStringLiteral("https://example.org/shop.git"));
        QCOMPARE(work->credential.username, QStringLiteral("bob"));
        QCOMPARE(work->credential.password, QStringLiteral("s3cret-word"));
        QCOMPARE(work->settings.validationCommands, QStringList{"make test"});
    }

    void higherPriorityGoesFirstThenOlder()
    {
        Controller controller;
        for (const char *alias : {"a", "b", "c"})
            controller.addRepository(alias);
        controller.submit("old", {"repo-a"});
        controller.submit("older but urgent", {"repo-b"}, {}, 5);
        controller.submit("new", {"repo-c"});
        QStringList titles;
        for (int n = 0; n < 3; ++n)
            titles << controller.lease(controller.enroll(QStringLiteral("w%1").arg(n)), "r")->ticket.title;
        QCOMPARE(titles, (QStringList{"older but urgent", "old", "new"}));
    }

    void aRepositoryRunsOneJobAtATime()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        controller.submit("two");
        const auto worker = controller.enroll("w1");
        const auto one = controller.lease(worker, "r1");
        QVERIFY(!controller.lease(controller.enroll("w2"), "r2"));
        QVERIFY(controller.queue->finish(
            one->jobId, {one->leaseId, one->runId, resultOf(Outcome::Completed, Reason::None)}, worker));
        QCOMPARE(controller.lease(worker, "r3")->ticket.title, QStringLiteral("two"));
    }

    void theSameRequestGetsTheSameLease()
    {
        Controller controller;
        controller.addRepository("a");
        controller.addRepository("b");
        controller.submit("one", {"repo-a"});
        controller.submit("two", {"repo-b"});
        const auto worker = controller.enroll("w1");
        const auto first = controller.lease(worker, "r1");
        const auto again = controller.lease(worker, "r1");
        QCOMPARE(again->leaseId, first->leaseId);
        QCOMPARE(again->runId, first->runId);
        QVERIFY(controller.lease(worker, "r2")->jobId != first->jobId);
        QVERIFY2(controller.lease(controller.enroll("w2"), "r1") == std::nullopt, "a request id is its worker's own");
    }

    void noJobIsGivenOutTwiceToRacingExecutors()
    {
        Controller controller;
        constexpr int jobs = 40;
        for (int n = 0; n < jobs; ++n) {
            controller.addRepository(QStringLiteral("repo%1").arg(n));
            controller.submit("t", {QStringLiteral("repo-repo%1").arg(n)});
        }
        QMutex mutex;
        QList<QString> leased;
        std::atomic<int> errors{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            const WorkerId worker = controller.enroll(QStringLiteral("w%1").arg(t));
            threads.emplace_back([&, worker] {
                for (int n = 0;; ++n) {
                    const auto envelope = controller.queue->tryLease({worker, QString::number(n), {}, 0});
                    if (!envelope)
                        ++errors;
                    if (!envelope || !*envelope)
                        return;
                    QMutexLocker lock(&mutex);
                    leased << (*envelope)->jobId.text();
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(errors.load(), 0);
        QCOMPARE(leased.size(), jobs);
        QCOMPARE(QSet<QString>(leased.begin(), leased.end()).size(), jobs);
    }

    void aLeaseThatRanOutPutsTheJobBackAndSaysSo()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto first = controller.enroll("w1");
        const auto lost = controller.lease(first, "r1");
        controller.time.advance(std::chrono::seconds(59));
        QCOMPARE(controller.queue->expireLeases().value(), 0);
        controller.time.advance(std::chrono::seconds(2));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
        QCOMPARE(controller.state(lost->jobId), JobState::Queued);
        QCOMPARE(controller.events().last(), QStringLiteral("job.released"));

        const auto second = controller.enroll("w2");
        const auto taken = controller.lease(second, "r2");
        QCOMPARE(taken->attempt, 2);
        QVERIFY(taken->runId != lost->runId);
        for (const Error &refused :
            {controller.queue->heartbeat(lost->jobId, {lost->leaseId, {}, {}, 0, {}, 0}, first).error(),
                controller.queue->resume(lost->jobId, {lost->leaseId, lost->runId}, first).error()}) {
            QCOMPARE(refused.code, ErrorCode::Conflict);
            QCOMPARE(refused.details.value("reason").toString(), QStringLiteral("lease_lost"));
        }
    }

    void anInterruptedRunIsGivenItsJobAgain()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto begun = controller.lease(worker, "r1");
        const auto resumed = controller.queue->resume(begun->jobId, {begun->leaseId, begun->runId}, worker);
        QVERIFY(resumed && resumed->job);
        QVERIFY2(resumed->job->leaseId != begun->leaseId, "what the process before sends late does no harm");
        JobEnvelope expected = *begun;
        expected.leaseId = resumed->job->leaseId;
        QCOMPARE(compactJsonOf(*resumed->job), compactJsonOf(expected));
        QCOMPARE(controller.state(begun->jobId), JobState::Running);
    }

    void aHolderThatComesBackBeforeAnybodyElseGoesOn()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        controller.time.advance(std::chrono::seconds(61));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
        QVERIFY(controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker));
        QCOMPARE(controller.state(lease->jobId), JobState::Running);
        QVERIFY(!controller.lease(controller.enroll("w2"), "r2"));
        QVERIFY2(!controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, controller.enroll("w2")),
            "a lease is its worker's own");
    }

    void heartbeatsKeepALease()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        for (int n = 0; n < 5; ++n) {
            controller.time.advance(std::chrono::seconds(40));
            QVERIFY(controller.queue->heartbeat(lease->jobId, {lease->leaseId, "validation", {}, 0, {}, 0}, worker));
            QCOMPARE(controller.queue->expireLeases().value(), 0);
        }
        QCOMPARE(controller.queue->find(lease->jobId).value().stage, QStringLiteral("validation"));
    }

    void aRestartGivesHeldJobsAWholeNewLeaseTime()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        controller.time.advance(std::chrono::hours(5));
        controller.restart();
        QCOMPARE(controller.queue->expireLeases().value(), 0);
        QVERIFY(controller.queue->heartbeat(lease->jobId, {lease->leaseId, {}, {}, 0, {}, 0}, worker));
        controller.time.advance(std::chrono::seconds(61));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
    }

    void finishingTwiceGetsTheSameAnswerAndOneEvent()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        const protocol::FinishRequest request{
            lease->leaseId, lease->runId, resultOf(Outcome::Failed, Reason::PublishFailed)};
        QVERIFY(controller.queue->finish(lease->jobId, request, worker));
        QVERIFY(controller.queue->finish(lease->jobId, request, worker));
        QCOMPARE(controller.state(lease->jobId), JobState::PublishFailed);
        QCOMPARE(controller.events().count("job.finished"), 1);
    }

    void aResultUnderALostLeaseIsKeptAndRefused()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto first = controller.enroll("w1");
        const auto lost = controller.lease(first, "r1");
        controller.time.advance(std::chrono::seconds(61));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
        const auto taken = controller.lease(controller.enroll("w2"), "r2");
        QVERIFY(taken);
        for (int n = 0; n < 2; ++n) {
            const auto refused = controller.queue->finish(
                lost->jobId, {lost->leaseId, lost->runId, resultOf(Outcome::Completed, Reason::None)}, first);
            QVERIFY(!refused);
            QCOMPARE(refused.error().details.value("reason").toString(), QStringLiteral("lease_lost"));
        }
        QCOMPARE(controller.state(lost->jobId), JobState::Leased);
        const auto kept =
            controller.database
                ->read([&](const ReadTransaction &transaction) { return JobStore::result(transaction, lost->leaseId); })
                .value();
        QVERIFY(kept && kept->isLate);
        QCOMPARE(controller.events().count("job.finished"), 1);
    }

    void aQueuedJobIsCancelledAtOnce()
    {
        Controller controller;
        controller.addRepository("a");
        const auto job = controller.submit("one").job;
        QCOMPARE(controller.queue->cancel(job->id, "not needed", "bob").value().state, JobState::Cancelled);
        QVERIFY(!controller.lease(controller.enroll("w1"), "r1"));
        QCOMPARE(controller.queue->cancel(job->id, {}, "bob").error().code, ErrorCode::Conflict);
        QCOMPARE(controller.events(), (QStringList{"job.queued", "job.cancel_requested", "job.finished"}));
    }

    void aRunningJobIsToldToCancelAndToldAgainLater()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        QList<JobId> notified;
        controller.queue->onCommand([&](JobId id) { notified << id; });
        const auto beat = [&] {
            return controller.queue->heartbeat(lease->jobId, {lease->leaseId, {}, {}, 0, {}, 0}, worker)
                .value()
                .commands;
        };
        QVERIFY(beat().isEmpty());
        QVERIFY(controller.queue->send(lease->runId, {{}, "message", "use the new API", "bob", {}, {}}));
        QVERIFY(controller.queue->cancel(lease->jobId, "wrong ticket", "bob"));
        QVERIFY(controller.queue->cancel(lease->jobId, "wrong ticket", "bob"));
        QVERIFY(!notified.isEmpty());
        QCOMPARE(notified.first(), lease->jobId);
        const auto commands = beat();
        QCOMPARE(commands.size(), 2);
        QCOMPARE(commands[0].text, QStringLiteral("use the new API"));
        QCOMPARE(commands[1].command, QStringLiteral("cancel"));
        QVERIFY(commands[1].text.contains("wrong ticket"));
        QVERIFY2(beat().isEmpty(), "a command is not given out again at once");
        controller.time.advance(std::chrono::seconds(16));
        QCOMPARE(beat().size(), 2);
    }

    void aCancelledRunThatIsNotHeardOfAgainIsCancelledNotRepeated()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto lease = controller.lease(controller.enroll("w1"), "r1");
        QVERIFY(controller.queue->cancel(lease->jobId, {}, "bob"));
        controller.time.advance(std::chrono::seconds(61));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
        QCOMPARE(controller.state(lease->jobId), JobState::Cancelled);
    }

    void aRetryIsANewAttemptAndTheOldLeaseIsWorthless()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        QCOMPARE(controller.intake->retry(lease->jobId, "bob").error().code, ErrorCode::Conflict);
        QVERIFY(controller.queue->finish(
            lease->jobId, {lease->leaseId, lease->runId, resultOf(Outcome::Failed, Reason::ValidationFailed)}, worker));
        QCOMPARE(controller.intake->retry(lease->jobId, "bob").value().state, JobState::Queued);
        QVERIFY(!controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker));
        QCOMPARE(controller.lease(worker, "r2")->attempt, 2);
    }

    void aCredentialThatCannotBeOpenedEndsTheJobInsteadOfBlockingTheQueue()
    {
        Controller controller;
        api::RepositoryRequest request;
        request.alias = "locked";
        request.cloneUrl = "https://example.org/x.git";
        request.password = "s3cret";
        controller.catalog->add(request, "test").value();
        controller.addRepository("open");
        const auto stuck = controller.submit("one", {"repo-locked"});
        controller.submit("two", {"repo-open"});
        QVERIFY(QFile::remove(controller.directory.filePath("secret.key")));
        controller.restart();
        QCOMPARE(controller.lease(controller.enroll("w1"), "r1")->ticket.title, QStringLiteral("two"));
        const auto job = controller.queue->find(stuck.job->id).value();
        QCOMPARE(job.state, JobState::Failed);
        QVERIFY(job.summary.contains("Enter it again"));
    }

    void waitersHearOfEveryJobThatBecameFree()
    {
        Controller controller;
        controller.addRepository("a");
        int heard = 0;
        controller.queue->onQueueChanged([&] { ++heard; });
        controller.submit("one");
        QCOMPARE(heard, 1);
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        QVERIFY(controller.queue->finish(
            lease->jobId, {lease->leaseId, lease->runId, resultOf(Outcome::Completed, Reason::None)}, worker));
        QCOMPARE(heard, 2);
    }
};

QTEST_GUILESS_MAIN(TestQueue)
#include "tst_Queue.moc"
