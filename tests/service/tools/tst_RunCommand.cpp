#include "tests/service/tools/ToolFixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <thread>

using namespace mergeloom;
using namespace std::chrono_literals;

class RunCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void givesExitCodeAndOutputInTheirOrder();
    void changesTheWorkspaceAndNotGit();
    void failingCommandIsAFailureWithItsResult();
    void refusesWhatIsNotAllowed();
    void runsInADirectory();
    void endsAtTheTimeLimit();
    void isCancelled();
    void missingSandboxEndsTheAttempt();

private:
    Result<ToolOutcome> run(const QJsonObject &input, std::stop_token stop = {}, std::chrono::seconds limit = 30s)
    {
        auto shell = m_place->shell({"cat", "touch", "sleep", "ls"});
        shell.timeLimit = limit;
        auto workplace = m_place->workplace();
        workplace.shell = [this, shell](
                              const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token token) {
            const auto listen = [&](const QByteArray &piece, bool isError) {
                m_live += piece;
                m_hasOutput = true;
                onOutput(piece, isError);
            };
            return shell.run(order, listen, token);
        };
        ToolBox box(std::move(workplace), ToolAccess::Full);
        return box.call({"1", "run_command", input}, std::move(stop));
    }

    std::unique_ptr<ToolFixture> m_place;
    QByteArray m_live;
    std::atomic<bool> m_hasOutput = false;
};

void RunCommandTest::init()
{
    static const SandboxReport report = Sandbox::probe();
    if (!report.isEffective)
        QSKIP(qPrintable(report.detail));
    m_place = std::make_unique<ToolFixture>();
    m_live.clear();
    m_hasOutput = false;
}

void RunCommandTest::givesExitCodeAndOutputInTheirOrder()
{
    m_place->put(QStringLiteral("file"), "content\n");
    const auto outcome = run({{"command", "cat file && echo done; pwd"}});
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    QVERIFY(!outcome->isFailure);
    QVERIFY2(outcome->text.startsWith(QLatin1String("Exit code 0 after ")), qPrintable(outcome->text));
    QCOMPARE(outcome->whole, QByteArray("content\ndone\n") + m_place->root().toUtf8() + '\n');
    QCOMPARE(m_live, outcome->whole);
    QCOMPARE(outcome->commandLine, QStringLiteral("cat file && echo done; pwd"));
    QVERIFY(outcome->command && outcome->command->succeeded());
}

void RunCommandTest::changesTheWorkspaceAndNotGit()
{
    const auto outcome = run({{"command", "touch made; touch .git/made; ls /nowhere"}});
    QVERIFY(outcome);
    QVERIFY(outcome->changedFiles);
    QVERIFY(m_place->has(QStringLiteral("made")));
    QVERIFY(!m_place->has(QStringLiteral(".git/made")));
}

void RunCommandTest::failingCommandIsAFailureWithItsResult()
{
    const auto outcome = run({{"command", "echo no >&2; exit 3"}});
    QVERIFY(outcome);
    QVERIFY(outcome->isFailure);
    QVERIFY(outcome->text.startsWith(QLatin1String("Exit code 3")));
    QVERIFY(outcome->text.endsWith(QLatin1String("no\n")));
    QCOMPARE(outcome->command->exitCode, 3);
    QCOMPARE(run({{"command", "true"}})->text.section(QLatin1Char('\n'), 1), QStringLiteral("[No output.]"));
}

void RunCommandTest::refusesWhatIsNotAllowed()
{
    for (const char *line : {"curl x", "cat $(curl x)", "PATH=. cat", "", "echo 'x"}) {
        const auto outcome = run({{"command", line}});
        QVERIFY(outcome);
        QVERIFY2(outcome->isFailure, line);
        QVERIFY(!outcome->command);
        QVERIFY(!outcome->changedFiles);
    }
}

void RunCommandTest::runsInADirectory()
{
    m_place->put(QStringLiteral("sub/f"), "");
    QCOMPARE(run({{"command", "ls"}, {"directory", "sub"}})->whole, QByteArray("f\n"));
    for (const char *directory : {"..", "/etc", "missing", ".git", "sub/f"})
        QVERIFY2(run({{"command", "ls"}, {"directory", directory}})->isFailure, directory);
}

void RunCommandTest::endsAtTheTimeLimit()
{
    QElapsedTimer timer;
    timer.start();
    const auto outcome = run({{"command", "echo begun; sleep 60"}, {"timeout_seconds", 1}});
    QVERIFY(outcome);
    QVERIFY(outcome->isFailure);
    QVERIFY2(outcome->text.startsWith(QLatin1String("Ended by the worker at the time limit after 1.")),
        qPrintable(outcome->text));
    QVERIFY(outcome->text.contains(QLatin1String("begun")));
    QVERIFY(timer.elapsed() < 5000);
    const auto asked = run({{"command", "sleep 60"}, {"timeout_seconds", 1000}}, {}, 1s);
    QVERIFY2(asked->text.contains(QLatin1String("time limit after 1.")), "the configured limit is the highest");
}

void RunCommandTest::isCancelled()
{
    std::stop_source source;
    std::jthread canceller([&] {
        while (!m_hasOutput && !source.stop_requested())
            std::this_thread::sleep_for(5ms);
        source.request_stop();
    });
    const auto outcome = run({{"command", "echo begun; sleep 60"}}, source.get_token());
    source.request_stop();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
}

void RunCommandTest::missingSandboxEndsTheAttempt()
{
    // bubblewrap cannot show what is not there, which is how a broken sandbox looks from here.
    auto shell = m_place->shell({"ls"});
    shell.sandbox.workspace = QStringLiteral("/proc/1/root/nowhere");
    ToolBox box(m_place->workplace(shell), ToolAccess::Full);
    const auto outcome = box.call({"1", "run_command", {{"command", "ls"}}}, {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(RunCommandTest)
#include "tst_RunCommand.moc"
