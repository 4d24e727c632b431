#include "service/platform/ProcessPump.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace mergeloom;

class ProcessPumpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// A sandbox that has reported may hold its pipes open while the kernel tears it down; nobody writes to them any more.
    void whatHasReportedIsNotWaitedFor()
    {
        LaunchRequest launch;
        launch.program = "/bin/bash";
        launch.arguments = {"bash", "-c",
            "head -c 60000 /dev/zero; echo wrong >&2; printf 'O\\0\\0\\0\\0\\7\\0\\0\\0' >&3; exec sleep 30"};
        launch.environment = {"PATH=/usr/bin:/bin"};
        launch.channel = LaunchChannel::Socket;
        auto launched = launchProcess(launch);
        QVERIFY(launched);
        const pid_t process = launched->pid;
        ProcessRequest request;
        request.sandbox = SandboxPolicy{};
        QElapsedTimer clock;
        clock.start();
        {
            ProcessPump pump(request, std::move(*launched), std::chrono::seconds(1));
            const auto result = pump.run({});
            QVERIFY(result);
            QCOMPARE(result->end, ProcessEnd::Exited);
            QCOMPARE(result->exitCode, 7);
            QCOMPARE(result->standardOutput.size(), 60'000);
            QCOMPARE(result->standardError, "wrong\n");
        }
        QVERIFY2(clock.elapsed() < 1500, qPrintable(QString::number(clock.elapsed()))); // left-overs would get 2 s
        QVERIFY(::kill(process, 0) != 0); // and nothing of it outlives its pump
    }
};

QTEST_GUILESS_MAIN(ProcessPumpTest)
#include "tst_ProcessPump.moc"
