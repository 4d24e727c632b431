#include "service/platform/SandboxedProcess.h"

#include "service/platform/DescriptorChannel.h"
#include "service/platform/ProcessPump.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace mergeloom {

namespace {

constexpr std::chrono::seconds longestStart{60};
constexpr const char *usualPath = "/usr/local/bin:/usr/bin:/bin";

/// Where there is no /tmp of its own, what is to be there is in the private directory.
QString movedTo(const QString &privateDirectory, const QString &path)
{
    const bool isTemporary = path == QLatin1String("/tmp") || path.startsWith(QLatin1String("/tmp/"));
    return privateDirectory.isEmpty() || !isTemporary ? path : privateDirectory;
}

/// A folder that is there, but out of reach, would end the search for a program; where it is hidden it is skipped.
QString reachablePath(const QString &path, const SandboxPolicy &policy)
{
    QStringList reachable = policy.readOnlyPaths;
    reachable << QStringLiteral("/usr") << QStringLiteral("/bin") << QStringLiteral("/sbin");
    if (!policy.workspace.isEmpty())
        reachable << policy.workspace;
    QStringList kept;
    for (const QString &folder : path.split(u':'))
        for (const QString &root : reachable)
            if (const QString clean = QDir::cleanPath(folder); clean == root || clean.startsWith(root + u'/')) {
                kept << folder;
                break;
            }
    return kept.join(u':');
}

QByteArray orderOf(const ProcessRequest &request, const QString &privateDirectory)
{
    const QString directory = !request.workingDirectory.isEmpty() ? request.workingDirectory
        : !request.sandbox->workspace.isEmpty()                   ? request.sandbox->workspace
                                                                  : movedTo(privateDirectory, QStringLiteral("/tmp"));
    QMap<QString, QString> environment{{QStringLiteral("HOME"), QString::fromLatin1(sandboxHome)},
        {QStringLiteral("PATH"), QString::fromLatin1(usualPath)}};
    if (!privateDirectory.isEmpty()) {
        environment.insert(QStringLiteral("TMPDIR"), privateDirectory);
        // git gives up on a file that is there and cannot be read; the other back end does not show it at all.
        environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    }
    environment.insert(request.environment);
    for (const char *name : {"HOME", "TMPDIR"})
        if (const auto it = environment.find(QString::fromLatin1(name)); it != environment.end())
            *it = movedTo(privateDirectory, *it);
    if (!privateDirectory.isEmpty())
        environment[QStringLiteral("PATH")] = reachablePath(environment[QStringLiteral("PATH")], *request.sandbox);
    QByteArray text = QFile::encodeName(directory) + '\0';
    for (auto it = environment.begin(); it != environment.end(); ++it)
        text += it.key().toUtf8() + '=' + it.value().toUtf8() + '\0';
    text += '\0' + QFile::encodeName(request.program) + '\0';
    for (const QString &argument : request.arguments)
        text += QFile::encodeName(argument) + '\0';
    const auto size = std::uint32_t(text.size());
    return text.prepend(reinterpret_cast<const char *>(&size), sizeof size);
}

QString reasonOf(int number) { return QString::fromLocal8Bit(strerror(number)); }

Unexpected didNotStart(const ProcessRequest &request, const launcher::Report &report)
{
    const QString reason = reasonOf(report.value);
    if (report.kind == launcher::ReportKind::NoDirectory)
        return failure(report.value == EACCES ? ErrorCode::Forbidden : ErrorCode::NotFound,
            QStringLiteral("Cannot run in the directory %1: %2.").arg(request.workingDirectory, reason));
    if (report.kind == launcher::ReportKind::NoProgram && report.value == E2BIG)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The arguments of %1 are too long for this host.").arg(request.program));
    if (report.kind == launcher::ReportKind::NoProgram)
        return failure(ErrorCode::NotFound,
            QStringLiteral(
                "The program %1 cannot be run in the sandbox (%2). Install it under /usr, or add its directory "
                "to the paths that the sandbox shows.")
                .arg(request.program, reason));
    return failure(ErrorCode::Unavailable,
        QStringLiteral("The sandbox could not shut %1 in: %2. `mergeloom-worker doctor` says what this host lacks.")
            .arg(request.program, reason));
}

/// What ends a program that goes over a limit of its own shows as a signal, or as the shell's word for it.
QString exceededBy(const ProcessResult &result, const SandboxLimits &limits)
{
    const int signal = result.end == ProcessEnd::Signalled ? result.exitCode : result.exitCode - 128;
    if (result.end != ProcessEnd::Signalled && result.end != ProcessEnd::Exited)
        return {};
    if (signal == SIGXCPU && limits.processorSeconds > 0)
        return QStringLiteral("more than %1 s of processor time (JCA_WORKER_COMMAND_CPU_SECONDS)")
            .arg(limits.processorSeconds);
    if (signal == SIGXFSZ && limits.fileBytes > 0)
        return QStringLiteral("a file of more than %1 MB (JCA_WORKER_COMMAND_FILE_MB)").arg(limits.fileBytes >> 20);
    return {};
}

void sayExceeded(const ProcessRequest &request, ProcessResult &result)
{
    if (result.exceeded.isEmpty())
        result.exceeded = exceededBy(result, request.sandbox->limits);
    if (result.exceeded.isEmpty())
        return;
    const QByteArray line = "mergeloom: ended by the sandbox: the command had " + result.exceeded.toUtf8() + "\n";
    result.standardError += line;
    if (request.onOutput)
        request.onOutput(line, true);
}

Result<LaunchedProcess> launchIn(const SandboxPolicy &policy, const QString &privateDirectory, LaunchInput input)
{
    MERGELOOM_TRY(const QStringList line, Sandbox::commandLine(policy, privateDirectory));
    LaunchRequest launch;
    launch.program = QFile::encodeName(line.value(0));
    for (const QString &argument : line)
        launch.arguments << QFile::encodeName(argument);
    launch.channel = LaunchChannel::Socket;
    launch.input = input;
    return launchProcess(launch);
}

} // namespace

Result<std::unique_ptr<SandboxedProcess>> SandboxedProcess::start(const SandboxPolicy &policy, LaunchInput input)
{
    std::optional<ScratchDirectory> own;
    if (policy.backend == SandboxBackend::Landlock) {
        MERGELOOM_TRY(ScratchDirectory made, ScratchDirectory::make(QStringLiteral("command")));
        own.emplace(std::move(made));
    }
    MERGELOOM_TRY(LaunchedProcess started, launchIn(policy, own ? own->path() : QString(), input));
    return std::unique_ptr<SandboxedProcess>(new SandboxedProcess(std::move(started), std::move(own)));
}

SandboxedProcess::~SandboxedProcess()
{
    endLauncher(); // before its folder goes
}

void SandboxedProcess::endLauncher()
{
    if (m_launched.pid < 0)
        return;
    m_launched.channel.close();
    // A launcher that waits for its order ends at once; bubblewrap that still builds the sandbox need not finish.
    if (!m_isOver)
        ::kill(-m_launched.pid, SIGKILL);
    while (::waitpid(m_launched.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

bool SandboxedProcess::hasEnded() const
{
    siginfo_t information{};
    const auto id = id_t(m_launched.pid);
    return m_launched.pid < 0
        || (::waitid(P_PID, id, &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_pid != 0);
}

Result<void> SandboxedProcess::begin(const ProcessRequest &request)
{
    if (request.program.isEmpty() || request.program.startsWith(QLatin1Char('-')))
        return failure(ErrorCode::InvalidInput, QStringLiteral("“%1” is no program.").arg(request.program));
    const QByteArray order = orderOf(request, m_private ? m_private->path() : QString());
    if (order.size() > qsizetype(launcher::longestOrder))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The arguments of %1 are longer than %2 bytes.")
                .arg(request.program)
                .arg(launcher::longestOrder));
    for (qsizetype sent = 0; sent < order.size();) {
        const int channel = m_launched.channel.get();
        const ssize_t done = ::send(channel, order.constData() + sent, size_t(order.size() - sent), MSG_NOSIGNAL);
        pollfd writable{channel, POLLOUT, 0};
        if (done > 0)
            sent += done;
        else if (errno != EINTR && (errno != EAGAIN || ::poll(&writable, 1, 10'000) <= 0))
            break; // it is gone; its last words tell more than this would
    }
    return {};
}

Result<ProcessResult> SandboxedProcess::finish(
    const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace)
{
    if (request.sandbox->network == NetworkMode::Allowlist)
        // A launcher that is gone leaves none; its last words are told below.
        if (FileDescriptor listener = receiveDescriptor(m_launched.channel, longestStart);
            listener.isOpen() && request.onProxyListener)
            request.onProxyListener(std::move(listener));
    ProcessPump pump(request, std::exchange(m_launched, {}), grace);
    auto ran = pump.run(std::move(stop));
    m_hasBegun = pump.hasBegun();
    MERGELOOM_TRY(ProcessResult result, std::move(ran));
    if (!pump.report()) {
        if (result.end == ProcessEnd::Exited)
            return failure(ErrorCode::Unavailable,
                QStringLiteral("The sandbox did not start: %1. `mergeloom-worker doctor` says what this host lacks.")
                    .arg(QString::fromUtf8(result.standardError.trimmed())));
        return result;
    }
    m_launched = pump.takeChild();
    m_isOver = true;
    if (pump.report()->kind > launcher::ReportKind::Signalled)
        return didNotStart(request, *pump.report());
    sayExceeded(request, result);
    return result;
}

} // namespace mergeloom
