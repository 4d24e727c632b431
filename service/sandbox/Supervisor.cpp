#include "service/sandbox/Supervisor.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mergeloom::launcher {

namespace {

bool readAll(void *into, std::size_t size)
{
    auto *place = static_cast<char *>(into);
    while (size > 0) {
        const ssize_t got = read(channelDescriptor, place, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        place += got;
        size -= std::size_t(got);
    }
    return true;
}

std::vector<pid_t> childrenOf(pid_t process)
{
    std::vector<pid_t> children;
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, process);
    if (FILE *file = std::fopen(path, "re")) {
        for (pid_t child = 0; std::fscanf(file, "%d", &child) == 1;)
            children.push_back(child);
        std::fclose(file);
    }
    return children;
}

/// In a PID namespace of its own all but this process, else all that descend from it.
void signalAll(int number)
{
    if (getpid() == 1) {
        kill(-1, number);
        return;
    }
    std::vector<pid_t> tree = childrenOf(getpid());
    for (std::size_t i = 0; i < tree.size(); ++i) {
        // Killed from the top down: what is dead makes no new children, and its own become ours.
        kill(tree[i], number);
        for (const pid_t child : childrenOf(tree[i]))
            tree.push_back(child);
    }
}

Report reportOf(int status)
{
    if (WIFEXITED(status))
        return {ReportKind::Exited, WEXITSTATUS(status)};
    return {ReportKind::Signalled, WTERMSIG(status)};
}

/// Takes in what has ended. True once nothing is left.
bool reap(pid_t command, Report &report, bool &hasEnded)
{
    for (;;) {
        int status = 0;
        const pid_t ended = waitpid(-1, &status, WNOHANG);
        if (ended == 0)
            return false;
        if (ended < 0 && errno == EINTR)
            continue;
        if (ended < 0)
            return true;
        if (ended == command) {
            report = reportOf(status);
            hasEnded = true;
        }
    }
}

} // namespace

bool receiveOrder(Order &order)
{
    std::uint32_t size = 0;
    if (!readAll(&size, sizeof size) || size == 0 || size > longestOrder)
        return false;
    std::string text(size, '\0');
    if (!readAll(text.data(), size) || text.back() != '\0')
        return false;
    std::vector<std::string> *list = nullptr;
    for (std::size_t at = 0; at < text.size();) {
        const std::string part = text.c_str() + at;
        at += part.size() + 1;
        if (!list) {
            order.directory = part;
            list = &order.environment;
        } else if (part.empty() && list == &order.environment) {
            list = &order.command;
        } else {
            list->push_back(part);
        }
    }
    return !order.command.empty();
}

Report supervise(pid_t command)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    const int childEnded = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    Report report{ReportKind::Signalled, SIGKILL};
    bool hasEnded = false;
    bool isWorkerThere = true;
    for (;;) {
        const bool isAllGone = reap(command, report, hasEnded);
        if (isAllGone)
            return report;
        if (hasEnded || !isWorkerThere)
            signalAll(SIGKILL);
        pollfd events[]{{childEnded, POLLIN, 0}, {isWorkerThere ? channelDescriptor : -1, POLLIN, 0}};
        // What forks while it is killed needs another look soon.
        poll(events, 2, hasEnded || !isWorkerThere ? 5 : -1);
        if (events[0].revents) {
            signalfd_siginfo ignored{};
            while (read(childEnded, &ignored, sizeof ignored) > 0) {
            }
        }
        if (events[1].revents) {
            char what = 0;
            const ssize_t got = read(channelDescriptor, &what, 1);
            if (got == 1 && what == askToEnd)
                signalAll(SIGTERM);
            else if (got == 0 || (got < 0 && errno != EINTR))
                isWorkerThere = false;
        }
    }
}

} // namespace mergeloom::launcher
