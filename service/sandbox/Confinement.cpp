#include "service/sandbox/Confinement.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mergeloom::launcher {

namespace {

// <linux/landlock.h> of the oldest supported system knows a part of this only.
struct RulesetAttributes {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scopes;
};
struct __attribute__((packed)) PathRule {
    std::uint64_t allowed;
    std::int32_t parent;
};
constexpr int pathRuleType = 1;
constexpr unsigned askForVersion = 1;
constexpr std::uint64_t execute = 1 << 0, writeFile = 1 << 1, readFile = 1 << 2, readDirectory = 1 << 3,
                        makeCharacterDevice = 1 << 6, makeBlockDevice = 1 << 11, refer = 1 << 13,
                        truncateFile = 1 << 14, controlDevice = 1 << 15;
constexpr std::uint64_t scopeAbstractSockets = 1 << 0, scopeSignals = 1 << 1;
constexpr std::uint64_t reading = execute | readFile | readDirectory;
constexpr std::uint64_t ofFiles = execute | writeFile | readFile | truncateFile;

constexpr long versionWithScopes = 6;

long landlockVersion() { return syscall(SYS_landlock_create_ruleset, nullptr, 0, askForVersion); }

std::uint64_t fileRightsOf(int version)
{
    std::uint64_t all = refer - 1; // the rights of the first version
    if (version >= 2)
        all |= refer;
    if (version >= 3)
        all |= truncateFile;
    if (version >= 5)
        all |= controlDevice;
    return all;
}

bool allow(int ruleset, const std::vector<std::string> &paths, std::uint64_t rights)
{
    for (const std::string &path : paths) {
        const int place = open(path.c_str(), O_PATH | O_CLOEXEC);
        if (place < 0) {
            if (errno == ENOENT || errno == EACCES)
                continue; // not there, or out of reach anyway
            return false;
        }
        struct stat found {
        };
        PathRule rule{rights, place};
        if (fstat(place, &found) == 0 && !S_ISDIR(found.st_mode))
            rule.allowed &= ofFiles;
        const bool isAdded = syscall(SYS_landlock_add_rule, ruleset, pathRuleType, &rule, 0) == 0;
        close(place);
        if (!isAdded)
            return false;
    }
    return true;
}

} // namespace

bool dropPrivileges()
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    for (int capability = 0; capability < 64; ++capability)
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); // refused to those that have none to drop
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    return syscall(SYS_capset, &header, none) == 0;
}

bool canShutAbstractSockets() { return landlockVersion() >= versionWithScopes; }

bool confine(const FileRights &rights)
{
    const long version = landlockVersion();
    if (version < (rights.isConfining ? 1 : versionWithScopes))
        return !rights.isConfining;
    const std::uint64_t all = fileRightsOf(int(version));
    RulesetAttributes attributes{};
    if (rights.isConfining)
        attributes.files = all;
    if (version >= versionWithScopes)
        attributes.scopes = scopeAbstractSockets | scopeSignals;
    const int ruleset = int(syscall(SYS_landlock_create_ruleset, &attributes,
        version >= versionWithScopes ? sizeof attributes : sizeof attributes.files, 0));
    if (ruleset < 0)
        return false;
    const bool isDone = !rights.isConfining
        || (allow(ruleset, rights.readable, reading & all)
            && allow(ruleset, rights.writable, all & ~(makeCharacterDevice | makeBlockDevice | controlDevice))
            && allow(ruleset, rights.devices, (readFile | writeFile | truncateFile) & all));
    const bool isInForce = isDone && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return isInForce;
}

} // namespace mergeloom::launcher
