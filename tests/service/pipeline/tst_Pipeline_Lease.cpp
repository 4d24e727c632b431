#include "tests/service/pipeline/RunFixture.h"

#include "service/pipeline/StageResult.h"

using namespace mergeloom;

class PipelineLeaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunAsksForItsLeaseRightBeforeThePush()
    {
        RunFixture f;
        f.says({f.goodEdit(), f.finish("Added mul.")});
        int asked = 0;
        f.environment().leaseToPublish = [&](const StageScope &scope) {
            ++asked;
            if (f.types().last() != QLatin1StringView(event_type::commitCreated) || !f.remoteHead(branch).isEmpty())
                asked += 100;
            return scope.stop;
        };
        QCOMPARE(f.run().outcome, Outcome::Completed);
        QCOMPARE(asked, 1);
        QVERIFY(!f.remoteHead(branch).isEmpty());
    }

    void aPushThatOutlivesItsLeaseIsEndedAndTriedUnderTheNext()
    {
        RunFixture f;
        f.says({f.goodEdit(), f.finish("Added mul.")});
        int asked = 0;
        f.environment().leaseToPublish = [&](const StageScope &scope) {
            if (++asked > 2)
                return scope.stop;
            std::stop_source ranOut;
            ranOut.request_stop();
            return ranOut.get_token();
        };
        QCOMPARE(f.run().outcome, Outcome::Completed);
        QCOMPARE(asked, 3);
        QCOMPARE(f.types().count(QLatin1StringView(event_type::branchPushed)), 1);
    }

    void aRunThatIsStoppedWhileItWaitsPushesNothing()
    {
        RunFixture f;
        f.says({f.goodEdit(), f.finish("Added mul.")});
        std::optional<std::stop_source> running;
        f.environment().leaseToPublish = [&](const StageScope &scope) {
            running->request_stop();
            return scope.stop;
        };
        const RunResult result = f.run([&](const Event &, std::stop_source &stop) { running = stop; });
        QCOMPARE(result.outcome, Outcome::Cancelled);
        QCOMPARE(f.remoteHead(branch), QString());
    }

private:
    const QString branch = QStringLiteral("tickets/local-1");
};

QTEST_GUILESS_MAIN(PipelineLeaseTest)
#include "tst_Pipeline_Lease.moc"
