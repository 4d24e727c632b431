// Runs with an agent program, which is a few lines of shell that speak as Claude Code does.
#include "tests/service/pipeline/RunFixture.h"

using namespace mergeloom;

namespace {

constexpr auto session = "00000000-0000-4000-8000-000000000001";
constexpr auto badChange = "echo 'mul() { echo $(($1 + $2)); }' >> calc.sh\n";
constexpr auto goodChange = "echo 'mul() { echo $(($1 * $2)); }' >> calc.sh\n";

QByteArray saying(const QByteArray &event) { return "echo '" + event + "'\n"; }

QByteArray begins()
{
    return saying(QByteArray(R"({"type":"system","subtype":"init","session_id":")") + session + "\"}");
}

/// A tool that was called and has answered, by which the files are looked at.
QByteArray worked()
{
    return saying(
               "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"Bash\",\"input\":{}}]}}")
        + saying(
            "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"ok\"}]}}");
}

QByteArray ends(const QByteArray &words)
{
    return saying("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"" + words + "\"}");
}

void useAgent(RunFixture &f, const QByteArray &lines)
{
    f.write(QStringLiteral("programs/claude"),
        "#!/bin/sh\n[ \"$1\" != --version ] || { echo 2.1.197; exit; }\ncat > /dev/null\n" + lines);
    QFile::setPermissions(f.path("programs/claude"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    f.uses({{.id = ProviderProfileId(QStringLiteral("cli")),
                .kind = QStringLiteral("claude-code-cli"),
                .model = QStringLiteral("scripted"),
                .endpoint = QStringLiteral("http://127.0.0.1:1"),
                .options = {{QStringLiteral("program"), f.path("programs/claude")}}},
        "sk-ant-test"});
}

QStringList causes(const RunFixture &f)
{
    QStringList all;
    (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
        if (event.type == QLatin1StringView(event_type::agentStarted))
            all << event.data.value("cause").toString();
    });
    return all;
}

QString pushedText(RunFixture &f) { return f.remote({"show", f.job().branch + ":calc.sh"}); }

} // namespace

class PipelineAgentProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (Sandbox::probe().backend != SandboxBackend::Bubblewrap)
            QSKIP("agent programs need bubblewrap");
    }

    void aClaimIsNoValidation()
    {
        RunFixture f;
        f.settings().maximumRepairs = 0;
        useAgent(f, begins() + badChange + ends("All tests passed, everything is validated."));
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::ValidationFailed);
        QCOMPARE(result.validation, QStringLiteral("failed"));
        QVERIFY(!result.isPushed);
        QVERIFY2(!result.summary.contains(u"validated"), qPrintable(result.summary));
    }

    void aRepairGoesOnWithTheSession()
    {
        RunFixture f;
        useAgent(f,
            begins() + "case \"$*\" in *--resume*) sed -i '$d' calc.sh\n" + goodChange + ";; *)\n" + badChange
                + ";; esac\n" + ends("Done."));
        const RunResult result = f.run();
        QCOMPARE(result.reason, Reason::None);
        QCOMPARE(result.validation, QStringLiteral("passed"));
        QCOMPARE(f.view().validations.size(), 2);
        QVERIFY(QDir(f.path("cli")).isEmpty());
    }

    void aKilledTurnGoesOnWithASessionThatWasKept()
    {
        RunFixture f;
        useAgent(f,
            begins() + "case \"$*\" in *--resume*) ;; *) touch $HOME/" + session + ".jsonl\n" + goodChange + worked()
                + "exec sleep 600;; esac\n" + ends("Done."));
        f.interruptAt(event_type::toolResult);
        QVERIFY(!f.go());
        f.interruptAt({});
        const auto result = f.go();
        QVERIFY(result);
        QCOMPARE(result->reason, Reason::None);
        QCOMPARE(causes(f), (QStringList{QStringLiteral("task"), QStringLiteral("resumed")}));
        QCOMPARE(pushedText(f).count(QStringLiteral("mul()")), 1);
    }

    void withoutASessionTheAttemptBeginsAgainFromItsTree()
    {
        RunFixture f;
        useAgent(f,
            begins() + "[ -e $HOME/was-here ]; again=$?; touch $HOME/was-here\n" + goodChange + worked()
                + "[ $again = 0 ] || exec sleep 600\n" + ends("Done."));
        f.interruptAt(event_type::toolResult);
        QVERIFY(!f.go());
        f.interruptAt({});
        const auto result = f.go();
        QVERIFY(result);
        QCOMPARE(result->reason, Reason::None);
        QCOMPARE(causes(f), (QStringList{QStringLiteral("task"), QStringLiteral("again")}));
        QCOMPARE(pushedText(f).count(QStringLiteral("mul()")), 1); // what the first try left is gone
        QVERIFY(std::any_of(f.view().warnings.begin(), f.view().warnings.end(),
            [](const QString &text) { return text.contains(u"begins again from the checkpoint"); }));
    }

    void aRepairWithoutTheSessionIsToldWhatItWasAbout()
    {
        RunFixture f;
        useAgent(f,
            begins() + "if grep -q mul calc.sh; then sed -i '$d' calc.sh\n" + goodChange + "else " + badChange + "fi\n"
                + ends("Done."));
        f.interruptAt(event_type::repairStarted);
        QVERIFY(!f.go());
        f.interruptAt({});
        const auto result = f.go();
        QVERIFY(result);
        QCOMPARE(result->reason, Reason::None);
        QString prompt;
        (void)readJournal(f.journal(), [&](const QByteArray &, const Event &event) {
            if (event.type == QLatin1StringView(event_type::agentStarted))
                prompt = event.data.value("prompt").toString();
        });
        for (const QString &text : {QStringLiteral("Add a function mul."), QStringLiteral("were red")})
            QVERIFY2(prompt.contains(text), qPrintable(prompt));
    }

    void anAttemptThatIsOnRecordIsNotDoneAgain()
    {
        RunFixture f;
        useAgent(f, begins() + goodChange + ends("Done."));
        f.interruptAt(event_type::validationResult);
        QVERIFY(!f.go());
        f.interruptAt({});
        const auto result = f.go();
        QVERIFY(result);
        QCOMPARE(result->reason, Reason::None);
        QCOMPARE(causes(f), (QStringList{QStringLiteral("task")}));
    }
};

QTEST_GUILESS_MAIN(PipelineAgentProgramTest)
#include "tst_Pipeline_AgentProgram.moc"
