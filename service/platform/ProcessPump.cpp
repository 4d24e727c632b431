#include "service/platform/ProcessPump.h"

#include "service/platform/ProcessTree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace mergeloom {

namespace {

using namespace std::chrono_literals;

constexpr auto drainTime = 2s;      // for what left-over children still hold open
constexpr auto withoutPidfd = 20ms; // how often to ask where the kernel cannot tell
constexpr auto launcherTime = 2s;   // for the launcher to end a tree, before it is ended itself
constexpr auto watchTime = 100ms;   // between two looks at the memory of a command
constexpr qsizetype pieceSize = 64 << 10;
constexpr int piecesPerTurn = 16; // one loud stream must not starve the other, nor the time limit

/// A write to a pipe that nobody reads must be an error here, not the end of the worker.
class PipeSignalGuard
{
public:
    PipeSignalGuard()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        m_wasPending = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~PipeSignalGuard()
    {
        const timespec now{0, 0};
        if (!m_wasPending)
            while (sigtimedwait(&m_pipe, nullptr, &now) < 0 && errno == EINTR) {
            }
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }

private:
    sigset_t m_pipe;
    sigset_t m_before;
    bool m_wasPending = false;
};

} // namespace

ProcessPump::ProcessPump(const ProcessRequest &request, LaunchedProcess child, std::chrono::milliseconds grace)
    : m_request(request), m_child(std::move(child)), m_grace(grace), m_deadline(m_start + request.timeLimit),
      m_watchAt(m_start + watchTime)
{
}

ProcessPump::~ProcessPump()
{
    if (m_isReaped)
        return;
    killAll();
    while (waitpid(m_child.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Result<ProcessResult> ProcessPump::run(std::stop_token stop)
{
    const FileDescriptor wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.isOpen())
        return failure(ErrorCode::Io, QStringLiteral("No descriptor is left to watch %1 with.").arg(m_request.program));
    const std::stop_callback onStop(stop, [&wake] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake.get(), &one, sizeof one);
    });
    for (;;) {
        const Clock::time_point now = Clock::now();
        if (!m_hasExited && noticeExit()) {
            m_hasExited = true;
            m_drainUntil = now + drainTime;
            m_child.input.close();
            m_child.exit.close(); // it would stay readable
            if (m_report)
                drainRest();
        }
        if (isOver(now, stop))
            break;
        endWhenDue(now, stop);
        watchLimits(now);
        wait(wake.get(), now);
    }
    if (m_report) { // then nothing of it is left
        takeReport();
    } else {
        killAll(); // before the child is reaped: until then its group cannot be somebody else's
        MERGELOOM_CHECK(reap());
    }
    m_result.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_start);
    return std::move(m_result);
}

bool ProcessPump::isOver(Clock::time_point now, const std::stop_token &stop)
{
    if (!m_hasExited)
        return false;
    return (!m_child.output.isOpen() && !m_child.error.isOpen()) || now >= m_drainUntil || stop.stop_requested();
}

void ProcessPump::endWhenDue(Clock::time_point now, const std::stop_token &stop)
{
    if (m_hasExited)
        return;
    if (!m_isEnding && (stop.stop_requested() || now >= m_deadline)) {
        m_result.end = stop.stop_requested() ? ProcessEnd::Cancelled : ProcessEnd::TimedOut;
        m_isEnding = true;
        m_killAt = now + m_grace;
        askToEnd();
    }
    if (m_isEnding && now >= m_killAt)
        killAll();
}

void ProcessPump::askToEnd()
{
    m_child.input.close();
    if (m_child.channel.isOpen()) [[maybe_unused]]
        const auto sent = ::send(m_child.channel.get(), &launcher::askToEnd, sizeof launcher::askToEnd, MSG_NOSIGNAL);
    else
        ::kill(-m_child.pid, SIGTERM);
}

/// A launcher kills what it watches over, and tells; it is killed itself only if it does not.
void ProcessPump::killAll()
{
    const Clock::time_point now = Clock::now();
    if (m_child.channel.isOpen() && !m_isKilled && !m_hasExited) {
        ::shutdown(m_child.channel.get(), SHUT_WR);
        m_killAt = now + launcherTime;
    } else {
        // Without its launcher a command has nobody who knows all of it.
        const QList<pid_t> tree = m_hasExited ? QList<pid_t>() : treeBelow(m_child.pid);
        ::kill(-m_child.pid, SIGKILL);
        for (const pid_t process : tree)
            ::kill(process, SIGKILL);
        m_killAt = now + 1s;
    }
    m_isKilled = true;
}

/// What the kernel does not count for all processes of a command together is looked at from here.
void ProcessPump::watchLimits(Clock::time_point now)
{
    if (m_hasExited || m_isEnding || !m_request.sandbox || !m_child.channel.isOpen() || now < m_watchAt)
        return;
    const SandboxLimits &limits = m_request.sandbox->limits;
    const QList<pid_t> tree = treeBelow(m_child.pid);
    if (limits.processes > 0 && tree.size() > limits.processes)
        endBecause(QStringLiteral("more than %1 processes (JCA_WORKER_COMMAND_PROCESSES)").arg(limits.processes));
    else if (limits.memoryBytes > 0 && memoryOf(tree) > limits.memoryBytes)
        endBecause(
            QStringLiteral("more than %1 MB of memory (JCA_WORKER_COMMAND_MEMORY_MB)").arg(limits.memoryBytes >> 20));
    const Clock::time_point after = Clock::now(); // many threads take long to look at
    m_watchAt = after + std::max<Clock::duration>(watchTime, 20 * (after - now));
}

void ProcessPump::endBecause(const QString &exceeded)
{
    m_result.exceeded = exceeded;
    m_isEnding = true;
    killAll();
}

int ProcessPump::pollTimeout(Clock::time_point now) const
{
    Clock::time_point next = m_hasExited ? m_drainUntil : m_isEnding ? m_killAt : m_deadline;
    if (!m_hasExited && !m_isEnding && m_child.channel.isOpen())
        next = std::min(next, m_watchAt);
    auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now);
    if (!m_hasExited && !m_child.exit.isOpen())
        left = std::min<std::chrono::milliseconds>(left, withoutPidfd);
    return int(std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 3'600'000));
}

void ProcessPump::wait(int wakeDescriptor, Clock::time_point now)
{
    // After the stop was seen the wake-up has done its work; left in the list it would make the loop spin.
    std::array<pollfd, 6> watched{{
        {m_isEnding ? -1 : wakeDescriptor, POLLIN, 0},
        {m_child.exit.get(), POLLIN, 0},
        {m_child.output.get(), POLLIN, 0},
        {m_child.error.get(), POLLIN, 0},
        {m_child.channel.get(), POLLIN, 0},
        {m_child.input.get(), POLLOUT, 0},
    }};
    if (::poll(watched.data(), watched.size(), pollTimeout(now)) <= 0)
        return;
    if (watched[2].revents)
        drain(m_child.output, m_result.standardOutput, false);
    if (watched[3].revents)
        drain(m_child.error, m_result.standardError, true);
    if (watched[4].revents)
        readReport();
    if (watched[5].revents)
        feed();
}

void ProcessPump::feed()
{
    const PipeSignalGuard guard;
    const qsizetype left = m_request.input.size() - m_fed;
    const ssize_t written = ::write(m_child.input.get(), m_request.input.constData() + m_fed, size_t(left));
    if (written > 0)
        m_fed += written;
    const bool isBroken = written < 0 && errno != EAGAIN && errno != EINTR; // it does not want more: its right
    if (isBroken || m_fed == m_request.input.size())
        m_child.input.close();
}

/// Nobody is left who could write more: what holds the pipes open is the sandbox, which the kernel still tears down.
void ProcessPump::drainRest()
{
    while (drain(m_child.output, m_result.standardOutput, false) == Left::More) {
    }
    while (drain(m_child.error, m_result.standardError, true) == Left::More) {
    }
    m_child.output.close();
    m_child.error.close();
}

ProcessPump::Left ProcessPump::drain(FileDescriptor &from, QByteArray &into, bool isStandardError)
{
    std::array<char, pieceSize> buffer;
    for (int i = 0; i < piecesPerTurn && from.isOpen(); ++i) {
        const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return errno == EINTR ? Left::More : Left::Nothing;
        if (got <= 0) {
            from.close();
            return Left::Nothing;
        }
        if (!isStandardError && m_request.onStream)
            m_request.onStream(QByteArrayView(buffer.data(), got));
        const qsizetype kept = std::clamp<qsizetype>(m_request.outputLimit - into.size(), 0, got);
        m_result.droppedBytes += got - kept;
        if (kept == 0)
            continue;
        into.append(buffer.data(), kept);
        if (m_request.onOutput)
            m_request.onOutput(QByteArray(buffer.data(), kept), isStandardError);
    }
    return from.isOpen() ? Left::More : Left::Nothing;
}

void ProcessPump::readReport()
{
    launcher::Report report;
    constexpr std::size_t allOfIt = sizeof launcher::orderTaken + sizeof report;
    std::array<char, allOfIt> told;
    while (m_child.channel.isOpen() && !m_report) {
        const ssize_t got = ::read(m_child.channel.get(), told.data(), allOfIt - size_t(m_told.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            m_child.channel.close();
            return;
        }
        m_told.append(told.data(), got);
        if (m_told.size() == qsizetype(allOfIt)) {
            memcpy(&report, m_told.constData() + sizeof launcher::orderTaken, sizeof report);
            m_report = report;
        }
    }
}

bool ProcessPump::noticeExit()
{
    if (m_report)
        return true;
    siginfo_t information{};
    const int answer = waitid(P_PID, id_t(m_child.pid), &information, WEXITED | WNOHANG | WNOWAIT);
    const bool isGone = answer == 0 ? information.si_pid == m_child.pid : errno != EINTR;
    if (isGone)
        readReport(); // it may have come since the last look
    return isGone;
}

LaunchedProcess ProcessPump::takeChild()
{
    m_isReaped = true;
    return std::move(m_child);
}

void ProcessPump::takeReport()
{
    if (m_result.end != ProcessEnd::Exited)
        return;
    m_result.end = m_report->kind == launcher::ReportKind::Signalled ? ProcessEnd::Signalled : ProcessEnd::Exited;
    m_result.exitCode = m_report->value;
}

Result<void> ProcessPump::reap()
{
    int status = 0;
    pid_t reaped = 0;
    do
        reaped = waitpid(m_child.pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    m_isReaped = true;
    if (reaped != m_child.pid) {
        return failure(ErrorCode::Internal,
            QStringLiteral("Something else waited for %1, so its exit code is lost.").arg(m_request.program));
    }
    if (m_result.end != ProcessEnd::Exited)
        return {};
    m_result.end = WIFEXITED(status) ? ProcessEnd::Exited : ProcessEnd::Signalled;
    m_result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    return {};
}

} // namespace mergeloom
