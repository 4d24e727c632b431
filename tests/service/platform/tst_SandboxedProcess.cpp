#include "service/platform/Process.h"
#include "tests/service/platform/NamedProcesses.h"

#include <QTest>

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

} // namespace

class SandboxedProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const SandboxReport report = Sandbox::probe();
        if (!report.isEffective)
            QSKIP(qPrintable(report.detail));
    }
    void wholeTreeIsEndedWithSessionsOfItsOwn();
    void programsMayEndInTheirOwnWay();
    void missingProgramIsNotFound();
    void linkerVariablesStayInside();
};

void SandboxedProcessTest::wholeTreeIsEndedWithSessionsOfItsOwn()
{
    // A name that finds the process from outside, where its number is another.
    const QByteArray name = "mergeloom-test-" + QByteArray::number(getpid());
    ProcessRequest request;
    request.program = QStringLiteral("bash");
    request.arguments = QStringList{QStringLiteral("-c"),
        QStringLiteral("trap '' TERM; setsid bash -c 'trap \"\" TERM; exec -a %1 sleep 60' & sleep 60")
            .arg(QString::fromLatin1(name))};
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.sandbox = SandboxPolicy{};
    request.timeLimit = 500ms;
    const auto result = runProcess(request, {}, 300ms);
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::TimedOut);
    QTRY_COMPARE(countNamed(name), 0);
}

void SandboxedProcessTest::programsMayEndInTheirOwnWay()
{
    ProcessRequest request = shell(QStringLiteral("trap 'echo tidy; exit 0' TERM; while :; do sleep 0.05; done"));
    request.sandbox = SandboxPolicy{};
    request.timeLimit = 500ms;
    const auto result = runProcess(request, {}, 5s);
    QVERIFY(result);
    QCOMPARE(result->end, ProcessEnd::TimedOut);
    QCOMPARE(result->standardOutput, QByteArray("tidy\n"));
}

void SandboxedProcessTest::missingProgramIsNotFound()
{
    ProcessRequest request;
    request.program = QStringLiteral("no-such-program");
    request.sandbox = SandboxPolicy{};
    const auto result = runProcess(request, {});
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QVERIFY(result.error().message.contains(QLatin1String("no-such-program")));
}

void SandboxedProcessTest::linkerVariablesStayInside()
{
    ProcessRequest request =
        shell(QStringLiteral("echo $LD_PRELOAD; tr '\\0' '\\n' </proc/1/environ | grep -c LD_PRELOAD"));
    request.environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral("/no/such/library.so"));
    request.sandbox = SandboxPolicy{};
    const auto result = runProcess(request, {});
    QVERIFY(result);
    QCOMPARE(result->standardOutput, QByteArray("/no/such/library.so\n0\n"));
}

QTEST_GUILESS_MAIN(SandboxedProcessTest)
#include "tst_SandboxedProcess.moc"
