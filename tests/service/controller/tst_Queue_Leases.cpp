// What the races of tst_LeaseRaces have taught, one by one.
#include "tests/service/controller/Controller.h"

using namespace mergeloom;

class TestQueue_Leases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLateHeartbeatDoesNotTakeUpALeaseThatRanOut()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        controller.time.advance(std::chrono::seconds(61));
        QCOMPARE(controller.queue->expireLeases().value(), 1);
        const auto refused = controller.queue->heartbeat(lease->jobId, {lease->leaseId, {}, {}, 0, {}, 0}, worker);
        QVERIFY(!refused);
        QCOMPARE(refused.error().details.value("reason").toString(), QStringLiteral("lease_expired"));
        QCOMPARE(controller.state(lease->jobId), JobState::Queued);
    }

    void aJobThatIsHandedBackIsTakenUpByItsHolderOrAnother()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        for (int n = 0; n < 2; ++n) {
            QVERIFY(controller.queue->release(lease->jobId, {lease->leaseId, lease->runId}, worker));
            QCOMPARE(controller.state(lease->jobId), JobState::Queued);
        }
        QCOMPARE(controller.events().count("job.released"), 1);
        const auto renamed = controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker).value();
        QCOMPARE(controller.state(lease->jobId), JobState::Running);
        QVERIFY(controller.queue->release(lease->jobId, {lease->leaseId, lease->runId}, worker));
        QVERIFY2(controller.state(lease->jobId) == JobState::Running, "one that was on its way for long does no harm");
        QCOMPARE(controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker).value().job->leaseId,
            renamed.job->leaseId);

        QVERIFY(controller.queue->release(lease->jobId, {renamed.job->leaseId, lease->runId}, worker));
        const auto other = controller.enroll("w2");
        const auto taken = controller.lease(other, "r2");
        QCOMPARE(taken->attempt, 2);
        QVERIFY(!controller.queue->resume(lease->jobId, {lease->leaseId, lease->runId}, worker));
        QVERIFY2(controller.queue->release(lease->jobId, {lease->leaseId, lease->runId}, worker),
            "who has nothing to hand back gets the same answer");
        QCOMPARE(controller.state(lease->jobId), JobState::Leased);
    }

    void aLateRequestGetsNoOtherJob()
    {
        Controller controller;
        controller.addRepository("a");
        controller.addRepository("b");
        controller.submit("one", {"repo-a"});
        const auto worker = controller.enroll("w1");
        const auto lease = controller.lease(worker, "r1");
        QVERIFY(controller.queue->finish(
            lease->jobId, {lease->leaseId, lease->runId, resultOf(Outcome::Completed, Reason::None)}, worker));
        controller.submit("two", {"repo-b"});
        QVERIFY(!controller.lease(worker, "r1"));
        QVERIFY(controller.lease(worker, "r2"));
    }

    void askingAgainForTheSameLeaseRenewsIt()
    {
        Controller controller;
        controller.addRepository("a");
        controller.submit("one");
        const auto worker = controller.enroll("w1");
        controller.lease(worker, "r1");
        controller.time.advance(std::chrono::seconds(50));
        QVERIFY(controller.lease(worker, "r1"));
        controller.time.advance(std::chrono::seconds(50));
        QCOMPARE(controller.queue->expireLeases().value(), 0);
    }
};

QTEST_GUILESS_MAIN(TestQueue_Leases)
#include "tst_Queue_Leases.moc"
