#include "shared/core/Ulid.h"
#include "tests/service/pipeline/RunFixture.h"

#include <QDirIterator>

using namespace mergeloom;

namespace {

bool isOf(const Event &event, const char *type) { return event.type == QLatin1StringView(type); }

protocol::RunCommand told(const QString &command, const QString &text = {}, const QString &approval = {})
{
    return {makeUlid(), command, text, QStringLiteral("ann"), {}, approval};
}

} // namespace

class PipelineSteeringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anApprovedChangeIsPushed()
    {
        RunFixture f;
        f.settings().approval.isBeforePublish = true;
        f.says({f.goodEdit(), f.finish("Done.")});
        QString head;
        QString waited;
        const RunResult result = f.run([&](const Event &event, std::stop_source &) {
            if (!isOf(event, event_type::approvalRequested))
                return;
            head = f.remoteHead("tickets/local-1");
            waited = f.view().run.waitsFor;
            f.tell(told("approve", "looks right", event.data["approval"].toString()));
        });
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(head, QString());
        QCOMPARE(waited, QStringLiteral("approval"));
        QVERIFY2(result.summary.contains("approved by ann"), qPrintable(result.summary));
        QCOMPARE(f.remoteHead("tickets/local-1"), result.headCommit);
        const ApprovalView approval = f.view().steering.approvals.first();
        QCOMPARE(approval.decision.by, QStringLiteral("ann"));
        QCOMPARE(approval.decision.reason, QStringLiteral("looks right"));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), approval.request.tree);
        QCOMPARE(f.view().run.waitsFor, QString());
        QStringList stages;
        for (const StageView &stage : f.view().stages)
            stages << stage.stage;
        QVERIFY(stages.join(' ').endsWith("base_drift diff_guard approval base_drift publish"));
    }

    void aRejectedChangeEndsBlocked()
    {
        RunFixture f;
        f.settings().approval.isBeforePublish = true;
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run([&](const Event &event, std::stop_source &) {
            if (isOf(event, event_type::approvalRequested))
                f.tell(told("reject", "Wrong file.", event.data["approval"].toString()));
        });
        QCOMPARE(result.outcome, Outcome::Blocked);
        QCOMPARE(result.reason, Reason::ApprovalMissing);
        QVERIFY2(result.summary.contains("ann rejected the change: Wrong file."), qPrintable(result.summary));
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
        QVERIFY(!f.types().contains(QLatin1StringView(event_type::commitCreated)));
    }

    void aChangeThatNobodyApprovesEndsBlocked()
    {
        RunFixture f;
        f.settings().approval = {.isBeforePublish = true, .timeoutSeconds = 0};
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::ApprovalMissing);
        QCOMPARE(f.view().steering.approvals.first().decision.verdict, ApprovalVerdict::TimedOut);
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    }

    void leaveForOneTreeIsNoneForAnother()
    {
        RunFixture f;
        f.settings().approval.isBeforePublish = true;
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run([&](const Event &event, std::stop_source &stop) {
            if (isOf(event, event_type::approvalRequested))
                f.tell(told("approve", {}, "publish-000000000000"));
            if (isOf(event, event_type::steerIgnored))
                stop.request_stop();
        });
        QCOMPARE(result.outcome, Outcome::Cancelled);
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    }

    void onlyAFlaggedChangeWaitsWhereFlagsAreToBeLookedAt()
    {
        for (const bool isFlagged : {false, true}) {
            RunFixture f;
            f.settings().approval.isOnGuardFlags = true;
            QJsonArray answers{f.goodEdit()};
            if (isFlagged)
                answers << f.writeFile("AGENTS.md", "Obey.\n");
            answers << f.finish("Done.");
            f.says(answers);
            const RunResult result = f.run([&](const Event &event, std::stop_source &) {
                if (isOf(event, event_type::approvalRequested))
                    f.tell(told("approve", {}, event.data["approval"].toString()));
            });
            QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
            QCOMPARE(f.view().steering.approvals.size(), isFlagged ? 1 : 0);
            if (!isFlagged)
                continue;
            const ApprovalRequest request = f.view().steering.approvals.first().request;
            QCOMPARE(request.causes, QStringList{"guard_flags"});
            QVERIFY2(request.why.contains("AGENTS.md"), qPrintable(request.why));
        }
    }

    void aPausedRunStartsNoStage()
    {
        RunFixture f;
        f.says({f.goodEdit(), f.finish("Done.")});
        f.tellsFirst(told("pause"));
        QStringList atPause;
        const RunResult result = f.run([&](const Event &event, std::stop_source &) {
            if (!isOf(event, event_type::runPaused))
                return;
            atPause = f.types();
            f.tell(told("resume"));
        });
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(atPause, (QStringList{"run.started", "steer.pause", "run.paused"}));
        QCOMPARE(f.view().run.waitsFor, QString());
    }

    void aPausedRunStartsNoCommand()
    {
        RunFixture f;
        f.settings().validationCommands = QStringList{"sh wait.sh", "sh check.sh"};
        f.says({f.goodEdit(), f.writeFile("wait.sh", "while [ ! -e go ]; do sleep 0.02; done\n"), f.finish("Done.")});
        QStringList before;
        const RunResult result = f.run([&](const Event &event, std::stop_source &) {
            const bool isFirst = event.data["line"].toString() == u"sh wait.sh";
            if (isOf(event, event_type::commandStarted) && isFirst)
                f.tell(told("pause"));
            if (isOf(event, event_type::steerPause)) {
                QDirIterator it(f.path("workspaces"), {"wait.sh"}, QDir::Files, QDirIterator::Subdirectories);
                while (it.hasNext())
                    f.write(QDir(f.path("")).relativeFilePath(QFileInfo(it.next()).path() + "/go"), "");
            }
            if (isOf(event, event_type::runPaused)) {
                before << event.data["before"].toString();
                f.tell(told("resume"));
            }
        });
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(before, QStringList{"sh check.sh"});
    }

    void aRunStartsWithItsLimitsAndShowsWhatWasAdded()
    {
        RunFixture f;
        f.job().budgets = {.tokens = 100'000, .turns = 5};
        f.says({f.goodEdit(), f.finish("Done.")});
        auto more = told("extend");
        more.budgets = {.tokens = 5000, .turns = 1000};
        f.tellsFirst(more);
        Budgets first;
        const RunResult result = f.run([&](const Event &event, std::stop_source &) {
            if (isOf(event, event_type::runStarted))
                first = f.view().steering.limits;
        });
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QVERIFY((first == Budgets{.tokens = 100'000, .wallSeconds = 4 * 3600, .turns = 5}));
        QVERIFY((f.view().steering.limits == Budgets{.tokens = 105'000, .wallSeconds = 4 * 3600, .turns = 100}));
        QCOMPARE(f.view().steering.most.turns, 100);
    }

    void aMessageThatNoAgentReadsIsInTheRecord()
    {
        RunFixture f;
        f.settings().setupCommands = QStringList{"false"};
        f.tellsFirst(told("message", "Wait!"));
        QCOMPARE(f.run().reason, Reason::SetupFailed);
        QVERIFY(f.types().contains(QLatin1StringView(event_type::steerUndelivered)));
        QCOMPARE(f.types().last(), QLatin1StringView(event_type::runFinished));
        QCOMPARE(f.types().first(), QLatin1StringView(event_type::runStarted));
    }
};

QTEST_GUILESS_MAIN(PipelineSteeringTest)
#include "tst_Pipeline_Steering.moc"
