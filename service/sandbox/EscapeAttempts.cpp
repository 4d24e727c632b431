#include "service/sandbox/EscapeAttempts.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sched.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

namespace mergeloom::launcher {

namespace {

struct Targets {
    std::string file, repository, pathSocket, abstractSocket;
    int port = 0;
    pid_t process = 0;
    int sharedMemory = -1;
};

void escapedIf(bool isOpen, const char *what)
{
    if (isOpen)
        std::printf("escaped: %s\n", what);
}

void weakIf(bool isOpen, const char *what)
{
    if (isOpen)
        std::printf("weak: %s\n", what);
}

bool canOpen(const std::string &path, int flags)
{
    const int file = open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}

bool canMakeFileIn(const std::string &folder)
{
    const std::string path = folder + "/mergeloom-probe";
    const bool isMade = canOpen(path, O_WRONLY | O_CREAT);
    unlink(path.c_str());
    return isMade;
}

bool canReadStart(const std::string &path)
{
    char byte = 0;
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool isRead = file >= 0 && read(file, &byte, 1) == 1;
    close(file);
    return isRead;
}

std::string folderOf(const std::string &path) { return path.substr(0, path.rfind('/')); }

void tryFiles(const Targets &targets)
{
    if (!targets.file.empty()) {
        escapedIf(canOpen(targets.file, O_RDONLY), "files outside of the workspace can be read");
        escapedIf(
            canOpen(folderOf(targets.file), O_RDONLY | O_DIRECTORY), "folders outside of the workspace can be listed");
        escapedIf(canOpen(targets.file, O_WRONLY) || canMakeFileIn(folderOf(targets.file)),
            "files outside of the workspace can be written");
        escapedIf(link(targets.file.c_str(), "mergeloom-link") == 0, "files outside can be linked into the workspace");
        escapedIf(truncate(targets.file.c_str(), 0) == 0, "files outside of the workspace can be cut");
        weakIf(chmod(targets.file.c_str(), 0600) == 0,
            "modes and times of the user's files can be changed, by their paths");
    }
    escapedIf(!targets.repository.empty() && canMakeFileIn(targets.repository), "the git repository can be written");
    escapedIf(canMakeFileIn("/usr") || canMakeFileIn("/etc") || canMakeFileIn("/"), "the system can be written");
    escapedIf(canOpen("/etc/shadow", O_RDONLY) || canOpen("/root/.ssh", O_RDONLY | O_DIRECTORY),
        "secrets of the system can be read");
    escapedIf(canOpen("/dev/mem", O_RDONLY) || canOpen("/dev/kmsg", O_RDONLY) || canOpen("/dev/kvm", O_RDWR),
        "devices of the host can be opened");
    weakIf(!canMakeFileIn("/dev/shm"), "there is no private /dev/shm: POSIX semaphores and shared memory fail");
    weakIf(!canMakeFileIn("/tmp"), "there is no private /tmp: TMPDIR names a private folder instead");
}

bool canConnect(int family, const void *address, std::size_t size)
{
    const int connection = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool isThere =
        connection >= 0 && connect(connection, static_cast<const sockaddr *>(address), socklen_t(size)) == 0;
    close(connection);
    return isThere;
}

bool canReachUnix(const std::string &name, bool isAbstract)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t start = isAbstract ? 1 : 0;
    if (name.empty() || name.size() + start >= sizeof address.sun_path)
        return false;
    std::memcpy(address.sun_path + start, name.data(), name.size());
    return canConnect(AF_UNIX, &address, offsetof(sockaddr_un, sun_path) + start + name.size());
}

bool canOpenSocket(int family, int type, int protocol)
{
    const int opened = socket(family, type | SOCK_CLOEXEC, protocol);
    close(opened);
    return opened >= 0;
}

void tryNetwork(const Targets &targets)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(targets.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    escapedIf(targets.port > 0 && canConnect(AF_INET, &address, sizeof address), "the host's network can be reached");
    address.sin_addr.s_addr = htonl(0xc0000201); // 192.0.2.1: never answers, but must not even have a route
    const int datagram = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    escapedIf(targets.port > 0 && datagram >= 0
            && connect(datagram, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0,
        "datagrams can be sent");
    close(datagram);
    escapedIf(canReachUnix(targets.pathSocket, false), "Unix sockets of the host can be reached");
    escapedIf(canReachUnix(targets.abstractSocket, true), "abstract Unix sockets of the host can be reached");
    constexpr int vsock = 40, algorithms = 38;
    escapedIf(canOpenSocket(vsock, SOCK_STREAM, 0) || canOpenSocket(algorithms, SOCK_SEQPACKET, 0)
            || canOpenSocket(AF_PACKET, SOCK_RAW, 0) || canOpenSocket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
            || canOpenSocket(AF_NETLINK, SOCK_RAW, 12),
        "socket families of the kernel's administration can be opened");
}

void tryProcesses(const Targets &targets)
{
    // The number may be one of our own in here; those two are.
    if (targets.process > 1 && targets.process != getpid()) {
        const std::string place = "/proc/" + std::to_string(targets.process);
        char byte = 0;
        const iovec here{&byte, 1}, there{reinterpret_cast<void *>(&escapedIf), 1};
        weakIf(canReadStart(place + "/stat"),
            "names and arguments of other processes can be read, not their memory or environment");
        escapedIf(canReadStart(place + "/environ") || canReadStart(place + "/maps") || canOpen(place + "/mem", O_RDWR)
                || canOpen(place + "/root/", O_RDONLY)
                || (process_vm_readv(targets.process, &here, 1, &there, 1, 0) == 1),
            "memory, environment or files of other processes can be read");
        escapedIf(ptrace(PTRACE_SEIZE, targets.process, nullptr, nullptr) == 0, "other processes can be traced");
        kill(targets.process, SIGTERM); // who started this sees whether it arrives
    }
    shmid_ds found{};
    escapedIf(targets.sharedMemory >= 0 && shmctl(targets.sharedMemory, IPC_STAT, &found) == 0,
        "shared memory of the host can be reached");
}

/// Refused by the filter of system calls, or unknown to the kernel, and not merely called with wrong arguments.
bool isShut(long answer) { return answer < 0 && (errno == EPERM || errno == ENOSYS || errno == EACCES); }

void tryKernel()
{
    escapedIf(!isShut(syscall(SYS_unshare, CLONE_NEWUSER)) || !isShut(syscall(SYS_setns, -1, 0))
            || !isShut(syscall(SYS_clone, CLONE_NEWUSER | CLONE_THREAD, 0, 0, 0, 0))
            || !isShut(syscall(SYS_clone3, 0, 0)),
        "new name spaces can be made");
    escapedIf(!isShut(mount("none", "/nowhere", "tmpfs", 0, nullptr)) || !isShut(syscall(SYS_open_tree, -1, "", 0))
            || !isShut(syscall(SYS_pivot_root, "/", "/")) || !isShut(chroot("/nowhere")),
        "file systems can be mounted");
    escapedIf(!isShut(syscall(SYS_keyctl, 0, -3, 0)) || !isShut(syscall(SYS_add_key, 0, 0, 0, 0, 0)),
        "kernel keys can be used");
    escapedIf(!isShut(syscall(SYS_bpf, 0, 0, 0)) || !isShut(syscall(SYS_perf_event_open, 0, 0, 0, 0, 0))
            || !isShut(syscall(SYS_userfaultfd, 0)) || !isShut(syscall(SYS_io_uring_setup, 0, 0)),
        "bpf, perf, userfaultfd or io_uring can be used");
    escapedIf(!isShut(syscall(SYS_init_module, 0, 0, 0)) || !isShut(syscall(SYS_kexec_load, 0, 0, 0, 0))
            || !isShut(syscall(SYS_reboot, 0, 0, 0, 0)) || !isShut(syscall(SYS_open_by_handle_at, -1, 0, 0))
            || !isShut(syscall(SYS_fanotify_init, 0, 0)),
        "the kernel can be administered");
    char typed = 'x';
    escapedIf(ioctl(0, TIOCSTI, &typed) == 0 || errno != EPERM, "input of a terminal can be faked");
    escapedIf(canOpen("/dev/tty", O_RDWR), "there is a terminal");
    rlimit core{};
    escapedIf(getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0, "core dumps can be written");
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct held[2]{};
    escapedIf(syscall(SYS_capget, &header, held) != 0 || held[0].permitted || held[1].permitted
            || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1,
        "rights can be gained");
}

} // namespace

int tryToEscape(int count, char **texts)
{
    const auto text = [&](int number) {
        return number < count && std::strcmp(texts[number], "-") != 0 ? std::string(texts[number]) : std::string();
    };
    Targets targets{text(0), text(1), text(3), text(4)};
    targets.port = std::atoi(text(2).c_str());
    targets.process = std::atoi(text(5).c_str());
    if (!text(6).empty())
        targets.sharedMemory = std::atoi(text(6).c_str());
    tryFiles(targets);
    tryNetwork(targets);
    tryProcesses(targets);
    tryKernel();
    if (canMakeFileIn("."))
        std::printf("finished\n");
    std::fflush(stdout);
    return 0;
}

} // namespace mergeloom::launcher
