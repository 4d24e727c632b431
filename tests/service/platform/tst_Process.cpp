#include "service/platform/Process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace mergeloom;
using namespace std::chrono_literals;

namespace {

ProcessRequest shell(const QString &script)
{
    ProcessRequest request;
    request.program = QStringLiteral("sh");
    request.arguments = QStringList{QStringLiteral("-c"), script};
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.timeLimit = 20s;
    return request;
}

bool isAlive(pid_t process)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = file.readAll();
    const QByteArray state = text.mid(text.lastIndexOf(')') + 2, 1);
    return state != "Z" && state != "X";
}

int openDescriptors()
{
    return int(
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

} // namespace

class ProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBothStreamsAndTheExitCode();
    void closesStandardInput();
    void sendsTheInputWhole();
    void readsFromADescriptorThatStaysTheCallers();
    void survivesAProgramThatDoesNotReadItsInput();
    void givesExactlyTheEnvironment();
    void inheritsNoDescriptors();
    void leadsASessionOfItsOwn();
    void saysWhatCannotRun_data();
    void saysWhatCannotRun();
    void saysThatTheDirectoryIsMissing();
    void tellsASignalFromAnExitCode();
    void endsAtTheTimeLimitEvenWhenTermIsIgnored();
    void letsAProgramEndInItsOwnWay();
    void isCancelledWithinASecond();
    void doesNotStartWhenAlreadyStopped();
    void doesNotWaitForOutputHeldByADaemon();
    void endsWhatTheProgramLeftRunning();
    void readsOnWhileABackgroundChildStillWrites();
    void keepsTheLimitAndCountsTheRest();
    void handsOnPiecesAsTheyCome();
    void leaksNothing();
    void runsInSeveralThreads();
    void defaultsIgnoredSignals();
};

void ProcessTest::carriesBothStreamsAndTheExitCode()
{
    const auto result = runProcess(shell(QStringLiteral("echo out; echo err >&2; exit 3")), {});
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::Exited);
    QCOMPARE(result->exitCode, 3);
    QCOMPARE(result->standardOutput, QByteArray("out\n"));
    QCOMPARE(result->standardError, QByteArray("err\n"));
    QVERIFY(!result->succeeded());
    QVERIFY(result->duration.count() > 0);
}

void ProcessTest::closesStandardInput()
{
    const auto result = runProcess(shell(QStringLiteral("cat; echo end")), {});
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("end\n"));
    QVERIFY(result->succeeded());
}

void ProcessTest::sendsTheInputWhole()
{
    ProcessRequest request = shell(QStringLiteral("cat"));
    request.input = QByteArray(3'000'000, 'x') + "end";
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QVERIFY(result->standardOutput == request.input);
}

void ProcessTest::readsFromADescriptorThatStaysTheCallers()
{
    int ends[2];
    QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
    const FileDescriptor ours(ends[1]), theirs(ends[0]);
    ProcessRequest request =
        shell(QStringLiteral("echo ask; read -r one; echo \"got $one\"; read -r two; echo \"got $two\""));
    request.inputDescriptor = theirs.get();
    request.onOutput = [&](const QByteArray &, bool) { QVERIFY(writeAll(ours.get(), "word\n")); };
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("ask\ngot word\ngot word\n"));
    QVERIFY(fcntl(theirs.get(), F_GETFD) >= 0);
    request.sandbox = SandboxPolicy{};
    QCOMPARE(runProcess(request, {}).error().code, ErrorCode::InvalidInput);
}

void ProcessTest::survivesAProgramThatDoesNotReadItsInput()
{
    ProcessRequest request = shell(QStringLiteral("exec 0<&-; echo done"));
    request.input = QByteArray(3'000'000, 'x');
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("done\n"));
    QVERIFY(result->succeeded());
}

void ProcessTest::givesExactlyTheEnvironment()
{
    qputenv("MERGELOOM_TEST_SECRET", "must not be inherited");
    ProcessRequest request;
    request.program = QStringLiteral("env");
    request.environment = {
        {QStringLiteral("PATH"), QStringLiteral("/usr/bin")}, {QStringLiteral("Ä"), QStringLiteral("ö = ü\nx")}};
    const auto result = runProcess(request, {});
    qunsetenv("MERGELOOM_TEST_SECRET");
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("PATH=/usr/bin\nÄ=ö = ü\nx\n"));
}

void ProcessTest::inheritsNoDescriptors()
{
    // Opened without close-on-exec on purpose: other libraries do so.
    const int leaky = ::open("/dev/null", O_RDONLY);
    const auto result = runProcess(shell(QStringLiteral("ls /proc/self/fd | wc -l")), {});
    ::close(leaky);
    QVERIFY(result);
    QCOMPARE(result->standardOutput.trimmed(), QByteArray("4")); // 0, 1, 2, and the directory itself
}

void ProcessTest::leadsASessionOfItsOwn()
{
    const auto result = runProcess(shell(QStringLiteral("cut -d' ' -f1,5,6 /proc/$$/stat")), {});
    QVERIFY(result);
    const QList<QByteArray> ids = result->standardOutput.trimmed().split(' ');
    QCOMPARE(ids.size(), 3);
    QCOMPARE(ids[0], ids[1]);
    QCOMPARE(ids[0], ids[2]);
}

void ProcessTest::saysWhatCannotRun_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("code");
    QTest::newRow("not in PATH") << "no-such-program" << int(ErrorCode::NotFound);
    QTest::newRow("absolute") << "/no/such/program" << int(ErrorCode::NotFound);
    QTest::newRow("no executable") << "/etc/passwd" << int(ErrorCode::Forbidden);
    QTest::newRow("a directory") << "/usr" << int(ErrorCode::Forbidden);
    QTest::newRow("nothing") << "" << int(ErrorCode::InvalidInput);
}

void ProcessTest::saysWhatCannotRun()
{
    QFETCH(QString, program);
    ProcessRequest request;
    request.program = program;
    const auto result = runProcess(request, {});
    QVERIFY(!result);
    QFETCH(int, code);
    QCOMPARE(int(result.error().code), code);
    QVERIFY2(result.error().message.contains(program), qPrintable(result.error().message));
}

void ProcessTest::saysThatTheDirectoryIsMissing()
{
    ProcessRequest request = shell(QStringLiteral("true"));
    request.workingDirectory = QStringLiteral("/no/such/directory");
    const auto result = runProcess(request, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(result.error().message.contains(QLatin1String("/no/such/directory")));
}

void ProcessTest::tellsASignalFromAnExitCode()
{
    const auto result = runProcess(shell(QStringLiteral("kill -SEGV $$")), {});
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::Signalled);
    QCOMPARE(result->exitCode, SIGSEGV);
}

void ProcessTest::endsAtTheTimeLimitEvenWhenTermIsIgnored()
{
    ProcessRequest request = shell(QStringLiteral("trap '' TERM; echo $$; while :; do sleep 0.1; done"));
    request.timeLimit = 300ms;
    QElapsedTimer timer;
    timer.start();
    const auto result = runProcess(request, {}, 400ms);
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::TimedOut);
    QVERIFY2(timer.elapsed() >= 700 && timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
    const pid_t program = result->standardOutput.trimmed().toInt();
    QVERIFY(program > 0);
    QVERIFY(!isAlive(program));
}

void ProcessTest::letsAProgramEndInItsOwnWay()
{
    ProcessRequest request = shell(QStringLiteral("trap 'echo tidy; exit 0' TERM; while :; do sleep 0.05; done"));
    request.timeLimit = 300ms;
    const auto result = runProcess(request, {}, 5s);
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::TimedOut);
    QCOMPARE(result->standardOutput, QByteArray("tidy\n"));
}

void ProcessTest::isCancelledWithinASecond()
{
    std::stop_source source;
    std::atomic<bool> hasStarted = false;
    ProcessRequest request = shell(QStringLiteral("echo ready; sleep 60"));
    request.onOutput = [&](const QByteArray &, bool) { hasStarted = true; };
    QElapsedTimer timer;
    std::jthread canceller([&] {
        while (!hasStarted)
            std::this_thread::yield();
        timer.start();
        source.request_stop();
    });
    const auto result = runProcess(request, source.get_token());
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::Cancelled);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void ProcessTest::doesNotStartWhenAlreadyStopped()
{
    std::stop_source source;
    source.request_stop();
    QTemporaryDir directory;
    const QString mark = directory.filePath(QStringLiteral("mark"));
    const auto result = runProcess(shell(QStringLiteral("touch ") + mark), source.get_token());
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::Cancelled);
    QVERIFY(!QFile::exists(mark));
}

void ProcessTest::doesNotWaitForOutputHeldByADaemon()
{
    QElapsedTimer timer;
    timer.start();
    const auto result = runProcess(shell(QStringLiteral("setsid sleep 8 & echo $!")), {});
    QVERIFY(result);
    QVERIFY(result->succeeded());
    QVERIFY2(timer.elapsed() >= 1900 && timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
}

void ProcessTest::endsWhatTheProgramLeftRunning()
{
    const auto result = runProcess(shell(QStringLiteral("sleep 60 >/dev/null 2>&1 & echo $!")), {});
    QVERIFY(result);
    const pid_t left = result->standardOutput.trimmed().toInt();
    QVERIFY(left > 0);
    QTRY_VERIFY(!isAlive(left));
}

void ProcessTest::readsOnWhileABackgroundChildStillWrites()
{
    const auto result = runProcess(shell(QStringLiteral("(sleep 0.3; echo late) & exit 0")), {});
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("late\n"));
}

void ProcessTest::keepsTheLimitAndCountsTheRest()
{
    ProcessRequest request = shell(QStringLiteral("head -c 104857600 /dev/zero; head -c 10 /dev/zero >&2"));
    request.outputLimit = 1 << 20;
    qint64 handedOn = 0;
    request.onOutput = [&](const QByteArray &piece, bool) { handedOn += piece.size(); };
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QVERIFY(result->succeeded());
    QCOMPARE(result->standardOutput.size(), qsizetype(1 << 20));
    QCOMPARE(result->standardError.size(), qsizetype(10)); // each stream has a limit of its own
    QCOMPARE(result->droppedBytes, qint64(104857600 - (1 << 20)));
    QCOMPARE(handedOn, qint64((1 << 20) + 10));
}

void ProcessTest::handsOnPiecesAsTheyCome()
{
    // The script ends only after its first line was seen here.
    QTemporaryDir directory;
    const QString mark = directory.filePath(QStringLiteral("seen"));
    ProcessRequest request =
        shell(QStringLiteral("echo first; while [ ! -e %1 ]; do sleep 0.02; done; echo second >&2").arg(mark));
    QList<bool> fromError;
    request.onOutput = [&](const QByteArray &, bool isStandardError) {
        fromError << isStandardError;
        QFile file(mark);
        QVERIFY(file.open(QIODevice::WriteOnly));
    };
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QVERIFY(result->succeeded());
    QCOMPARE(fromError, (QList<bool>{false, true}));
}

void ProcessTest::leaksNothing()
{
    QVERIFY(runProcess(shell(QStringLiteral("true")), {}));
    const int before = openDescriptors();
    for (int i = 0; i < 5; ++i) {
        ProcessRequest request = shell(QStringLiteral("cat"));
        request.input = "x";
        QVERIFY(runProcess(request, {}));
        request.program = QStringLiteral("/no/such/program");
        QVERIFY(!runProcess(request, {}));
    }
    QCOMPARE(openDescriptors(), before);
    QVERIFY(waitpid(-1, nullptr, WNOHANG) < 0); // no zombies either
}

void ProcessTest::runsInSeveralThreads()
{
    std::atomic<int> good = 0;
    {
        QList<std::shared_ptr<std::jthread>> threads;
        for (int i = 0; i < 4; ++i) {
            threads << std::make_shared<std::jthread>([&good, i] {
                for (int n = 0; n < 5; ++n) {
                    ProcessRequest request = shell(QStringLiteral("cat; exit %1").arg(i));
                    request.input = QByteArray(100'000, char('a' + i));
                    const auto result = runProcess(request, {});
                    if (result && result->exitCode == i && result->standardOutput == request.input)
                        ++good;
                }
            });
        }
    }
    QCOMPARE(good.load(), 20);
}

void ProcessTest::defaultsIgnoredSignals()
{
    const auto before = signal(SIGPIPE, SIG_IGN);
    const auto result = runProcess(shell(QStringLiteral("grep SigIgn /proc/self/status")), {});
    signal(SIGPIPE, before);
    QVERIFY(result);
    QCOMPARE(result->standardOutput.simplified(), QByteArray("SigIgn: 0000000000000000"));
}

QTEST_GUILESS_MAIN(ProcessTest)
#include "tst_Process.moc"
