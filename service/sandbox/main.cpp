// mergeloom-sandbox: the last program before a command of a run. It waits for the order, so that it can be started ahead
// of it; gives up every right that the command must not have; starts it; and ends all that it left behind. The worker
// starts it inside of bubblewrap, or alone where there are no name spaces. No Qt, linked whole: it starts in half a millisecond.
#include "service/sandbox/Confinement.h"
#include "service/sandbox/EscapeAttempts.h"
#include "service/sandbox/Limits.h"
#include "service/sandbox/ProxyListener.h"
#include "service/sandbox/Supervisor.h"
#include "service/sandbox/SystemCallFilter.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/prctl.h>
#include <unistd.h>

using namespace mergeloom::launcher;

namespace {

struct Settings {
    Limits limits;
    FileRights files;
    SocketFamilies families;
    std::uint16_t proxyPort = 0; ///< 0: no proxy
    SharedMemory shared = SharedMemory::Allowed;
};

/// Options come from the worker alone; whatever is wrong with them is a mistake of ours.
bool parse(int count, char **texts, Settings &settings)
{
    for (int i = 1; i < count; ++i) {
        const std::string_view option = texts[i];
        if (option == "--unix") {
            settings.families.isUnixAllowed = true;
        } else if (option == "--unix-if-shut") { // the network is the host's, and so are the abstract sockets in it
            settings.families.isUnixAllowed = canShutAbstractSockets();
        } else if (option == "--internet") {
            settings.families.isInternetAllowed = true;
        } else if (option == "--alone") { // no name spaces around this: Landlock does what it can
            settings.files.isConfining = true;
            settings.shared = SharedMemory::Refused;
            settings.limits.countsWholeHost = true;
        } else if (i + 1 == count) {
            return false;
        } else if (const char *value = texts[++i]; option == "--read") {
            settings.files.readable.emplace_back(value);
        } else if (option == "--write") {
            settings.files.writable.emplace_back(value);
        } else if (option == "--device") {
            settings.files.devices.emplace_back(value);
        } else if (option == "--processes") {
            settings.limits.processes = std::strtoull(value, nullptr, 10);
        } else if (option == "--proxy-port") {
            settings.proxyPort = std::uint16_t(std::strtoul(value, nullptr, 10));
        } else if (option == "--open-files") {
            settings.limits.openFiles = std::strtoull(value, nullptr, 10);
        } else if (option == "--file-bytes") {
            settings.limits.fileBytes = std::strtoull(value, nullptr, 10);
        } else if (option == "--processor-seconds") {
            settings.limits.processorSeconds = std::strtoull(value, nullptr, 10);
        } else {
            return false;
        }
    }
    return true;
}

[[noreturn]] void finish(const Report &report)
{
    [[maybe_unused]] const auto written = write(channelDescriptor, &report, sizeof report);
    _exit(0);
}

[[noreturn]] void giveUp(int faultDescriptor, ReportKind kind)
{
    const Report report{kind, errno};
    [[maybe_unused]] const auto written = write(faultDescriptor, &report, sizeof report);
    _exit(127);
}

std::vector<char *> pointersTo(const std::vector<std::string> &texts)
{
    std::vector<char *> pointers;
    for (const std::string &text : texts)
        pointers.push_back(const_cast<char *>(text.c_str())); // exec does not write to them
    pointers.push_back(nullptr);
    return pointers;
}

[[noreturn]] void become(const Order &order, const Settings &settings, int fault)
{
    const std::vector<char *> arguments = pointersTo(order.command);
    const std::vector<char *> environment = pointersTo(order.environment);
    environ = const_cast<char **>(environment.data()); // its PATH is the one to look in
    if (!apply(settings.limits))
        giveUp(fault, ReportKind::NoConfinement);
    if (!dropPrivileges() || !confine(settings.files))
        giveUp(fault, ReportKind::NoConfinement);
    if (chdir(order.directory.c_str()) != 0)
        giveUp(fault, ReportKind::NoDirectory);
    sigset_t nothing;
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, nullptr);
    if (!filterSystemCalls(settings.families, settings.shared))
        giveUp(fault, ReportKind::NoConfinement);
    execvp(arguments[0], arguments.data());
    giveUp(fault, ReportKind::NoProgram);
}

} // namespace

int main(int count, char **texts)
{
    if (count > 1 && std::string_view(texts[1]) == "--try-to-escape")
        return tryToEscape(count - 2, texts + 2);
    Settings settings;
    Order order;
    if (!parse(count, texts, settings)) {
        std::fprintf(stderr, "mergeloom-sandbox: wrong options; only mergeloom-worker starts this program\n");
        return 2;
    }
    fcntl(channelDescriptor, F_SETFD, FD_CLOEXEC); // the worker listens to this program alone
    goFirstWhenMemoryIsShort();                    // needs a /proc that is still ours
    // From here on nobody inside may look into this process.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t childEnded;
    sigemptyset(&childEnded);
    sigaddset(&childEnded, SIGCHLD);
    sigprocmask(SIG_BLOCK, &childEnded, nullptr);
    if (settings.proxyPort != 0 && !handOverListener(settings.proxyPort)) {
        std::perror("mergeloom-sandbox: no socket for the proxy");
        return 2;
    }
    if (!receiveOrder(order) || write(channelDescriptor, &orderTaken, sizeof orderTaken) != sizeof orderTaken)
        return 0;

    int fault[2];
    if (pipe2(fault, O_CLOEXEC) != 0)
        finish({ReportKind::NoConfinement, errno});
    const pid_t command = fork();
    if (command < 0)
        finish({ReportKind::NoConfinement, errno});
    if (command == 0) {
        std::signal(SIGPIPE, SIG_DFL);
        become(order, settings, fault[1]);
    }
    // Only the command and what it starts keep the streams open: their end is the end of the output.
    for (const int stream : {0, 1, 2})
        close(stream);
    close(fault[1]);
    const Report ended = supervise(command);
    Report notStarted;
    finish(read(fault[0], &notStarted, sizeof notStarted) == ssize_t(sizeof notStarted) ? notStarted : ended);
}
