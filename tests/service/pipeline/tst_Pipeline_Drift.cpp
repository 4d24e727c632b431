// The default branch of the remote moves while a run works: that is seen and told, and where the repository wants it, the
// change is merged with the new head, validated there, and pushed on it.
#include "tests/service/pipeline/RunFixture.h"

#include <QRegularExpression>

using namespace mergeloom;

namespace {

constexpr auto add = "add() { echo $(($1 + $2)); }\n";
constexpr auto mul = "mul() { echo $(($1 * $2)); }\n";
constexpr auto sub = "sub() { echo $(($1 - $2)); }\n";

QByteArray text(std::initializer_list<const char *> lines)
{
    QByteArray all;
    for (const char *line : lines)
        all += line;
    return all;
}

/// `file` comes to main when the first answer of the model is on record, once.
void movesMain(RunFixture &f, const QString &file, const QByteArray &content)
{
    const QString before = f.remoteHead("main");
    f.when([&f, file, content, before](const Event &event) {
        if (event.type == u"provider.response" && f.remoteHead("main") == before)
            f.pushElsewhere("main", file, content);
    });
}

QString shown(const RunFixture &f, const QString &file) { return f.remote({"show", "tickets/local-1:" + file}); }

QString treeOf(const RunFixture &f, const QString &revision) { return f.remote({"rev-parse", revision + "^{tree}"}); }

QStringList stagesOf(const RunFixture &f)
{
    QStringList stages;
    for (const StageView &stage : f.view().stages)
        stages << stage.stage;
    return stages;
}

QJsonObject lastOf(const RunFixture &f, const char *type)
{
    QJsonObject data;
    (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
        if (event.type == QLatin1StringView(type))
            data = event.data;
    });
    return data;
}

/// main has another line where the change has one, so that a merge conflicts.
void prepareConflict(RunFixture &f)
{
    f.settings().revalidatesOnDrift = true;
    f.settings().setupCommands = QStringList{"mkdir -p built", "touch built/tool"};
    f.write("seed/.gitignore", "built/\n");
    f.write("seed/check.sh", ". ./calc.sh\n[ -f built/tool ] && [ \"$(mul 3 4)\" = 12 ]\n");
    f.commit("seed", "Check with a tool");
    f.git({"push", "-q", f.path("remote.git"), "main"}, f.path("seed"));
    movesMain(f, "calc.sh", text({add, sub}));
    f.says({RunFixture::goodEdit(), RunFixture::finish("Done."),
        RunFixture::writeFile("calc.sh", text({add, sub, mul})), RunFixture::finish("Both are there.")});
}

} // namespace

class PipelineDriftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBaseThatMovedIsTold()
    {
        RunFixture f;
        const QString first = f.remoteHead("main");
        movesMain(f, "theirs.txt", "theirs\n");
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        const QString moved = f.remoteHead("main");
        QVERIFY(moved != first);
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), first); // as it was made and validated
        QVERIFY(result.drift);
        QCOMPARE(result.drift->head, moved);
        QCOMPARE(result.drift->from, first);
        QCOMPARE(result.drift->commits, 1);
        QCOMPARE(result.drift->merged, QString());
        QVERIFY2(result.summary.contains("main went 1 commit ahead to " + moved.left(10)), qPrintable(result.summary));
        QCOMPARE(f.view().drift->commits, 1);
        QVERIFY(f.view().warnings.join(' ').contains("made and validated on " + first.left(10)));
        QCOMPARE(f.types().count("base.drifted"), 1);
        QVERIFY(stagesOf(f).join(' ').endsWith("validation base_drift diff_guard publish"));
    }

    void aBaseThatStoodStillIsNoDrift()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.outcome, Outcome::Completed);
        QVERIFY(!result.drift && !f.view().drift);
        QVERIFY(!result.summary.contains("ahead"));
        QCOMPARE(f.types().count("base.drifted"), 0);
    }

    void aRewrittenBaseIsTold()
    {
        RunFixture f;
        f.when([&f](const Event &event) {
            if (event.type != u"provider.request" || QDir(f.path("again")).exists())
                return;
            f.git({"clone", "-q", f.path("remote.git"), f.path("again")}, f.path(""));
            f.git({"commit", "-q", "--amend", "-m", "Begun otherwise"}, f.path("again"));
            f.git({"push", "-q", "-f", "origin", "main"}, f.path("again"));
        });
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.outcome, Outcome::Completed);
        QVERIFY(result.drift && result.drift->isRewritten);
        QVERIFY2(result.summary.contains("main was rewritten"), qPrintable(result.summary));
    }

    void theChangeIsMergedValidatedAndPushedOnTheNewHead()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        movesMain(f, "theirs.txt", "theirs\n");
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        const QString moved = f.remoteHead("main");
        QCOMPARE(f.remote({"rev-list", "--parents", "-1", "tickets/local-1"}), result.headCommit + ' ' + moved);
        QCOMPARE(f.remote({"diff", "--name-only", "main", "tickets/local-1"}), QStringLiteral("calc.sh"));
        QCOMPARE(shown(f, "theirs.txt"), QStringLiteral("theirs"));
        QCOMPARE(lastOf(f, "validation.result").value("tree").toString(), treeOf(f, "tickets/local-1"));
        QCOMPARE(lastOf(f, "validation.result").value("status").toString(), QStringLiteral("passed"));
        QCOMPARE(f.types().count("validation.result"), 2);
        QCOMPARE(f.types().count("provider.request"), 2); // the model was not asked again
        QCOMPARE(result.drift->merged, moved);
        QCOMPARE(result.baseCommit, moved);
        QVERIFY2(result.summary.contains("merged with it and validated again"), qPrintable(result.summary));
        QCOMPARE(f.view().drift->merged, moved);
        QCOMPARE(lastOf(f, "change.recorded").value("tree").toString(), treeOf(f, "tickets/local-1"));
        QCOMPARE(f.view().run.changedFiles, 1);
        QCOMPARE(f.types().count("guard.result"), 1);
    }

    void aConflictGoesToTheAgentOnce()
    {
        RunFixture f;
        prepareConflict(f);
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), f.remoteHead("main"));
        QCOMPARE(f.remote({"show", "tickets/local-1:calc.sh"}) + '\n', QString::fromUtf8(text({add, sub, mul})));
        QCOMPARE(lastOf(f, "base.merged").value("conflicts").toArray().at(0).toObject().value("path").toString(),
            QStringLiteral("calc.sh"));
        QCOMPARE(f.view().conflicts.size(), 1);
        QCOMPARE(f.types().count("repair.started"), 1);
        QCOMPARE(result.validation, QStringLiteral("passed"));
        QCOMPARE(lastOf(f, "validation.result").value("tree").toString(), treeOf(f, "tickets/local-1"));
        // What the agent was told, and what it found.
        QString asked;
        (void)readJournal(f.journal(), [&](const QByteArray &line, const Event &event) {
            if (event.type == u"provider.request")
                asked += QString::fromUtf8(line);
        });
        QVERIFY(asked.contains("These files conflict") && asked.contains("`calc.sh`"));
    }

    void theAgentFindsBothSidesInTheFile()
    {
        RunFixture f;
        prepareConflict(f);
        f.says({f.goodEdit(), f.finish("Done."), f.call("read_file", {{"path", "calc.sh"}}),
            f.writeFile("calc.sh", text({add, sub, mul})), f.finish("Both.")});
        QCOMPARE(f.run().outcome, Outcome::Completed);
        QString read;
        (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
            if (event.type == u"tool.result" && event.data.value("name").toString() == u"read_file")
                read = event.data.value("text").toString();
        });
        for (const char *part : {"<<<<<<< main", "sub()", "|||||||", "=======", "mul()", ">>>>>>> tickets/local-1"})
            QVERIFY2(read.contains(QLatin1StringView(part)), qPrintable(read));
    }

    void whatStaysInConflictIsNotPushed()
    {
        RunFixture f;
        prepareConflict(f);
        f.settings().validationCommands = QStringList{"true"};
        f.says({f.goodEdit(), f.finish("Done."), f.finish("It is fine as it is.")});
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::ValidationFailed);
        QVERIFY2(result.summary.contains("calc.sh") && result.summary.contains("Nothing was pushed"),
            qPrintable(result.summary));
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    }

    void aChangeThatIsRedOnTheNewHeadIsRepairedOnce()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        movesMain(f, "check.sh", ". ./calc.sh\n[ \"$(mul 3 4)\" = 12 ] && [ \"$(sub 4 3)\" = 1 ]\n");
        f.says({f.goodEdit(), f.finish("Done."), f.writeFile("calc.sh", text({add, sub, mul})), f.finish("Mended.")});
        RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(lastOf(f, "validation.result").value("tree").toString(), treeOf(f, "tickets/local-1"));
        QCOMPARE(f.remote({"diff", "--name-only", "main", "tickets/local-1"}), QStringLiteral("calc.sh"));

        RunFixture again;
        again.settings().revalidatesOnDrift = true;
        movesMain(again, "check.sh", "false\n");
        again.says({f.goodEdit(), f.finish("Done."), f.writeFile("calc.sh", text({add, sub, mul})), f.finish("No.")});
        result = again.run();
        QCOMPARE(result.reason, Reason::ValidationFailed);
        QVERIFY2(result.summary.contains("Merged with it"), qPrintable(result.summary));
        QCOMPARE(again.remoteHead("tickets/local-1"), QString());
    }

    void aBaseThatMovesWithEachValidationIsGivenUpOn()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        int moves = 0;
        f.when([&](const Event &event) {
            if (event.type == u"validation.result")
                f.pushElsewhere("main", QStringLiteral("theirs%1.txt").arg(++moves), "x\n");
        });
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(moves, 3);
        QCOMPARE(f.types().count("base.merged"), 2);
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), f.remote({"rev-parse", "main^"}));
        QCOMPARE(result.drift->commits, 3);
        QCOMPARE(result.drift->head, f.remoteHead("main"));
        QVERIFY(result.drift->merged != result.drift->head);
        QVERIFY2(result.summary.contains("before it moved once more"), qPrintable(result.summary));
        QCOMPARE(lastOf(f, "validation.result").value("tree").toString(), treeOf(f, "tickets/local-1"));
    }

    void aBaseThatGotTheChangeItselfLeavesNothingToPush()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        movesMain(f, "calc.sh", text({add, mul}));
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::NoChange);
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    }

    void aBranchThatWasThereIsMergedWithBothParents()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        f.pushElsewhere("tickets/local-1", "earlier.txt", "earlier\n");
        const QString branch = f.remoteHead("tickets/local-1");
        movesMain(f, "theirs.txt", "theirs\n");
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(f.remote({"rev-list", "--parents", "-1", "tickets/local-1"}),
            result.headCommit + ' ' + branch + ' ' + f.remoteHead("main"));
        QCOMPARE(f.remote({"diff", "--name-only", "main...tickets/local-1"}), QStringLiteral("calc.sh\nearlier.txt"));
        QCOMPARE(lastOf(f, "validation.result").value("tree").toString(), treeOf(f, "tickets/local-1"));
    }

    void aPersonGivesLeaveForWhatIsPushed()
    {
        RunFixture f;
        f.settings().revalidatesOnDrift = true;
        f.settings().approval.isBeforePublish = true;
        int asked = 0;
        f.when([&](const Event &event) {
            if (event.type != u"approval.requested")
                return;
            if (++asked == 1)
                f.pushElsewhere("main"); // while the person thinks
            protocol::RunCommand approve;
            approve.id = QStringLiteral("c%1").arg(asked);
            approve.command = QStringLiteral("approve");
            approve.by = QStringLiteral("ann");
            approve.approval = event.data.value("approval").toString();
            f.tell(approve);
        });
        f.says({f.goodEdit(), f.finish("Done.")});
        const RunResult result = f.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        QCOMPARE(asked, 2);
        QCOMPARE(lastOf(f, "approval.requested").value("tree").toString(), treeOf(f, "tickets/local-1"));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), f.remoteHead("main"));
        QCOMPARE(f.types().count("guard.result"), 2);
    }

    void afterAKillAtEachEventTheEndIsTheSame_data()
    {
        RunFixture reference;
        prepareConflict(reference);
        const RunResult left = reference.run();
        QVERIFY2(left.outcome == Outcome::Completed, qPrintable(left.summary));
        m_tree = treeOf(reference, "tickets/local-1");
        QTest::addColumn<int>("event");
        // Before the first request and from the push on it is a run as any other.
        const auto &types = reference.types();
        for (qsizetype i = types.indexOf("provider.request"); i < types.indexOf("branch.pushed"); ++i)
            QTest::addRow("%d, %s", int(i) + 1, qPrintable(types.at(i))) << int(i) + 1;
    }
    void afterAKillAtEachEventTheEndIsTheSame()
    {
        QFETCH(int, event);
        RunFixture f;
        prepareConflict(f);
        f.interruptAfter(event);
        QVERIFY(!f.go());
        f.interruptAfter(0);
        const auto result = f.go();
        QVERIFY(result);
        QVERIFY2(result->outcome == Outcome::Completed, qPrintable(result->summary));
        QCOMPARE(treeOf(f, "tickets/local-1"), m_tree);
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^"}), f.remoteHead("main"));
        QCOMPARE(result->drift->merged, f.remoteHead("main"));
        QCOMPARE(result->validation, QStringLiteral("passed"));
        QHash<QString, int> counts;
        (void)readJournal(f.journal(), [&](const QByteArray &, const Event &each) { ++counts[each.type]; });
        for (const char *once : {"base.drifted", "base.merged", "commit.created", "branch.pushed", "repair.started"})
            QVERIFY2(counts.value(QLatin1StringView(once)) == 1, once);
        QCOMPARE(counts.value("provider.response"), 4);
        QCOMPARE(counts.value("validation.result"), 2);
    }

private:
    QString m_tree;
};

QTEST_GUILESS_MAIN(PipelineDriftTest)
#include "tst_Pipeline_Drift.moc"
