// The network `open` is that of the host, and abstract Unix sockets are part of it: they must stay shut, also where the kernel
// cannot tell whose they are.
#include "service/platform/LoopbackListener.h"
#include "service/platform/Process.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <thread>

using namespace mergeloom;

namespace {

enum class Kernel { AsItIs, WithoutLandlock };

/// For this thread and what it starts Landlock is missing, as it is before Linux 5.13; before 6.12 it lacks the scopes.
bool forgetLandlock()
{
    sock_filter code[]{
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_landlock_create_ruleset},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    const sock_fprog program{std::size(code), code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0
        && syscall(SYS_landlock_create_ruleset, nullptr, 0, 1) < 0;
}

FileDescriptor listenAbstract(const QByteArray &name)
{
    FileDescriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.constData(), size_t(name.size()));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + size_t(name.size()));
    if (bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0 || listen(listener.get(), 8) != 0)
        return {};
    return listener;
}

} // namespace

class SandboxOpenNetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void abstractSocketsOfTheHostStayShut_data();
    void abstractSocketsOfTheHostStayShut();

private:
    QByteArray said(NetworkMode network, Kernel kernel, const QString &script);
    QTemporaryDir m_workspace;
};

void SandboxOpenNetworkTest::initTestCase()
{
    if (const SandboxReport report = Sandbox::probe(SandboxBackend::Bubblewrap); !report.isEffective)
        QSKIP(qPrintable(report.detail));
}

QByteArray SandboxOpenNetworkTest::said(NetworkMode network, Kernel kernel, const QString &script)
{
    ProcessRequest request;
    request.program = QStringLiteral("python3");
    request.arguments = QStringList{QStringLiteral("-c"), script};
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.sandbox = SandboxPolicy{.workspace = m_workspace.path(), .network = network};
    QByteArray text;
    std::thread([&] {
        if (kernel == Kernel::WithoutLandlock && !forgetLandlock()) {
            text = "Landlock is still there";
            return;
        }
        const auto result = runProcess(request, {});
        text = result ? result->standardOutput + result->standardError : result.error().message.toUtf8();
    }).join();
    return text;
}

void SandboxOpenNetworkTest::abstractSocketsOfTheHostStayShut_data()
{
    QTest::addColumn<int>("kernel");
    QTest::newRow("this kernel") << int(Kernel::AsItIs);
    QTest::newRow("a kernel that cannot tell them apart") << int(Kernel::WithoutLandlock);
}

void SandboxOpenNetworkTest::abstractSocketsOfTheHostStayShut()
{
    QFETCH(const int, kernel);
    const QByteArray name = "mergeloom-open-" + QByteArray::number(getpid());
    const FileDescriptor abstract = listenAbstract(name);
    quint16 port = 0;
    const FileDescriptor loopback = listenOnLoopback(port);
    QVERIFY(abstract.isOpen() && loopback.isOpen());
    const QString attempt = QStringLiteral(R"(
import socket
def tried(what, action):
    try:
        action()
        print(what, "works")
    except OSError as error:
        print(what, "refused")
tried("host", lambda: socket.socket(socket.AF_UNIX).connect("\0%1"))
tried("network", lambda: socket.create_connection(("127.0.0.1", %2)))
tried("pair", socket.socketpair)
def own():
    one = socket.socket(socket.AF_UNIX)
    one.bind("own")
    one.listen()
    socket.socket(socket.AF_UNIX).connect("own")
tried("own", own)
)")
                                .arg(QString::fromLatin1(name))
                                .arg(port);
    const QByteArray open = said(NetworkMode::Open, Kernel(kernel), attempt);
    QVERIFY2(open.contains("host refused") && open.contains("network works") && open.contains("pair works"),
        open.constData());
    QVERIFY(QFile::remove(m_workspace.filePath(QStringLiteral("own"))) || Kernel(kernel) == Kernel::WithoutLandlock);
    const QByteArray none = said(NetworkMode::None, Kernel(kernel), attempt);
    QVERIFY2(none.contains("host refused") && none.contains("network refused") && none.contains("own works"),
        none.constData());
    QVERIFY(QFile::remove(m_workspace.filePath(QStringLiteral("own"))));
}

QTEST_GUILESS_MAIN(SandboxOpenNetworkTest)
#include "tst_SandboxOpenNetwork.moc"
