#include "service/platform/ProcessLaunch.h"

#include "service/sandbox/LauncherProtocol.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <vector>

namespace mergeloom {

namespace {

enum class LaunchStep : int { Directory, Program, Other };

struct LaunchFault {
    LaunchStep step = LaunchStep::Other;
    int number = 0;
};

struct PipeEnds {
    FileDescriptor read;
    FileDescriptor write;
};

// Over the descriptors that the child is given, so that dup2() in it never hits one that is still needed.
constexpr int firstFreeDescriptor = 16;

bool moveUp(FileDescriptor &descriptor)
{
    descriptor = FileDescriptor(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, firstFreeDescriptor));
    return descriptor.isOpen();
}

bool takeUp(PipeEnds &ends, const int (&descriptors)[2])
{
    ends.read = FileDescriptor(descriptors[0]);
    ends.write = FileDescriptor(descriptors[1]);
    return moveUp(ends.read) && moveUp(ends.write);
}

bool makePipe(PipeEnds &ends)
{
    int descriptors[2];
    return pipe2(descriptors, O_CLOEXEC) == 0 && takeUp(ends, descriptors);
}

/// `read` is our end, `write` that of the child.
bool makeSocket(PipeEnds &ends)
{
    int descriptors[2];
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors) == 0 && takeUp(ends, descriptors);
}

void doNotBlock(const FileDescriptor &descriptor)
{
    if (descriptor.isOpen())
        fcntl(descriptor.get(), F_SETFL, fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

std::vector<char *> pointersTo(const QList<QByteArray> &texts)
{
    std::vector<char *> pointers;
    for (const QByteArray &text : texts)
        pointers.push_back(const_cast<char *>(text.constData())); // execve() does not write to them
    pointers.push_back(nullptr);
    return pointers;
}

struct ChildPlan {
    const char *program;
    const char *directory; ///< null: stay
    char *const *arguments;
    char *const *environment;
    int input;
    int output;
    int error;
    int channel; ///< -1: none
    int fault;
    pid_t parent;
};

void becomeDefault()
{
    // A signal that we ignore stays ignored over exec: programs would miss SIGPIPE.
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        sigaction(number, &action, nullptr);
    sigset_t nothing;
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, nullptr);
    const rlimit noCore{0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
}

void keepOnlyFrom(int firstClosed)
{
#ifdef SYS_close_range
    constexpr unsigned closeOnExec = 4; // CLOSE_RANGE_CLOEXEC, since Linux 5.11
    if (syscall(SYS_close_range, unsigned(firstClosed), ~0U, closeOnExec) == 0)
        return;
#endif
    for (int descriptor = firstClosed; descriptor < 4096; ++descriptor)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

[[noreturn]] void giveUp(const ChildPlan &plan, LaunchStep step)
{
    const LaunchFault fault{step, errno};
    [[maybe_unused]] const auto written = write(plan.fault, &fault, sizeof fault);
    _exit(127);
}

/// Between fork and exec of a program with threads: only async-signal-safe calls.
[[noreturn]] void runChild(const ChildPlan &plan)
{
    becomeDefault();
    setsid();
    if (plan.channel < 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != plan.parent)
        _exit(127); // the parent was gone before it could be asked for
    if (dup2(plan.input, 0) < 0 || dup2(plan.output, 1) < 0 || dup2(plan.error, 2) < 0)
        giveUp(plan, LaunchStep::Other);
    if (plan.channel >= 0 && dup2(plan.channel, launcher::channelDescriptor) < 0)
        giveUp(plan, LaunchStep::Other);
    keepOnlyFrom(plan.channel >= 0 ? launcher::channelDescriptor + 1 : 3);
    if (plan.directory && chdir(plan.directory) != 0)
        giveUp(plan, LaunchStep::Directory);
    execve(plan.program, plan.arguments, plan.environment);
    giveUp(plan, LaunchStep::Program);
}

Unexpected noResources(const char *what)
{
    const int number = errno;
    return failure(ErrorCode::Io,
        QStringLiteral("Cannot make %1 for a process: %2. Close programs or raise the limits of this host.")
            .arg(QLatin1StringView(what), QString::fromLocal8Bit(strerror(number))));
}

Unexpected describe(const LaunchFault &fault, const LaunchRequest &request)
{
    const QString reason = QString::fromLocal8Bit(strerror(fault.number));
    const bool isMissing = fault.number == ENOENT || fault.number == ENOTDIR;
    if (fault.step == LaunchStep::Directory) {
        return failure(isMissing ? ErrorCode::NotFound : ErrorCode::Forbidden,
            QStringLiteral("Cannot run in the directory %1: %2.")
                .arg(QString::fromLocal8Bit(request.workingDirectory), reason));
    }
    if (fault.step == LaunchStep::Other)
        return failure(ErrorCode::Io, QStringLiteral("Cannot prepare a process: %1.").arg(reason));
    const QString program = QString::fromLocal8Bit(request.program);
    if (isMissing)
        return failure(
            ErrorCode::NotFound, QStringLiteral("The program %1 (or its interpreter) does not exist.").arg(program));
    if (fault.number == E2BIG)
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("The arguments of %1 are too long for this host.").arg(program));
    return failure(ErrorCode::Forbidden, QStringLiteral("The program %1 cannot be run: %2.").arg(program, reason));
}

} // namespace

Result<LaunchedProcess> launchProcess(const LaunchRequest &request)
{
    PipeEnds input, output, error, channel, fault;
    if (!makePipe(output) || !makePipe(error) || !makePipe(fault))
        return noResources("pipes");
    if (request.input == LaunchInput::Pipe) {
        if (!makePipe(input))
            return noResources("pipes");
    } else if (request.input == LaunchInput::Given) {
        input.read = FileDescriptor(fcntl(request.givenInput, F_DUPFD_CLOEXEC, firstFreeDescriptor));
        if (!input.read.isOpen())
            return noResources("an input");
    } else {
        input.read = FileDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!input.read.isOpen() || !moveUp(input.read))
            return noResources("an empty input");
    }
    if (request.channel == LaunchChannel::Socket && !makeSocket(channel))
        return noResources("a socket");

    const std::vector<char *> arguments = pointersTo(request.arguments);
    const std::vector<char *> environment = pointersTo(request.environment);
    const ChildPlan plan{request.program.constData(),
        request.workingDirectory.isEmpty() ? nullptr : request.workingDirectory.constData(), arguments.data(),
        environment.data(), input.read.get(), output.write.get(), error.write.get(), channel.write.get(),
        fault.write.get(), getpid()};
    // No copy of this program's page tables. Until it has become another program the child runs in our memory, while this
    // thread stands still; no handler of ours may run in it.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = vfork();
    if (pid == 0)
        runChild(plan);
    const int forkError = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = forkError;
    if (pid < 0)
        return noResources("room");

    input.read.close();
    output.write.close();
    error.write.close();
    channel.write.close();
    fault.write.close();
    LaunchFault reported;
    ssize_t got = 0;
    do
        got = read(fault.read.get(), &reported, sizeof reported);
    while (got < 0 && errno == EINTR);
    if (got == ssize_t(sizeof reported)) {
        waitpid(pid, nullptr, 0);
        return describe(reported, request);
    }

    LaunchedProcess launched;
    launched.pid = pid;
    launched.exit = FileDescriptor(int(syscall(SYS_pidfd_open, pid, 0)));
    launched.input = std::move(input.write);
    launched.output = std::move(output.read);
    launched.error = std::move(error.read);
    launched.channel = std::move(channel.read);
    for (const FileDescriptor *descriptor : {&launched.input, &launched.output, &launched.error, &launched.channel})
        doNotBlock(*descriptor);
    return launched;
}

} // namespace mergeloom
