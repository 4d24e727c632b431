#include "service/platform/FileDescriptor.h"
#include "service/platform/LoopbackListener.h"
#include "tests/service/providers/CliBench.h"

#include <QProcess>
#include <QTest>

#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>

using namespace mergeloom;
using namespace mergeloom::test;

namespace {

/// With `name` beginning with a zero byte: an abstract one.
FileDescriptor listenAt(const QByteArray &name)
{
    FileDescriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size()));
    const bool isOpen =
        bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), size) == 0 && listen(listener.get(), 1) == 0;
    return isOpen ? std::move(listener) : FileDescriptor();
}

} // namespace

class CliProviderConfinementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!CliBench::isPossible())
            QSKIP("agent programs need bubblewrap");
    }

    /// The program that tries the sandbox of commands when a worker starts, run by an agent program: name spaces, the filter
    /// of system calls and what Landlock shuts are in force for it too.
    void anAgentProgramFindsNoWayOut()
    {
        CliBench bench;
        const QTemporaryDir outside, repository;
        QFile secret(outside.filePath(QStringLiteral("secret")));
        QVERIFY(secret.open(QIODevice::WriteOnly));
        QFile link(bench.workspace() + QStringLiteral("/.git"));
        QVERIFY(link.open(QIODevice::WriteOnly) && link.write("gitdir: " + repository.path().toUtf8() + '\n') > 0);
        link.close();
        bench.sandbox.readOnlyPaths = QStringList{repository.path()};
        quint16 port = 0;
        const FileDescriptor listener = listenOnLoopback(port);
        const QByteArray socketPath = QFile::encodeName(outside.filePath(QStringLiteral("socket")));
        const QByteArray abstractName = "mergeloom-agent-" + QByteArray::number(QCoreApplication::applicationPid());
        const FileDescriptor pathListener = listenAt(socketPath);
        const FileDescriptor abstractListener = listenAt('\0' + abstractName);
        QVERIFY(listener.isOpen() && pathListener.isOpen() && abstractListener.isOpen());
        QProcess victim;
        victim.start(QStringLiteral("sleep"), {QStringLiteral("60")});
        QVERIFY(victim.waitForStarted());

        const QByteArray launcher = Sandbox::launcherInsideOf(SandboxBackend::Bubblewrap).toUtf8();
        CliProvider provider(bench.agent("{begin}\n" + launcher + " --try-to-escape '" + secret.fileName().toUtf8()
            + "' '" + repository.path().toUtf8() + "' " + QByteArray::number(port) + " '" + socketPath + "' "
            + abstractName + ' ' + QByteArray::number(victim.processId()) + " - > tried.txt\n"
            + "cat /proc/self/status > status.txt\n{end}"));
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));

        const QByteArray tried = bench.file(QStringLiteral("tried.txt"));
        QVERIFY2(!tried.contains("escaped: ") && tried.contains("finished"), tried.constData());
        QCOMPARE(victim.state(), QProcess::Running);
        const QByteArray status = bench.file(QStringLiteral("status.txt"));
        QVERIFY2(status.contains("NoNewPrivs:\t1\n") && status.contains("Seccomp:\t2\n")
                && status.contains("CapPrm:\t0000000000000000\n"),
            status.constData());
        victim.kill();
        victim.waitForFinished();
    }

    void anAgentProgramHasNothingOfTheWorkersEnvironmentOrHome()
    {
        const QByteArray canary = "canary-5d1c77";
        for (const char *name :
            {"JCA_ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK"})
            qputenv(name, canary);
        CliBench bench;
        QFile journalNeighbour(QFileInfo(bench.recorder->path()).path() + QStringLiteral("/secret"));
        QVERIFY(journalNeighbour.open(QIODevice::WriteOnly) && journalNeighbour.write(canary) > 0);
        journalNeighbour.close();
        CliProvider provider(bench.agent("{begin}\nenv > seen.txt\ncat /proc/*/environ >> seen.txt 2>/dev/null\ncat '"
            + QFile::encodeName(journalNeighbour.fileName()) + "' >> seen.txt 2>&1\nls -A '"
            + QFile::encodeName(QDir::homePath()) + "' > home.txt 2>/dev/null\n{end}"));
        const auto result = bench.perform(provider);
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        const QByteArray seen = bench.file(QStringLiteral("seen.txt"));
        QVERIFY2(seen.contains("HOME=") && !seen.contains(canary), seen.constData());
        QVERIFY2(seen.contains("No such file"), seen.constData());
        QCOMPARE(bench.file(QStringLiteral("home.txt")), QByteArray());
    }
};

QTEST_GUILESS_MAIN(CliProviderConfinementTest)
#include "tst_CliProvider_Confinement.moc"
