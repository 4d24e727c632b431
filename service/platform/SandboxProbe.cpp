#include "service/platform/FileDescriptor.h"
#include "service/platform/Process.h"
#include "service/platform/Sandbox.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mergeloom {

namespace {

using namespace std::chrono_literals;

/// Tries every way out that the sandbox must close, and says `escaped: …` for each that is open.
constexpr const char *escapeScript = R"(
canary=$1; port=$2; pid=$3; started=$4; workspace=$5
[ -e "$canary/secret" ] && echo "escaped: a file outside of the workspace can be read"
for place in "$canary" /usr /etc / "$workspace/.git"; do
    (: >"$place/mergeloom-probe") 2>/dev/null && echo "escaped: $place can be written"
done
(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && echo "escaped: the host's network can be reached"
if read -r line 2>/dev/null <"/proc/$pid/stat"; then
    set -- ${line##*) }
    [ "${20}" = "$started" ] && echo "escaped: processes of the host can be seen"
fi
: >"$workspace/written" && echo finished
)";

/// When this process started, by the clock of /proc: with the number it names one process, whatever namespace asks.
QByteArray startOfThisProcess()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ').value(19);
}

FileDescriptor listenOnLoopback(quint16 &port)
{
    FileDescriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (bind(listener.get(), generic, size) != 0 || listen(listener.get(), 1) != 0
        || getsockname(listener.get(), generic, &size) != 0)
        return {};
    port = ntohs(address.sin_port);
    return listener;
}

SandboxReport noSandbox(const QString &reason)
{
    return {QStringLiteral("none"), false,
        reason
            + QStringLiteral(
                " Commands need bubblewrap and user namespaces: install the package bubblewrap; as an ordinary user "
                "check the sysctls kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns; "
                "in a container allow user namespaces and an unmasked /proc. To run without a sandbox on purpose, set "
                "JCA_WORKER_SANDBOX=off.")};
}

} // namespace

SandboxReport Sandbox::probe()
{
    const QTemporaryDir outside, workspace;
    QFile secret(outside.filePath(QStringLiteral("secret")));
    if (!outside.isValid() || !workspace.isValid() || !secret.open(QIODevice::WriteOnly)
        || !QDir(workspace.path()).mkdir(QStringLiteral(".git")))
        return noSandbox(QStringLiteral("The sandbox was not tried: no temporary directory can be made in %1.")
                             .arg(QDir::tempPath()));
    quint16 port = 0;
    const FileDescriptor listener = listenOnLoopback(port);
    if (!listener.isOpen())
        return noSandbox(QStringLiteral("The sandbox was not tried: no loopback port can be opened."));

    ProcessRequest request;
    request.program = QStringLiteral("bash");
    request.arguments = QStringList{QStringLiteral("-c"), QString::fromLatin1(escapeScript), QStringLiteral("probe"),
        outside.path(), QString::number(port), QString::number(getpid()), QString::fromLatin1(startOfThisProcess()),
        workspace.path()};
    request.environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")}};
    request.timeLimit = 10s;
    request.sandbox = SandboxPolicy{.workspace = workspace.path()};
    const auto result = runProcess(request, {});
    if (!result)
        return noSandbox(result.error().message);
    const QString said = QString::fromUtf8(result->standardOutput);
    if (said.contains(QLatin1String("escaped: ")))
        return noSandbox(QStringLiteral("The sandbox leaks (%1).")
                             .arg(said.trimmed().replace(QLatin1Char('\n'), QLatin1String("; "))));
    if (!result->succeeded() || !said.contains(QLatin1String("finished"))
        || !QFile::exists(workspace.filePath(QStringLiteral("written"))))
        return noSandbox(QStringLiteral("A sandboxed program could not write to its workspace: %1.")
                             .arg(QString::fromUtf8(result->standardError.trimmed())));
    return {QStringLiteral("bubblewrap"), true,
        QStringLiteral(
            "A sandboxed program could not read or write outside of its workspace, write to .git, reach the network, or see "
            "the processes of this host.")};
}

} // namespace mergeloom
