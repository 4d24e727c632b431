#include "tests/service/pipeline/RunFixture.h"

using namespace mergeloom;

class PipelineBudgetsTest : public QObject
{
    Q_OBJECT

private:
    static void mayWriteMuch(RunFixture &f)
    {
        f.environment().allowList = AllowList({"sh", "cat", "head", "mkdir", "sleep", "echo", "true"});
    }
    static void endsOverBudget(RunFixture &f, const char *words)
    {
        const RunResult result = f.run();
        QCOMPARE(enumName(result.reason), QStringLiteral("budget_exceeded"));
        QVERIFY2(result.summary.contains(QLatin1StringView(words)), qPrintable(result.summary));
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
        QCOMPARE(f.types().last(), QLatin1StringView(event_type::runFinished));
    }

private Q_SLOTS:
    void commandsOfSetupAgentAndValidationAreCountedTogether()
    {
        RunFixture f;
        f.settings().setupCommands = QStringList{"true"};
        f.job().budgets = {.commands = 3};
        f.says({f.runCommand("true"), f.goodEdit(), f.finish("Done.")});
        QCOMPARE(f.run().outcome, Outcome::Completed); // one of each

        RunFixture g;
        g.settings().setupCommands = QStringList{"true"};
        g.job().budgets = {.commands = 2};
        g.says({g.runCommand("true"), g.goodEdit(), g.finish("Done.")});
        endsOverBudget(g, "used its 2 commands");
        QCOMPARE(g.view().commands.size(), 2);
        QCOMPARE(g.view().run.use.commands, 2);
    }

    void aCommandThatFloodsIsEndedWhileItWrites()
    {
        RunFixture f;
        f.job().budgets = {.outputBytes = 100'000};
        f.says({f.runCommand("sh -c 'while true; do echo 0123456789012345678901234567890123456789; done'"),
            f.goodEdit(), f.finish("Done.")});
        endsOverBudget(f, "The output of commands and tools came to");
        QVERIFY(f.view().run.use.outputBytes < 300'000);
        QCOMPARE(f.view().commands.first().end, QStringLiteral("cancelled"));
    }

    void aWorkspaceThatGrowsIsSeenWhileACommandWritesAndInIgnoredFolders()
    {
        RunFixture f;
        f.write("seed/.gitignore", "target/\n");
        f.commit("seed", "Ignore");
        f.git({"push", "-q", f.path("remote.git"), "main"}, f.path("seed"));
        mayWriteMuch(f);
        f.job().budgets = {.diskBytes = 8 << 20};
        f.says({f.runCommand("sh -c 'mkdir target; cat /dev/zero | head -c 33554432 > target/large; sleep 25'"),
            f.goodEdit(), f.finish("Done.")});
        endsOverBudget(f, "The workspace grew by 3");
        QCOMPARE(f.view().commands.first().end, QStringLiteral("cancelled"));
        QVERIFY(f.view().commands.first().durationMs < 20'000);
    }

    void whatGrewBetweenTwoLooksIsSeenBeforeItIsPublished()
    {
        RunFixture f;
        mayWriteMuch(f);
        f.job().budgets = {.diskBytes = 1 << 20};
        f.write("seed/.gitignore", "large\n"); // else it goes when the validation ends
        f.commit("seed", "Ignore");
        f.git({"push", "-q", f.path("remote.git"), "main"}, f.path("seed"));
        f.settings().validationCommands = QStringList{"sh -c 'cat /dev/zero | head -c 4194304 > large'"};
        f.says({f.goodEdit(), f.finish("Done.")});
        endsOverBudget(f, "The workspace grew by 4");
    }

    void withoutALimitNothingIsMeasured()
    {
        RunFixture f;
        f.says({f.goodEdit(), f.finish("Done.")});
        QCOMPARE(f.run().outcome, Outcome::Completed);
        QVERIFY(!f.types().contains(QLatin1StringView(event_type::workspaceMeasured)));
    }

    void theWorkersOwnCeilingHoldsWhateverIsAskedFor()
    {
        RunFixture f;
        f.environment().mostBudgets.commands = 1;
        f.job().budgets = {.commands = 100};
        f.says({f.runCommand("true"), f.goodEdit(), f.finish("Done.")});
        endsOverBudget(f, "used its 1 commands");
    }

    void anInterruptedRunCountsOnAndNothingTwice()
    {
        int interruptions = 0;
        for (int events = 8; events < 60; events += 7) {
            RunFixture f;
            f.job().budgets = {.tokens = 1'000'000, .commands = 3};
            f.says({f.runCommand("true"), f.runCommand("echo x"), f.goodEdit(), f.finish("Done.")});
            f.interruptAfter(events);
            const auto first = f.go();
            f.interruptAfter(0);
            const auto result = first ? first : f.go();
            interruptions += first ? 0 : 1;
            QVERIFY(result);
            QVERIFY2(result->outcome == Outcome::Completed || result->reason == Reason::BudgetExceeded,
                qPrintable(result->summary));
            QCOMPARE(result->tokens, 440);
        }
        QVERIFY(interruptions > 2);
    }

    void whatAFailedAttemptSpentIsInTheResult()
    {
        RunFixture f;
        f.job().budgets = {.turns = 2};
        f.says({f.runCommand("true"), f.runCommand("true"), f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::BudgetExceeded);
        QVERIFY2(result.summary.contains("used its 2 turns"), qPrintable(result.summary));
        QCOMPARE(result.tokens, 220);
    }

    void theShareOfADayIsToldApart()
    {
        RunFixture f;
        f.job().dayShare = {.tokens = 1500};
        f.says({f.runCommand("true"), f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::BudgetExceeded);
        QVERIFY2(result.summary.contains("00:00 UTC"), qPrintable(result.summary));
        QVERIFY(result.tokens <= 1500);
        QCOMPARE(f.view().steering.limits.tokens, 1500);
    }

    void aLimitOfNoneIsNone()
    {
        RunFixture f;
        f.environment().mostBudgets = {};
        f.says({f.goodEdit(), f.finish("Done.")});
        QCOMPARE(f.run().outcome, Outcome::Completed);
        QVERIFY(f.view().run.limits.isEmpty());
    }
};

QTEST_GUILESS_MAIN(PipelineBudgetsTest)
#include "tst_Pipeline_Budgets.moc"
