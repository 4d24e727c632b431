#include "service/sandbox/Limits.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mergeloom::launcher {

namespace {

bool lower(int resource, std::uint64_t wanted, std::uint64_t wantedHard)
{
    rlimit limit{};
    if (getrlimit(__rlimit_resource_t(resource), &limit) != 0)
        return false;
    limit.rlim_max = std::min<rlim_t>(limit.rlim_max, wantedHard);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
    return setrlimit(__rlimit_resource_t(resource), &limit) == 0;
}

/// How many tasks the host runs now; 0 when it does not say.
std::uint64_t tasksOfHost()
{
    std::uint64_t tasks = 0;
    if (FILE *file = std::fopen("/proc/loadavg", "re")) {
        if (std::fscanf(file, "%*f %*f %*f %*u/%lu", &tasks) != 1)
            tasks = 0;
        std::fclose(file);
    }
    return tasks;
}

} // namespace

void goFirstWhenMemoryIsShort()
{
    if (const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
        [[maybe_unused]] const auto written = write(file, "1000", 4);
        close(file);
    }
}

bool apply(const Limits &limits)
{
    bool isDone = lower(RLIMIT_CORE, 0, 0);
    if (limits.processes > 0) {
        const std::uint64_t most = limits.processes + (limits.countsWholeHost ? tasksOfHost() : 0);
        isDone = lower(RLIMIT_NPROC, most, most) && isDone;
    }
    if (limits.openFiles > 0)
        isDone = lower(RLIMIT_NOFILE, limits.openFiles, limits.openFiles) && isDone;
    if (limits.fileBytes > 0)
        isDone = lower(RLIMIT_FSIZE, limits.fileBytes, limits.fileBytes) && isDone;
    if (limits.processorSeconds > 0) // XCPU first, KILL for what ignores it
        isDone = lower(RLIMIT_CPU, limits.processorSeconds, limits.processorSeconds + 5) && isDone;
    return isDone;
}

} // namespace mergeloom::launcher
