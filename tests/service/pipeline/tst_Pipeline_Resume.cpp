// A run whose process ended at any event goes on where it was: the end is that of a run that was left alone.
#include "tests/service/pipeline/RunFixture.h"

#include <QDirIterator>
#include <QRegularExpression>

using namespace mergeloom;

namespace {

/// Events that a run has once for each thing that happens, however often its process was ended.
QStringList facts(const QString &journal)
{
    QStringList facts;
    const auto read = readJournal(journal, [&](const QByteArray &, const Event &event) {
        static const QStringList kinds{"run.started", "run.finished", "stage.started", "stage.finished",
            "context.source", "provider.request", "provider.response", "tool.call", "tool.result",
            "workspace.checkpoint", "validation.result", "repair.started", "change.recorded", "guard.result",
            "commit.created", "branch.pushed"};
        if (!kinds.contains(event.type))
            return;
        QString fact = event.type;
        for (const char *key : {"stage", "attempt", "call", "call_id", "tree", "text", "status", "verdict"})
            if (const QJsonValue value = event.data.value(QLatin1StringView(key)); !value.isUndefined())
                fact += u' ' + value.toVariant().toString();
        facts << fact;
    });
    return read ? facts : QStringList{QStringLiteral("damaged: ") + read.error().message};
}

qsizetype countOf(const QString &journal, const char *type)
{
    qsizetype count = 0;
    (void)readJournal(
        journal, [&](const QByteArray &, const Event &event) { count += event.type == QLatin1StringView(type); });
    return count;
}

/// What stands in the file of a process that was killed right after its n-th event, with `torn` bytes of the next one.
void cutJournal(const QString &path, int events, qsizetype torn)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    qsizetype end = 0;
    for (int i = 0; i < events && end >= 0; ++i)
        end = bytes.indexOf('\n', end) + 1;
    QVERIFY(end > 0);
    QVERIFY(file.resize(std::min(bytes.size(), end + torn)));
}

/// A red attempt with a command of the agent's, a repair, setup with an ignored file that the checks need.
void prepare(RunFixture &f)
{
    f.write("seed/.gitignore", "built/\n");
    f.write("seed/check.sh", ". ./calc.sh\n[ -f built/tool ] && [ \"$(mul 3 4)\" = 12 ]\n");
    f.commit("seed", "Check with a tool");
    f.git({"push", "-q", f.path("remote.git"), "main"}, f.path("seed"));
    f.settings().setupCommands = QStringList{"mkdir -p built", "touch built/tool"};
    f.says({f.badEdit(), f.runCommand("touch note.txt"), f.runCommand("rm note.txt"), f.finish("Done."), f.goodEdit(),
        f.finish("Mended.")});
}

/// What a machine that lost power may have made of the objects that the run wrote; gives of how many.
int damageObjects(const RunFixture &f, const QString &damage)
{
    QString newest;
    (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
        if (event.type == u"tool.result" || event.type == u"workspace.checkpoint")
            if (const QString tree = event.data.value("tree").toString(); !tree.isEmpty())
                newest = tree;
    });
    int damaged = 0;
    QDirIterator files(f.path("workspaces"), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        static const QRegularExpression object(QStringLiteral("/objects/([0-9a-f]{2})/([0-9a-f]{38})$"));
        const QString path = files.next();
        const auto match = object.match(path);
        if (!match.hasMatch() || (damage.startsWith(u"the newest") && match.captured(1) + match.captured(2) != newest))
            continue;
        QFile file(path);
        const qint64 size = file.size();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const bool isDone =
            damage.endsWith(u"missing") ? file.remove() : file.resize(damage.endsWith(u"empty") ? 0 : size / 2);
        damaged += isDone ? 1 : 0;
    }
    return damaged;
}

} // namespace

class PipelineResumeTest : public QObject
{
    Q_OBJECT

    RunFixture m_reference;
    QStringList m_facts;
    QString m_tree;
    int m_events = 0;

private Q_SLOTS:
    void initTestCase()
    {
        prepare(m_reference);
        const RunResult result = m_reference.run();
        QVERIFY2(result.outcome == Outcome::Completed, qPrintable(result.summary));
        m_events = int(m_reference.types().size());
        m_tree = m_reference.remote({"rev-parse", "tickets/local-1^{tree}"});
        QVERIFY(m_events > 50);
    }

    void afterAKillAtEachEventTheEndIsTheSame_data()
    {
        QTest::addColumn<int>("event");
        // From the push on a run is not interrupted any more.
        for (int event = 1; event <= int(m_reference.types().indexOf("branch.pushed")); ++event)
            QTest::addRow("%d of %d, %s", event, m_events, qPrintable(m_reference.types().at(event - 1))) << event;
    }
    void afterAKillAtEachEventTheEndIsTheSame()
    {
        QFETCH(int, event);
        RunFixture f;
        prepare(f);
        f.interruptAfter(event);
        QVERIFY(!f.go());
        cutJournal(f.journal(), event, event % 3 == 0 ? 7 : 0);
        f.interruptAfter(0);
        const auto result = f.go();
        QVERIFY(result);
        QVERIFY2(result->outcome == Outcome::Completed, qPrintable(result->summary));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), m_tree);
        QCOMPARE(f.remote({"rev-list", "--count", "main..tickets/local-1"}), QStringLiteral("1"));
        QCOMPARE(result->tokens, 660);
        QCOMPARE(result->validation, QStringLiteral("passed"));
        QStringList found = facts(f.journal());
        QStringList wanted = facts(m_reference.journal());
        // The calls of the two recordings have other ids, and their commands took another time.
        for (QStringList *list : {&found, &wanted})
            list->replaceInStrings(QRegularExpression("call_[0-9]+"), "call")
                .replaceInStrings(QRegularExpression("after [0-9.]+ s"), "after a while");
        for (qsizetype i = 0; i < std::min(found.size(), wanted.size()); ++i)
            QCOMPARE(found.at(i), wanted.at(i));
        QCOMPARE(found.size(), wanted.size());
        QCOMPARE(countOf(f.journal(), "run.resumed"), 1);
        QCOMPARE(countOf(f.journal(), "command.started"), countOf(f.journal(), "command.finished"));
        QStringList commands;
        (void)readJournal(f.journal(), [&](const QByteArray &, const Event &each) {
            if (each.type == u"command.started")
                commands << each.data.value("command_id").toString();
        });
        QCOMPARE(commands.removeDuplicates(), 0);
    }

    void aRunThatIsInterruptedAgainAndAgainEnds()
    {
        RunFixture f;
        prepare(f);
        std::optional<RunResult> result;
        int processes = 0;
        for (; !result && processes < 200; ++processes) {
            f.interruptAfter(8);
            result = f.go();
        }
        QVERIFY(result);
        QVERIFY(processes > 5);
        QVERIFY2(result->outcome == Outcome::Completed, qPrintable(result->summary));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), m_tree);
        QCOMPARE(countOf(f.journal(), "provider.response"), 6);
        QCOMPARE(countOf(f.journal(), "branch.pushed"), 1);
    }

    void theWorkspaceOfAnInterruptedRunIsNotGivenToAnother()
    {
        RunFixture f;
        prepare(f);
        f.interruptAfter(30);
        QVERIFY(!f.go());
        const RunId interrupted = f.job().runId;
        f.interruptAfter(0);
        f.job().runId = RunId::make();
        f.job().branch = QStringLiteral("tickets/other");
        QCOMPARE(f.go()->outcome, Outcome::Completed);
        f.job().runId = interrupted;
        f.job().branch = QStringLiteral("tickets/local-1");
        QCOMPARE(f.go()->outcome, Outcome::Completed);
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), m_tree);
        // All have been given back.
        QVERIFY(QDir(f.path("workspaces")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() == 1);
        for (const QString &pool : QDir(f.path("workspaces")).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY(QDir(f.path("workspaces/" + pool)).entryList({"*.run"}).isEmpty());
    }

    void aWorkspaceThatIsGoneBeginsTheJobAnew()
    {
        RunFixture f;
        prepare(f);
        f.interruptAfter(30);
        QVERIFY(!f.go());
        QVERIFY(QDir(f.path("workspaces")).removeRecursively());
        f.interruptAfter(0);
        const auto result = f.go();
        QCOMPARE(result->reason, Reason::LeaseLost);
        QVERIFY2(result->summary.contains("anew"), qPrintable(result->summary));
        QCOMPARE(f.remoteHead("tickets/local-1"), QString());
    }

    void whatPowerLossTookIsDoneAgain_data()
    {
        QTest::addColumn<int>("event");
        QTest::addColumn<QString>("damage");
        const auto &types = m_reference.types();
        // After the first edit; after the first attempt; after the repair; when all is about to be pushed.
        for (const int event : {int(types.indexOf("tool.result")) + 1, int(types.indexOf("workspace.checkpoint")) + 1,
                 int(types.lastIndexOf("workspace.checkpoint")) + 1, int(types.indexOf("commit.created")) + 1})
            for (const char *damage : {"the newest missing", "all missing", "all empty", "all torn"})
                QTest::addRow("%d, %s, %s", event, qPrintable(types.at(event - 1)), damage)
                    << event << QString::fromLatin1(damage);
    }
    void whatPowerLossTookIsDoneAgain()
    {
        QFETCH(int, event);
        QFETCH(QString, damage);
        RunFixture f;
        prepare(f);
        f.interruptAfter(event);
        QVERIFY(!f.go());
        QVERIFY(damageObjects(f, damage) > 0);
        // Interrupted once more right after that: what was done again is not lost again.
        f.interruptAfter(12);
        auto result = f.go();
        f.interruptAfter(0);
        if (!result)
            result = f.go();
        QVERIFY(result);
        QVERIFY2(result->outcome == Outcome::Completed, qPrintable(result->summary));
        QCOMPARE(f.remote({"rev-parse", "tickets/local-1^{tree}"}), m_tree);
        QCOMPARE(result->validation, QStringLiteral("passed"));
        QCOMPARE(countOf(f.journal(), "provider.response"), 6); // no answer was paid for twice
        QCOMPARE(result->tokens, 660);
        QCOMPARE(countOf(f.journal(), "workspace.rewound"), 1);
        QCOMPARE(countOf(f.journal(), "branch.pushed"), 1);
        QCOMPARE(f.remote({"fsck", "--strict"}), QString());
    }

    void aWholeCheckpointIsUsedAsItIs()
    {
        RunFixture f;
        prepare(f);
        f.interruptAfter(int(m_reference.types().lastIndexOf("workspace.checkpoint")) + 1);
        QVERIFY(!f.go());
        f.interruptAfter(0);
        QCOMPARE(f.go()->outcome, Outcome::Completed);
        QCOMPARE(countOf(f.journal(), "workspace.rewound"), 0);
    }

    void theCommitIsTheSameWheneverItIsMade()
    {
        RunFixture f;
        prepare(f);
        const int committed = int(m_reference.types().indexOf("commit.created")) + 1;
        f.interruptAfter(committed);
        QVERIFY(!f.go());
        QString first;
        (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
            if (event.type == u"commit.created")
                first = event.data.value("commit").toString();
        });
        const QString pool = QDir(f.path("workspaces")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).first();
        f.git({"push", "-q", f.path("remote.git"), first + ":refs/heads/tickets/local-1"},
            f.path("workspaces/" + pool + "/1.git"));
        QCOMPARE(f.remoteHead("tickets/local-1"), first);
        // Killed after the push and before anything of it was on record.
        cutJournal(f.journal(), committed - 1, 0);
        f.interruptAfter(0);
        QCOMPARE(f.go()->headCommit, first);
        QCOMPARE(f.remoteHead("tickets/local-1"), first);
    }
};

QTEST_GUILESS_MAIN(PipelineResumeTest)
#include "tst_Pipeline_Resume.moc"
