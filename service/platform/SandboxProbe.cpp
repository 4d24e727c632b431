#include "service/platform/FileDescriptor.h"
#include "service/platform/LoopbackListener.h"
#include "service/platform/Process.h"
#include "service/platform/ProcessLaunch.h"
#include "service/platform/Sandbox.h"
#include "service/platform/ScratchDirectory.h"
#include "shared/core/Ulid.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

namespace mergeloom {

namespace {

using namespace std::chrono_literals;

FileDescriptor listenOnUnix(const QByteArray &name)
{
    FileDescriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (size_t(name.size()) >= sizeof address.sun_path)
        return {};
    memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size()));
    if (bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0 || listen(listener.get(), 1) != 0)
        return {};
    return listener;
}

/// A process of this user that waits to be killed, and tells whether it was.
class Victim
{
public:
    static Result<std::unique_ptr<Victim>> start()
    {
        LaunchRequest request;
        request.program = "/bin/sleep";
        request.arguments = {"sleep", "60"};
        MERGELOOM_TRY(LaunchedProcess launched, launchProcess(request));
        return std::unique_ptr<Victim>(new Victim(std::move(launched)));
    }
    ~Victim()
    {
        ::kill(m_process.pid, SIGKILL);
        ::waitpid(m_process.pid, nullptr, 0);
    }
    Victim(const Victim &) = delete;
    Victim &operator=(const Victim &) = delete;
    pid_t pid() const { return m_process.pid; }
    bool wasHit() const
    {
        siginfo_t information{};
        return ::waitid(P_PID, id_t(m_process.pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_pid == m_process.pid;
    }

private:
    explicit Victim(LaunchedProcess process) : m_process(std::move(process)) {}
    LaunchedProcess m_process;
};

/// What a sandbox must keep from its command, set up for real.
struct Targets {
    Targets(ScratchDirectory a, ScratchDirectory b, ScratchDirectory c)
        : outside(std::move(a)), workspace(std::move(b)), repository(std::move(c))
    {
    }

    ScratchDirectory outside, workspace, repository;
    quint16 port = 0;
    QByteArray abstractName = "mergeloom-probe-" + makeUlid().toLatin1(); // several may try at the same time
    FileDescriptor listener, pathListener, abstractListener;
    std::unique_ptr<Victim> victim;

    QString secret() const { return outside.filePath(QStringLiteral("secret")); }
    QString socketPath() const { return outside.filePath(QStringLiteral("socket")); }
};

Result<std::unique_ptr<Targets>> makeTargets()
{
    const auto folder = [] { return ScratchDirectory::make(QStringLiteral("probe")); };
    MERGELOOM_TRY(ScratchDirectory outside, folder());
    MERGELOOM_TRY(ScratchDirectory workspace, folder());
    MERGELOOM_TRY(ScratchDirectory repository, folder());
    auto targets = std::make_unique<Targets>(std::move(outside), std::move(workspace), std::move(repository));
    QFile secret(targets->secret());
    if (!secret.open(QIODevice::WriteOnly))
        return failure(ErrorCode::Io, QStringLiteral("no file can be made in %1").arg(QDir::tempPath()));
    targets->listener = listenOnLoopback(targets->port);
    targets->pathListener = listenOnUnix(QFile::encodeName(targets->socketPath()));
    targets->abstractListener = listenOnUnix('\0' + targets->abstractName);
    if (!targets->listener.isOpen() || !targets->pathListener.isOpen() || !targets->abstractListener.isOpen())
        return failure(ErrorCode::Io, QStringLiteral("no socket can be opened"));
    MERGELOOM_TRY(targets->victim, Victim::start());
    return targets;
}

SandboxReport noSandbox(const QString &reason) { return {QStringLiteral("none"), false, reason, {}, {}}; }

SandboxReport leaking(SandboxBackend backend, const QStringList &leaks)
{
    return noSandbox(QStringLiteral("%1 leaks: %2.").arg(Sandbox::nameOf(backend), leaks.join(QStringLiteral("; "))));
}

SandboxReport tryBackend(SandboxBackend backend)
{
    const QString name = Sandbox::nameOf(backend);
    const auto targets = makeTargets();
    if (!targets)
        return noSandbox(QStringLiteral("%1 was not tried: %2.").arg(name, targets.error().message));
    const Targets &set = **targets;
    const QByteArray repositoryName = QFile::encodeName(set.repository.path());
    QFile link(set.workspace.filePath(QStringLiteral(".git")));
    if (!link.open(QIODevice::WriteOnly) || link.write("gitdir: " + repositoryName + '\n') < 0)
        return noSandbox(QStringLiteral("%1 was not tried: %2.").arg(name, link.errorString()));
    link.close();

    ProcessRequest request;
    request.program = Sandbox::launcherInsideOf(backend);
    request.arguments = QStringList{QStringLiteral("--try-to-escape"), set.secret(), set.repository.path(),
        QString::number(set.port), set.socketPath(), QString::fromLatin1(set.abstractName),
        QString::number(set.victim->pid()), QStringLiteral("-")};
    request.timeLimit = 10s;
    request.sandbox =
        SandboxPolicy{.backend = backend, .workspace = set.workspace.path(), .readOnlyPaths = {set.repository.path()}};
    const auto result = runProcess(request, {});
    if (!result)
        return noSandbox(QStringLiteral("%1: %2").arg(name, result.error().message));
    QStringList escaped, weak;
    for (const QString &line : QString::fromUtf8(result->standardOutput).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (line.startsWith(QLatin1String("escaped: ")))
            escaped << line.mid(9);
        else if (line.startsWith(QLatin1String("weak: ")))
            weak << line.mid(6);
    }
    if (set.victim->wasHit())
        weak << QStringLiteral("other processes of this user can be ended by signals");
    if (!escaped.isEmpty())
        return leaking(backend, escaped);
    if (!result->succeeded() || !result->standardOutput.contains("finished"))
        return noSandbox(QStringLiteral("%1: a sandboxed program could not write to its workspace: %2.")
                             .arg(name, QString::fromUtf8(result->standardError.trimmed())));
    const QString tried = QStringLiteral(
        "A hostile program in it could not read or write outside of its workspace, write to git, reach network "
        "or sockets, touch other processes, or reach the kernel's administration.");
    return {name, true,
        weak.isEmpty() ? tried : tried + QStringLiteral(" Not closed here: %1.").arg(weak.join(QStringLiteral("; "))),
        weak, backend};
}

} // namespace

SandboxReport Sandbox::probe(std::optional<SandboxBackend> only)
{
    QStringList reasons;
    for (const SandboxBackend backend : {SandboxBackend::Bubblewrap, SandboxBackend::Landlock}) {
        if (only && *only != backend)
            continue;
        SandboxReport report = tryBackend(backend);
        if (report.isEffective) {
            for (const QString &reason : reasons)
                report.detail += u' ' + reason;
            return report;
        }
        reasons << report.detail;
    }
    return noSandbox(reasons.join(u' ')
        + QStringLiteral(
            " Commands need bubblewrap and user namespaces (install the package bubblewrap; as an ordinary user check the "
            "sysctls kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns; in a container allow "
            "user namespaces and an unmasked /proc), or a kernel with Landlock (5.13 or later). To run without a sandbox on "
            "purpose, set JCA_WORKER_SANDBOX=off."));
}

} // namespace mergeloom
