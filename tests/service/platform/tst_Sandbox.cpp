#include "service/platform/Process.h"
#include "service/platform/Sandbox.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace mergeloom;
using namespace std::chrono_literals;

class SandboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isFoundEffectiveByItsOwnProbe();
    void isFoundTheSameByProbesAtTheSameTime();
    void probeProgramFindsNoWayOut();
    void workspaceCanBeReadOnly();
    void showsNamedPathsReadOnly();
    void aKeptHomeOutlivesTheProcess();
    void pathAboveTheWorkspaceDoesNotCoverIt();
    void sharesTheNetworkOnlyOnRequest();
    void handsOutTheSocketAtWhichACommandFindsItsProxy();
    void landlockHasNoPlaceForAProxy();
    void runsInTheGivenDirectory();
    void refusesWhatItCannotShow_data();
    void refusesWhatItCannotShow();
    void refusesALinkForGit();
    void secretsOfTheWorkerAreNotSeen();

private:
    Result<ProcessResult> runInside(const QStringList &line, const SandboxPolicy &policy) const;
    QString makeWorkspace();

    std::unique_ptr<QTemporaryDir> m_directory;
};

void SandboxTest::init()
{
    static const SandboxReport report = Sandbox::probe();
    if (!report.isEffective)
        QSKIP(qPrintable(report.detail));
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

QString SandboxTest::makeWorkspace()
{
    QDir(m_directory->path()).mkpath(QStringLiteral("workspace/.git"));
    return m_directory->filePath(QStringLiteral("workspace"));
}

Result<ProcessResult> SandboxTest::runInside(const QStringList &line, const SandboxPolicy &policy) const
{
    ProcessRequest request;
    request.program = line.first();
    request.arguments = line.mid(1);
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.sandbox = policy;
    request.timeLimit = 20s;
    return runProcess(request, {});
}

void SandboxTest::isFoundEffectiveByItsOwnProbe()
{
    const SandboxReport report = Sandbox::probe();
    QVERIFY2(report.isEffective, qPrintable(report.detail));
    QCOMPARE(report.level, QStringLiteral("bubblewrap"));
}

void SandboxTest::isFoundTheSameByProbesAtTheSameTime()
{
    const auto alone = Sandbox::probe().backend;
    std::array<SandboxReport, 4> reports;
    {
        std::vector<std::jthread> threads;
        for (SandboxReport &report : reports)
            threads.emplace_back([&report] { report = Sandbox::probe(); });
    }
    for (const SandboxReport &report : reports) {
        QVERIFY2(report.backend == alone, qPrintable(report.detail));
        QVERIFY2(!report.detail.contains("was not tried"), qPrintable(report.detail));
    }
}

void SandboxTest::probeProgramFindsNoWayOut()
{
    const QString workspace = makeWorkspace();
    const QTemporaryDir outside;
    QFile canary(outside.filePath(QStringLiteral("canary")));
    QVERIFY(canary.open(QIODevice::WriteOnly));
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QVERIFY(QFile::copy(
        QStringLiteral(MERGELOOM_SOURCE_DIR "/tests/fixtures/probe.sh"), workspace + QStringLiteral("/probe.sh")));

    const auto result =
        runInside({QStringLiteral("bash"), QStringLiteral("probe.sh"), canary.fileName(),
                      QString::number(listener.serverPort()), QStringLiteral("test_service_platform,Sandbox")},
            SandboxPolicy{.workspace = workspace});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    const QStringList expected{"reads outside: no", "lists outside: no", "writes outside: no", "reads shadow: no",
        "reads home: no", "writes usr: no", "writes etc: no", "writes root: no", "reaches loopback: no",
        "has an interface: no", "sees processes: no", "new namespace: no", "mounts: no", "has a terminal: no",
        "reads memory device: no", "writes git: no", "moves git: no", "replaces git: no", "writes workspace: yes",
        "writes tmp: yes", "writes home: yes", "has shared memory: yes", "host name: sandbox", ""};
    QCOMPARE(QString::fromUtf8(result->standardOutput).split(QLatin1Char('\n')), expected);
    QVERIFY(!listener.hasPendingConnections());
    QCOMPARE(QDir(outside.path()).entryList(QDir::Files), QStringList{QStringLiteral("canary")});
    QVERIFY(QFile::exists(workspace + QStringLiteral("/.git")));
}

void SandboxTest::workspaceCanBeReadOnly()
{
    const QString workspace = makeWorkspace();
    const auto result = runInside({QStringLiteral("touch"), QStringLiteral("file")},
        SandboxPolicy{.workspace = workspace, .isWorkspaceReadOnly = true});
    QVERIFY(result);
    QVERIFY(!result->succeeded());
    QVERIFY(!QFile::exists(workspace + QStringLiteral("/file")));
}

void SandboxTest::showsNamedPathsReadOnly()
{
    const QString workspace = makeWorkspace();
    QDir(m_directory->path()).mkdir(QStringLiteral("tools"));
    QFile tool(m_directory->filePath(QStringLiteral("tools/tool")));
    QVERIFY(tool.open(QIODevice::WriteOnly));
    tool.write("content");
    tool.close();
    const SandboxPolicy policy{
        .workspace = workspace, .readOnlyPaths = {m_directory->filePath(QStringLiteral("tools"))}};
    const auto read = runInside({QStringLiteral("cat"), tool.fileName()}, policy);
    QVERIFY(read);
    QCOMPARE(read->standardOutput, QByteArray("content"));
    const auto written = runInside({QStringLiteral("touch"), tool.fileName() + QStringLiteral("2")}, policy);
    QVERIFY(written);
    QVERIFY(!written->succeeded());
}

void SandboxTest::aKeptHomeOutlivesTheProcess()
{
    SandboxPolicy policy{.workspace = makeWorkspace(), .keptHome = m_directory->filePath(QStringLiteral("kept"))};
    const auto missing = Sandbox::commandLine(policy);
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
    QVERIFY(QDir().mkpath(policy.keptHome));
    const SandboxPolicy alone{.backend = SandboxBackend::Landlock, .keptHome = policy.keptHome};
    QCOMPARE(Sandbox::commandLine(alone, m_directory->path()).error().code, ErrorCode::Unavailable);
    if (Sandbox::probe().backend != SandboxBackend::Bubblewrap)
        QSKIP("no bubblewrap here");
    policy.backend = SandboxBackend::Bubblewrap;
    const auto wrote = runInside({"sh", "-c", "echo kept > /run/home/note && ls " + policy.keptHome}, policy);
    QVERIFY(wrote && !wrote->succeeded()); // it is not where it is outside
    const auto read = runInside({"sh", "-c", "cat /run/home/note"}, policy);
    QVERIFY(read);
    QCOMPARE(read->standardOutput, QByteArray("kept\n"));
}

void SandboxTest::pathAboveTheWorkspaceDoesNotCoverIt()
{
    const QString workspace = makeWorkspace();
    const auto result = runInside({QStringLiteral("touch"), QStringLiteral("file")},
        SandboxPolicy{.workspace = workspace, .readOnlyPaths = {m_directory->path()}});
    QVERIFY(result);
    QVERIFY2(result->succeeded(), result->standardError.constData());
    QVERIFY(QFile::exists(workspace + QStringLiteral("/file")));
}

void SandboxTest::handsOutTheSocketAtWhichACommandFindsItsProxy()
{
    QTcpServer outside; // the same port on this host is another one
    const bool isTaken = outside.listen(QHostAddress::LocalHost, proxyPortInside);
    ProcessRequest request;
    request.program = QStringLiteral("/bin/bash");
    request.arguments = QStringList{QStringLiteral("-c"),
        QStringLiteral("exec 3<>/dev/tcp/127.0.0.1/%1 && echo hello >&3 && cat <&3").arg(proxyPortInside)};
    request.timeLimit = std::chrono::seconds(30);
    request.sandbox = SandboxPolicy{.network = NetworkMode::Allowlist};
    std::jthread proxy;
    request.onProxyListener = [&proxy](FileDescriptor listener) {
        proxy = std::jthread([listener = std::move(listener)] {
            const FileDescriptor client(::accept(listener.get(), nullptr, nullptr));
            char heard[16];
            const ssize_t got = ::read(client.get(), heard, sizeof heard);
            [[maybe_unused]] const auto said = ::write(client.get(), heard, size_t(std::max<ssize_t>(got, 0)));
        });
    };
    const auto result = runProcess(request, {});
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QVERIFY2(result->succeeded(), result->standardError.constData());
    QCOMPARE(result->standardOutput, QByteArray("hello\n"));
    QVERIFY(!isTaken || !outside.waitForNewConnection(0));
}

void SandboxTest::landlockHasNoPlaceForAProxy()
{
    const auto result = runInside({QStringLiteral("true")},
        SandboxPolicy{.backend = SandboxBackend::Landlock, .network = NetworkMode::Allowlist});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unavailable);
    QVERIFY(result.error().message.contains(QStringLiteral("bubblewrap")));
}

void SandboxTest::sharesTheNetworkOnlyOnRequest()
{
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    const QStringList dial{QStringLiteral("bash"), QStringLiteral("-c"),
        QStringLiteral("exec 3<>/dev/tcp/127.0.0.1/%1").arg(listener.serverPort())};
    const auto without = runInside(dial, SandboxPolicy{});
    const auto with = runInside(dial, SandboxPolicy{.network = NetworkMode::Open});
    QVERIFY(without && with);
    QVERIFY(!without->succeeded());
    QVERIFY2(with->succeeded(), with->standardError.constData());
}

void SandboxTest::runsInTheGivenDirectory()
{
    const QString workspace = makeWorkspace();
    QVERIFY(QDir(workspace).mkdir(QStringLiteral("sub")));
    ProcessRequest request;
    request.program = QStringLiteral("pwd");
    request.sandbox = SandboxPolicy{.workspace = workspace};
    const auto above = runProcess(request, {});
    request.workingDirectory = workspace + QStringLiteral("/sub");
    const auto below = runProcess(request, {});
    QVERIFY(above && below);
    QCOMPARE(QString::fromUtf8(above->standardOutput.trimmed()), workspace);
    QCOMPARE(QString::fromUtf8(below->standardOutput.trimmed()), workspace + QStringLiteral("/sub"));
}

void SandboxTest::refusesWhatItCannotShow_data()
{
    QTest::addColumn<QString>("workspace");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<int>("code");
    QTest::newRow("missing workspace") << "/no/such/place"
                                       << "" << int(ErrorCode::NotFound);
    QTest::newRow("relative workspace") << "here"
                                        << "" << int(ErrorCode::InvalidInput);
    QTest::newRow("root as workspace") << "/"
                                       << "" << int(ErrorCode::InvalidInput);
    QTest::newRow("root by detour") << "/usr/.."
                                    << "" << int(ErrorCode::InvalidInput);
    QTest::newRow("missing path") << ""
                                  << "/no/such/place" << int(ErrorCode::NotFound);
    QTest::newRow("root as path") << ""
                                  << "//" << int(ErrorCode::InvalidInput);
}

void SandboxTest::refusesWhatItCannotShow()
{
    QFETCH(QString, workspace);
    QFETCH(QString, shown);
    QFETCH(int, code);
    SandboxPolicy policy{.workspace = workspace};
    if (!shown.isEmpty())
        policy.readOnlyPaths << shown;
    const auto line = Sandbox::commandLine(policy);
    QVERIFY(!line);
    QCOMPARE(int(line.error().code), code);
}

void SandboxTest::refusesALinkForGit()
{
    QDir(m_directory->path()).mkdir(QStringLiteral("linked"));
    const QString workspace = m_directory->filePath(QStringLiteral("linked"));
    QVERIFY(QFile::link(makeWorkspace() + QStringLiteral("/.git"), workspace + QStringLiteral("/.git")));
    const auto line = Sandbox::commandLine(SandboxPolicy{.workspace = workspace});
    QVERIFY(!line);
    QCOMPARE(line.error().code, ErrorCode::InvalidInput);
}

void SandboxTest::secretsOfTheWorkerAreNotSeen()
{
    // Whatever the worker has in its own environment must not be found from inside, by any process that can be seen there.
    qputenv("MERGELOOM_TEST_SECRET", "s3cr3t-canary");
    const auto result = runInside(
        {QStringLiteral("bash"), QStringLiteral("-c"), QStringLiteral("cat /proc/*/environ /proc/*/cmdline; env")},
        SandboxPolicy{});
    qunsetenv("MERGELOOM_TEST_SECRET");
    QVERIFY(result);
    QVERIFY(result->standardOutput.contains("HOME=/tmp/home"));
    QVERIFY(!result->standardOutput.contains("s3cr3t-canary"));
}

QTEST_GUILESS_MAIN(SandboxTest)
#include "tst_Sandbox.moc"
