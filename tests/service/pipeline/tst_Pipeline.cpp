#include "tests/service/pipeline/RunFixture.h"

using namespace mergeloom;

class PipelineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodChangeIsValidatedCommittedAndPushed();
    void aRedValidationIsRepaired();
    void nothingIsPushedWhenTheRepairsAreUsedUp();
    void advisoryValidationIsRecordedAndGoesOn();
    void withoutCommandsItIsNeverCalledValidated();
    void aRunWithoutAChangeFails();
    void cancelEndsTheRunInEachStage_data();
    void cancelEndsTheRunInEachStage();
    void aRefusedPushSaysTheRemotesWords();
    void aBranchThatMovedIsNotOverwritten();
    void aSecondRunContinuesFromThePushedBranch();
    void aCommandThatIsNotAllowedBlocksBeforeAnyWork();
    void aRedSetupEndsTheRun();
    void whatSetupMadeIsNotPartOfTheChange();
    void whatValidationMadeIsNotPartOfTheChange();
    void aDirectiveThatCannotBeMetBlocks();
    void withoutASandboxTheRunIsBlocked();
    void whatTheSandboxLeavesOpenIsOnRecord();
    void commandsHaveTheStatedEnvironmentAndNothingElse();
    void aCommandHasNoNetworkNoHomeAndNoGit();
    void anUnreachableRemoteIsNamed();
    void aRecordingThatEndsIsAProviderFailure();
};

void PipelineTest::aGoodChangeIsValidatedCommittedAndPushed()
{
    RunFixture f;
    f.says({f.goodEdit(), f.runCommand("sh check.sh"), f.finish("Added mul.")});
    const QString before = f.remoteHead("main");
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
    QCOMPARE(result.validation, QStringLiteral("passed"));
    QCOMPARE(f.remoteHead("tickets/local-1"), result.headCommit);
    QCOMPARE(f.remoteHead("main"), before);
    QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), before);
    QCOMPARE(
        f.remote({"log", "-1",
            "--format=%s|%an <%ae>|%(trailers:key=MergeLoom-Run,valueonly,separator=)|%(trailers:key=Ticket,valueonly,separator=)",
            "tickets/local-1"}),
        QStringLiteral("LOCAL-1: Multiply|MergeLoom <mergeloom@local>|%1|LOCAL-1").arg(f.job().runId.text()));
    QVERIFY(f.remote({"show", "tickets/local-1:calc.sh"}).contains("mul()"));
    // The pushed tree is the validated one.
    QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), f.view().validations.last().tree);
    QCOMPARE(f.types().first(), QString::fromLatin1(event_type::runStarted));
    QCOMPARE(f.types().last(), QString::fromLatin1(event_type::runFinished));
    QCOMPARE(f.view().run.state, QStringLiteral("completed"));
    QCOMPARE(f.view().files.first().path, QStringLiteral("calc.sh"));
    QCOMPARE(f.view().commands.size(), 2);
    QCOMPARE(result.tokens, 330);
}

void PipelineTest::aRedValidationIsRepaired()
{
    RunFixture f;
    f.says({f.badEdit(), f.finish("Done."), f.goodEdit(), f.finish("Mended.")});
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
    QCOMPARE(f.view().run.repairs, 1);
    QCOMPARE(f.view().validations.size(), 2);
    QCOMPARE(f.view().validations.first().status, QStringLiteral("failed"));
    QCOMPARE(f.remote({"rev-list", "--count", "main..tickets/local-1"}), QStringLiteral("1"));
    // One commit is made of the final state alone.
    QVERIFY(f.remote({"log", "-1", "--format=%b", "tickets/local-1"}).contains("Mended."));
}

void PipelineTest::nothingIsPushedWhenTheRepairsAreUsedUp()
{
    RunFixture f;
    f.says({f.badEdit(), f.finish("1"), f.finish("2"), f.finish("3")});
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::ValidationFailed);
    QCOMPARE(result.outcome, Outcome::Failed);
    QCOMPARE(f.view().validations.size(), 3);
    QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    QVERIFY(!f.types().contains(QString::fromLatin1(event_type::commitCreated)));
}

void PipelineTest::advisoryValidationIsRecordedAndGoesOn()
{
    RunFixture f;
    f.settings().validationMode = ValidationMode::Advisory;
    f.says({f.badEdit(), f.finish("Done.")});
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
    QCOMPARE(result.validation, QStringLiteral("failed"));
    QVERIFY(result.summary.contains("red"));
    QCOMPARE(f.remoteHead("tickets/local-1"), result.headCommit);
}

void PipelineTest::withoutCommandsItIsNeverCalledValidated()
{
    RunFixture f;
    f.settings().validationCommands.clear();
    f.says({f.goodEdit(), f.finish("All tests pass, fully validated.")});
    const RunResult result = f.run();
    QCOMPARE(result.outcome, Outcome::Completed);
    QCOMPARE(result.validation, QStringLiteral("not_validated"));
    QVERIFY(result.summary.contains("not validated"));
}

void PipelineTest::aRunWithoutAChangeFails()
{
    RunFixture f;
    f.says({f.finish("Nothing to do.")});
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::NoChange);
    QCOMPARE(f.remoteHead("tickets/local-1"), QString());
}

void PipelineTest::cancelEndsTheRunInEachStage_data()
{
    QTest::addColumn<QString>("stage");
    for (const char *stage : {"workspace", "setup", "context", "implementation", "validation", "repair", "base_drift",
             "diff_guard", "publish"})
        QTest::newRow(stage) << QString::fromLatin1(stage);
}

void PipelineTest::cancelEndsTheRunInEachStage()
{
    QFETCH(const QString, stage);
    RunFixture f;
    const bool isSlow = stage == u"setup" || stage == u"validation" || stage == u"implementation";
    if (stage == u"setup")
        f.settings().setupCommands = QStringList{"sleep 60"};
    if (stage == u"validation")
        f.settings().validationCommands = QStringList{"sleep 60"};
    const QJsonObject work = stage == u"implementation" ? f.runCommand("sleep 60") : f.badEdit();
    f.says({work, f.finish("1"), f.goodEdit(), f.finish("2")});
    QElapsedTimer sinceStop;
    const RunResult result = f.run([&](const Event &event, std::stop_source &stop) {
        const bool isInStage =
            event.type == QLatin1StringView(event_type::stageStarted) && event.data.value("stage").toString() == stage;
        const bool isAtCommand = event.type == QLatin1StringView(event_type::commandStarted)
            && event.data.value("line").toString().startsWith("sleep");
        if (isSlow ? isAtCommand : isInStage) {
            sinceStop.start();
            stop.request_stop();
        }
    });
    QVERIFY(sinceStop.isValid());
    QCOMPARE(result.outcome, Outcome::Cancelled);
    QCOMPARE(result.reason, Reason::Cancelled);
    QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    QCOMPARE(f.view().run.state, QStringLiteral("cancelled"));
    QVERIFY2(sinceStop.elapsed() < 10'000, qPrintable(QString::number(sinceStop.elapsed())));
}

void PipelineTest::aRefusedPushSaysTheRemotesWords()
{
    RunFixture f;
    f.write("remote.git/hooks/pre-receive", "#!/bin/sh\necho 'branch is frozen until Monday' >&2\nexit 1\n");
    QFile::setPermissions(
        f.path("remote.git/hooks/pre-receive"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    f.says({f.goodEdit(), f.finish("Done.")});
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::PublishFailed);
    QVERIFY2(result.summary.contains("frozen until Monday"), qPrintable(result.summary));
    QVERIFY(f.types().contains(QString::fromLatin1(event_type::commitCreated)));
}

void PipelineTest::aBranchThatMovedIsNotOverwritten()
{
    RunFixture f;
    f.says({f.goodEdit(), f.finish("Done.")});
    const RunResult result = f.run([&](const Event &event, std::stop_source &) {
        if (event.type == QLatin1StringView(event_type::commitCreated))
            f.pushElsewhere("tickets/local-1");
    });
    QCOMPARE(result.reason, Reason::PublishFailed);
    QVERIFY2(result.summary.contains("moved"), qPrintable(result.summary));
    QVERIFY(f.remote({"log", "--format=%s", "tickets/local-1"}).startsWith("Theirs"));
}

void PipelineTest::aSecondRunContinuesFromThePushedBranch()
{
    RunFixture f;
    f.says({f.goodEdit(), f.finish("First.")});
    const RunResult first = f.run();
    QCOMPARE(first.outcome, Outcome::Completed);
    f.job().runId = RunId::make();
    f.job().attempt = 2;
    f.says({f.writeFile("README.md", "calc\n"), f.finish("Second.")});
    const RunResult second = f.run();
    QVERIFY2(second.outcome == Outcome::Completed, qPrintable(second.summary));
    QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), first.headCommit);
    QCOMPARE(second.baseCommit, first.headCommit);
}

void PipelineTest::aCommandThatIsNotAllowedBlocksBeforeAnyWork()
{
    RunFixture f;
    f.settings().validationCommands = QStringList{"sh check.sh && curl example.org"};
    const RunResult result = f.run();
    QCOMPARE(result.outcome, Outcome::Blocked);
    QCOMPARE(result.reason, Reason::CommandNotAllowed);
    QVERIFY2(result.summary.contains("curl"), qPrintable(result.summary));
    QVERIFY(!f.types().contains(QString::fromLatin1(event_type::stageStarted)));
}

void PipelineTest::aRedSetupEndsTheRun()
{
    RunFixture f;
    f.settings().setupCommands = QStringList{"true", "false"};
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::SetupFailed);
    QVERIFY(result.summary.contains("false"));
}

void PipelineTest::whatSetupMadeIsNotPartOfTheChange()
{
    RunFixture f;
    f.settings().setupCommands = QStringList{"mkdir -p deps && touch deps/lib.txt"};
    f.says({f.goodEdit(), f.runCommand("cat deps/lib.txt"), f.finish("Done.")});
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
    QCOMPARE(f.remote({"diff", "--name-only", "main", "tickets/local-1"}), QStringLiteral("calc.sh"));
}

void PipelineTest::whatValidationMadeIsNotPartOfTheChange()
{
    RunFixture f;
    f.settings().validationCommands = QStringList{"touch report.xml", "sh check.sh"};
    f.says({f.goodEdit(), f.finish("Done.")});
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
    QCOMPARE(f.remote({"diff", "--name-only", "main", "tickets/local-1"}), QStringLiteral("calc.sh"));
}

void PipelineTest::aDirectiveThatCannotBeMetBlocks()
{
    RunFixture f;
    f.job().ticket.body = QStringLiteral("Do it.\n[JCA]\ncontext_files=nowhere.md\n[/JCA]");
    const RunResult result = f.run();
    QCOMPARE(result.outcome, Outcome::Blocked);
    QCOMPARE(result.reason, Reason::DirectiveInvalid);
    QVERIFY(result.summary.contains("nowhere.md"));
}

void PipelineTest::withoutASandboxTheRunIsBlocked()
{
    RunFixture f;
    f.environment().sandbox = {QStringLiteral("none"), false, QStringLiteral("bubblewrap is missing.")};
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::SandboxUnavailable);
    QVERIFY(result.summary.contains("bubblewrap is missing"));
}

void PipelineTest::whatTheSandboxLeavesOpenIsOnRecord()
{
    RunFixture f;
    f.environment().sandbox.missing = QStringList{QStringLiteral("there is no private /tmp")};
    f.says({f.goodEdit(), f.finish("Done.")});
    QJsonObject started;
    QString said;
    f.run([&](const Event &event, std::stop_source &) {
        if (event.type == u"run.started")
            started = event.data;
        if (event.type == u"run.message")
            said += event.data.value("text").toString();
    });
    QCOMPARE(started.value("sandbox").toString(), f.environment().sandbox.level);
    QCOMPARE(started.value("sandbox_missing").toArray(), QJsonArray{"there is no private /tmp"});
    QVERIFY2(said.contains("there is no private /tmp"), qPrintable(said));
}

void PipelineTest::commandsHaveTheStatedEnvironmentAndNothingElse()
{
    RunFixture f;
    qputenv("SSH_AUTH_SOCK", "/nowhere");
    f.settings().validationCommands = QStringList{QStringLiteral("sh names.sh")};
    f.says({f.writeFile("names.sh", "env | cut -d= -f1\n"), f.finish("Done.")});
    QString said;
    f.run([&](const Event &event, std::stop_source &) {
        if (event.type == u"command.output")
            said += event.data.value("text").toString();
    });
    qunsetenv("SSH_AUTH_SOCK");
    QStringList names = said.split(u'\n', Qt::SkipEmptyParts);
    for (const char *own : {"PWD", "OLDPWD", "SHLVL", "_", "TMPDIR"}) // of the shell, and of Landlock
        names.removeAll(QString::fromLatin1(own));
    names.sort();
    QCOMPARE(names.join(u' '),
        QStringLiteral("CI GIT_CONFIG_NOSYSTEM HOME LANG MERGELOOM PATH PYTHONDONTWRITEBYTECODE TERM"));
}

void PipelineTest::aCommandHasNoNetworkNoHomeAndNoGit()
{
    RunFixture f;
    f.write("outside-secret.txt", "secret\n");
    f.settings().validationCommands =
        QStringList{"sh check.sh", QStringLiteral("sh -c 'test ! -e %1'").arg(f.path("outside-secret.txt")),
            QStringLiteral("sh -c 'test \"$(cat /proc/net/dev | grep -c :)\" = 1'"),
            QStringLiteral("sh -c '! touch .git/x 2>/dev/null'"), QStringLiteral("sh -c 'test -z \"$SSH_AUTH_SOCK\"'"),
            QStringLiteral("git status --short")};
    f.says({f.goodEdit(), f.finish("Done.")});
    const RunResult result = f.run();
    QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
}

void PipelineTest::anUnreachableRemoteIsNamed()
{
    RunFixture f;
    f.job().repositories.first().cloneUrl = f.path("nowhere.git");
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::CheckoutFailed);
    QVERIFY2(result.summary.contains("nowhere.git"), qPrintable(result.summary));
}

void PipelineTest::aRecordingThatEndsIsAProviderFailure()
{
    RunFixture f;
    f.says({f.badEdit(), f.finish("1")});
    const RunResult result = f.run();
    QCOMPARE(result.reason, Reason::ProviderFailed);
    QVERIFY2(result.summary.contains("record"), qPrintable(result.summary));
}

QTEST_GUILESS_MAIN(PipelineTest)
#include "tst_Pipeline.moc"
