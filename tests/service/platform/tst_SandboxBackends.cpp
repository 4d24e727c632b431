// What each back end promises, tried with it. A back end that this host refuses is skipped, and says why.
#include "service/platform/ProcessTree.h"
#include "service/platform/Sandbox.h"
#include "service/platform/SpareSandbox.h"
#include "tests/service/platform/NamedProcesses.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <thread>
#include <unistd.h>
#include <sys/prctl.h>

using namespace mergeloom;
using namespace std::chrono_literals;

class SandboxBackendsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void probeSeesEveryWayOutWithoutASandbox();
    void isEffectiveAndSaysWhatIsMissing_data() { backends(); }
    void isEffectiveAndSaysWhatIsMissing();
    void hostileScriptFindsNoWayOut_data() { backends(); }
    void hostileScriptFindsNoWayOut();
    void environmentIsWhatWasGiven_data() { backends(); }
    void environmentIsWhatWasGiven();
    void foldersOutOfReachDoNotHideAProgram_data() { backends(); }
    void foldersOutOfReachDoNotHideAProgram();
    void limitsEndACommandAndSaySo_data();
    void limitsEndACommandAndSaySo();
    void nothingOfACommandOutlivesIt_data() { backends(); }
    void nothingOfACommandOutlivesIt();
    void cancelEndsTheWholeTree_data() { backends(); }
    void cancelEndsTheWholeTree();
    void nextCommandFindsNothingOfTheLast_data() { backends(); }
    void nextCommandFindsNothingOfTheLast();
    void spareEndsWithItsOwner_data() { backends(); }
    void spareEndsWithItsOwner();
    void spareThatDiedIsReplaced_data() { backends(); }
    void spareThatDiedIsReplaced();
    void spareThatDiesWithItsOrderIsReplaced_data() { backends(); }
    void spareThatDiesWithItsOrderIsReplaced();
    void commandThatWasKilledIsNotRunAgain_data() { backends(); }
    void commandThatWasKilledIsNotRunAgain();
    void toolChainsWork_data();
    void toolChainsWork();
    void landlockRefusesAFolderForGit();

private:
    static void backends();
    SandboxBackend backend() const;
    ProcessRequest bash(const QString &script) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_workspace;
};

void SandboxBackendsTest::backends()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("bubblewrap") << "bubblewrap";
    QTest::newRow("landlock") << "landlock";
}

SandboxBackend SandboxBackendsTest::backend() const
{
    QFETCH(QString, name);
    return *Sandbox::backendNamed(name);
}

void SandboxBackendsTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_workspace = m_directory->filePath(QStringLiteral("workspace"));
    QVERIFY(QDir().mkpath(m_workspace) && QDir().mkpath(m_workspace + QStringLiteral(".git")));
    QFile link(m_workspace + QStringLiteral("/.git"));
    QVERIFY(link.open(QIODevice::WriteOnly) && link.write("gitdir: " + QFile::encodeName(m_workspace) + ".git\n") > 0);
    if (!QTest::currentDataTag())
        return;
    static QMap<SandboxBackend, SandboxReport> reports;
    if (!reports.contains(backend()))
        reports.insert(backend(), Sandbox::probe(backend()));
    if (!reports[backend()].isEffective)
        QSKIP(qPrintable(reports[backend()].detail));
}

ProcessRequest SandboxBackendsTest::bash(const QString &script) const
{
    ProcessRequest request;
    request.program = QStringLiteral("bash");
    request.arguments = QStringList{QStringLiteral("-c"), script};
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.sandbox = SandboxPolicy{
        .backend = backend(), .workspace = m_workspace, .readOnlyPaths = {m_workspace + QStringLiteral(".git")}};
    request.timeLimit = 30s;
    return request;
}

void SandboxBackendsTest::probeSeesEveryWayOutWithoutASandbox()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QFile secret(m_directory->filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    ProcessRequest request;
    request.program = Sandbox::launcherInsideOf(SandboxBackend::Landlock);
    request.arguments = QStringList{QStringLiteral("--try-to-escape"), secret.fileName(),
        m_workspace + QStringLiteral(".git"), QString::number(listener.serverPort())};
    request.workingDirectory = m_workspace;
    const auto result = runProcess(request, {});
    QVERIFY(result && result->succeeded());
    for (const char *open : {"files outside of the workspace can be read",
             "files outside of the workspace can be written", "the git repository can be written",
             "the host's network can be reached", "modes and times of the user's files", "socket families",
             "new name spaces", "input of a terminal can be faked", "finished"})
        QVERIFY2(result->standardOutput.contains(open), open);
    // In a container that forbids it for all its processes, this way is closed before any sandbox.
    const bool isForbidden = ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
    QCOMPARE(result->standardOutput.contains("rights can be gained"), !isForbidden);
}

void SandboxBackendsTest::isEffectiveAndSaysWhatIsMissing()
{
    const SandboxReport report = Sandbox::probe(backend());
    QVERIFY2(report.isEffective, qPrintable(report.detail));
    QCOMPARE(report.level, Sandbox::nameOf(backend()));
    QCOMPARE(report.backend, std::optional(backend()));
    if (backend() == SandboxBackend::Bubblewrap) {
        QCOMPARE(report.missing, QStringList());
        return;
    }
    const QString all = report.missing.join(QLatin1Char('\n'));
    for (const char *weak :
        {"private /tmp", "private /dev/shm", "names and arguments of other processes", "modes and times"})
        QVERIFY2(all.contains(QLatin1String(weak)) && report.detail.contains(QLatin1String(weak)), weak);
}

void SandboxBackendsTest::hostileScriptFindsNoWayOut()
{
    const QTemporaryDir outside;
    QFile canary(outside.filePath(QStringLiteral("canary")));
    QVERIFY(canary.open(QIODevice::WriteOnly));
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QVERIFY(QFile::copy(
        QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/fixtures/probe.sh"), m_workspace + QStringLiteral("/probe.sh")));
    const auto result = runProcess(bash(QStringLiteral("bash probe.sh %1 %2 test_service_platform,Sandbox")
                                            .arg(canary.fileName())
                                            .arg(listener.serverPort())),
        {});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    const QStringList said = QString::fromUtf8(result->standardOutput).split(QLatin1Char('\n'));
    for (const char *what : {"reads outside", "lists outside", "writes outside", "reads shadow", "reads home",
             "writes usr", "writes etc", "writes root", "reaches loopback", "new namespace", "mounts", "writes git"})
        QVERIFY2(said.contains(QLatin1String(what) + QStringLiteral(": no")), what);
    for (const char *what : {"writes workspace", "writes home"})
        QVERIFY2(said.contains(QLatin1String(what) + QStringLiteral(": yes")), what);
    QVERIFY(!listener.hasPendingConnections());
    QCOMPARE(QDir(outside.path()).entryList(QDir::Files), QStringList{QStringLiteral("canary")});
    QCOMPARE(
        QDir(m_workspace + QStringLiteral(".git")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
}

void SandboxBackendsTest::environmentIsWhatWasGiven()
{
    qputenv("MERGELOOM_TEST_SECRET", "s3cr3t-canary");
    ProcessRequest request = bash(QStringLiteral("env; cat /proc/*/environ 2>/dev/null"));
    request.environment.insert(QStringLiteral("GIVEN"), QStringLiteral("two\nlines"));
    const auto result = runProcess(request, {});
    qunsetenv("MERGELOOM_TEST_SECRET");
    QVERIFY(result);
    QVERIFY(result->standardOutput.contains("GIVEN=two\nlines\n"));
    QVERIFY(result->standardOutput.contains("HOME=/tmp/home\n")
        || result->standardOutput.contains("HOME=" + QDir::tempPath().toUtf8() + "/mergeloom-scratch-command-"));
    QVERIFY(!result->standardOutput.contains("s3cr3t-canary"));
}

void SandboxBackendsTest::foldersOutOfReachDoNotHideAProgram()
{
    const QTemporaryDir tools; // like a version switcher in the home of the user
    QVERIFY(QFile::copy(QStringLiteral("/bin/true"), tools.filePath(QStringLiteral("python3"))));
    ProcessRequest request = bash(QStringLiteral("python3 -c 'print(\"works\")'"));
    request.environment[QStringLiteral("PATH")].prepend(tools.path() + u':');
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QVERIFY2(result->standardOutput == "works\n", result->standardError.constData());
}

void SandboxBackendsTest::limitsEndACommandAndSaySo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("words");
    for (const char *name : {"bubblewrap", "landlock"}) {
        const auto row = [name](const char *what, const char *script, const char *words) {
            QTest::addRow("%s: %s", name, what)
                << QString::fromLatin1(name) << QString::fromLatin1(script) << QString::fromLatin1(words);
        };
        row("memory", "python3 -c 'import time; x = bytearray(300 << 20); time.sleep(25)' & wait", "200 MB of memory");
        row("processes", "for i in {1..60}; do sleep 25 & done; wait", "more than 40 processes");
        row("file size", "head -c 9000000 /dev/zero >big", "a file of more than 8 MB");
        row("processor time", "while :; do :; done", "more than 1 s of processor time");
    }
}

void SandboxBackendsTest::limitsEndACommandAndSaySo()
{
    QFETCH(QString, script);
    QFETCH(QString, words);
    ProcessRequest request = bash(script);
    request.sandbox->limits = {
        .memoryBytes = 200 << 20, .processes = 40, .openFiles = 100, .fileBytes = 8 << 20, .processorSeconds = 1};
    const auto result = runProcess(request, {});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QVERIFY(!result->succeeded());
    QVERIFY(result->duration < 20s);
    if (result->standardError.contains("Resource temporarily unavailable"))
        return; // an ordinary user's processes are counted by the kernel
    QVERIFY2(result->exceeded.contains(words), qPrintable(result->exceeded));
    QVERIFY(result->standardError.contains("ended by the sandbox"));
}

void SandboxBackendsTest::nothingOfACommandOutlivesIt()
{
    const QByteArray name = "mergeloom-left-" + QByteArray::number(getpid());
    const auto result =
        // It tells when it is there, and then waits for what never comes.
        runProcess(
            bash(QStringLiteral("mkfifo ready never; setsid bash -c '(exec -a %1 bash -c \"echo >ready; read <never\""
                                " >/dev/null 2>&1 </dev/null) &' & read <ready; echo done")
                     .arg(QString::fromLatin1(name))),
            {});
    QVERIFY(result && result->succeeded());
    QCOMPARE(result->standardOutput, QByteArray("done\n"));
    QCOMPARE(countNamed(name), 0);
}

void SandboxBackendsTest::cancelEndsTheWholeTree()
{
    const QByteArray name = "mergeloom-stop-" + QByteArray::number(getpid());
    ProcessRequest request = bash(QStringLiteral("trap '' TERM; setsid bash -c 'trap \"\" TERM; exec -a %1 sleep 60' &"
                                                 " echo started; sleep 60")
                                      .arg(QString::fromLatin1(name)));
    std::stop_source stop;
    request.onOutput = [&stop](const QByteArray &, bool) { stop.request_stop(); };
    const auto result = runProcess(request, stop.get_token(), 300ms);
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::Cancelled);
    QVERIFY(result->duration < 10s);
    QCOMPARE(countNamed(name), 0);
}

void SandboxBackendsTest::nextCommandFindsNothingOfTheLast()
{
    SpareSandbox spare;
    const QString place = QStringLiteral("${TMPDIR:-/tmp}");
    const QByteArray name = "mergeloom-next-" + QByteArray::number(getpid());
    const auto first = spare.run(
        bash(QStringLiteral("touch %1/left ~/left; export LEFT=1; umask 077; cd /; (exec -a %2 sleep 60 &); echo $$")
                 .arg(place, QString::fromLatin1(name))),
        {});
    QVERIFY2(first && first->succeeded(), first ? first->standardError.constData() : qPrintable(first.error().message));
    QCOMPARE(countNamed(name), 0);
    const auto second =
        spare.run(bash(QStringLiteral("ls -A %1 ~ | grep left; echo ${LEFT:-unset}; umask; pwd").arg(place)), {});
    QVERIFY(second);
    QCOMPARE(second->standardOutput, "unset\n0022\n" + m_workspace.toUtf8() + '\n');
}

void SandboxBackendsTest::spareEndsWithItsOwner()
{
    qputenv("TMPDIR", m_directory->path().toLocal8Bit()); // in the common one others come and go
    const auto restore = qScopeGuard([] { qunsetenv("TMPDIR"); });
    const auto remains = [&] {
        return treeBelow(getpid()).size() + QDir(m_directory->path()).entryList({"mergeloom-scratch-*"}).size();
    };
    const auto before = remains();
    {
        SpareSandbox spare;
        QVERIFY(spare.run(bash(QStringLiteral("true")), {}));
        QVERIFY(remains() > before);
    }
    QCOMPARE(remains(), before);
}

void SandboxBackendsTest::spareThatDiedIsReplaced()
{
    SpareSandbox spare;
    QVERIFY(spare.run(bash(QStringLiteral("true")), {}));
    const QList<pid_t> killed = treeBelow(getpid());
    for (const pid_t process : killed)
        ::kill(process, SIGKILL);
    QTRY_VERIFY(std::ranges::all_of(killed, [](pid_t process) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(process));
        return !file.open(QIODevice::ReadOnly) || file.readAll().contains(") Z ");
    }));
    const auto result = spare.run(bash(QStringLiteral("echo fine")), {});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->standardOutput, QByteArray("fine\n"));
}

void SandboxBackendsTest::spareThatDiesWithItsOrderIsReplaced()
{
    SpareSandbox spare;
    QVERIFY(spare.run(bash(QStringLiteral("true")), {}));
    // Stopped, so that it lives when it is given its order, and never reads it.
    QList<pid_t> stopped;
    do { // what it forks meanwhile too
        stopped = treeBelow(getpid());
        for (const pid_t process : stopped)
            ::kill(process, SIGSTOP);
    } while (stopped != treeBelow(getpid()));
    const std::jthread killer([&stopped](const std::stop_token &stop) {
        const auto isNew = [&stopped](pid_t process) { return !stopped.contains(process); };
        while (!stop.stop_requested()
            && std::ranges::none_of(treeBelow(getpid()), isNew)) // the next spare comes after the order
            std::this_thread::yield();
        for (const pid_t process : stopped)
            ::kill(process, SIGKILL);
    });
    const auto result = spare.run(bash(QStringLiteral("echo once >>ran; echo fine")), {});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->end, ProcessEnd::Exited);
    QCOMPARE(result->standardOutput, QByteArray("fine\n"));
    QFile ran(m_workspace + QStringLiteral("/ran"));
    QVERIFY(ran.open(QIODevice::ReadOnly));
    QCOMPARE(ran.readAll(), QByteArray("once\n"));
}

void SandboxBackendsTest::commandThatWasKilledIsNotRunAgain()
{
    SpareSandbox spare;
    QVERIFY(spare.run(bash(QStringLiteral("true")), {}));
    ProcessRequest request = bash(QStringLiteral("echo once >>ran; echo running; sleep 60"));
    request.onOutput = [](const QByteArray &, bool) {
        for (const pid_t process : treeBelow(getpid()))
            ::kill(process, SIGKILL);
    };
    const auto result = spare.run(request, {});
    QVERIFY(!result || result->end == ProcessEnd::Signalled);
    QFile ran(m_workspace + QStringLiteral("/ran"));
    QVERIFY(ran.open(QIODevice::ReadOnly));
    QCOMPARE(ran.readAll(), QByteArray("once\n"));
}

void SandboxBackendsTest::toolChainsWork_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("script");
    for (const char *name : {"bubblewrap", "landlock"}) {
        const auto row = [name](const char *program, const char *script) {
            QTest::addRow("%s: %s", name, program)
                << QString::fromLatin1(name) << QString::fromLatin1(program) << QString::fromLatin1(script);
        };
        row("python3",
            "python3 -c 'import subprocess, tempfile, threading; t = threading.Thread(target=print); t.start();"
            " tempfile.TemporaryFile(); print(subprocess.check_output([\"echo\", \"works\"]).decode())'");
        row("node",
            "node -e 'process.memoryUsage(); console.log(require(\"child_process\").execSync(\"echo works\").toString())'");
        row("g++", "echo '#include <cstdio>\nint main() { std::puts(\"works\"); }' >p.cpp && g++ p.cpp -o p && ./p");
        row("java", "java -version && echo works");
        row("go", "go version && echo works");
        row("git", "git init -q inner && cd inner && git status >/dev/null && echo works");
    }
}

void SandboxBackendsTest::toolChainsWork()
{
    QFETCH(QString, program);
    QFETCH(QString, script);
    if (QStandardPaths::findExecutable(program, {QStringLiteral("/usr/bin")}).isEmpty())
        QSKIP("not installed");
    const auto result = runProcess(bash(script), {});
    QVERIFY(result);
    QVERIFY2(result->succeeded(), result->standardError.constData());
    QVERIFY2(result->standardOutput.contains("works"), (result->standardOutput + result->standardError).constData());
}

void SandboxBackendsTest::landlockRefusesAFolderForGit()
{
    QVERIFY(QFile::remove(m_workspace + QStringLiteral("/.git")));
    QVERIFY(QDir(m_workspace).mkdir(QStringLiteral(".git")));
    const auto line =
        Sandbox::commandLine({.backend = SandboxBackend::Landlock, .workspace = m_workspace}, QStringLiteral("/tmp"));
    QVERIFY(!line);
    QCOMPARE(line.error().code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(SandboxBackendsTest)
#include "tst_SandboxBackends.moc"
