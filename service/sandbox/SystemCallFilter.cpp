#include "service/sandbox/SystemCallFilter.h"

#include <cerrno>
#include <cstddef>
#include <initializer_list>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <vector>

namespace mergeloom::launcher {

namespace {

#if defined(__x86_64__)
constexpr unsigned nativeArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned nativeArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "Add the audit architecture of this processor."
#endif

// Numbers that the kernel headers of the oldest supported system lack; they are the same on every architecture.
constexpr unsigned openTreeAttr = 467, fileSetAttr = 469;
constexpr unsigned newestKnown = fileSetAttr;

constexpr unsigned refusedCalls[] = {
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_open_tree,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_mount_setattr,
    openTreeAttr,
    SYS_unshare,
    SYS_setns,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_acct,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_quotactl,
    SYS_quotactl_fd,
    SYS_syslog,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_vhangup,
    SYS_open_by_handle_at,
    SYS_fanotify_init,
#if defined(__x86_64__)
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
    SYS_uselib,
    SYS_ustat,
    SYS_sysfs,
#endif
};
// Programs ask for these and have another way when the kernel does not know them.
constexpr unsigned unknownCalls[] = {SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register};
constexpr unsigned sharedMemoryCalls[] = {SYS_shmget, SYS_shmat, SYS_shmctl, SYS_semget, SYS_semop, SYS_semctl,
    SYS_semtimedop, SYS_msgget, SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_mq_open, SYS_mq_unlink};
constexpr unsigned namespaceFlags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
    | CLONE_NEWPID | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */;

constexpr unsigned offsetOfArgument(unsigned number)
{
    return offsetof(seccomp_data, args) + number * sizeof(__u64); // its low half: both architectures are little-endian
}

class Program
{
public:
    void load(unsigned offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
    void answer(unsigned verdict) { add(BPF_RET | BPF_K, verdict); }
    void refuse(int number) { answer(SECCOMP_RET_ERRNO | (unsigned(number) & SECCOMP_RET_DATA)); }
    /// What follows up to the matching end() is for this value alone.
    void when(unsigned value) { open(BPF_JMP | BPF_JEQ | BPF_K, value, true); }
    void whenNot(unsigned value) { open(BPF_JMP | BPF_JEQ | BPF_K, value, false); }
    void whenOver(unsigned value) { open(BPF_JMP | BPF_JGT | BPF_K, value, true); }
    void whenAnyBitOf(unsigned bits) { open(BPF_JMP | BPF_JSET | BPF_K, bits, true); }
    void end()
    {
        const std::size_t start = m_open.back();
        m_open.pop_back();
        const auto distance = static_cast<unsigned char>(m_code.size() - start - 1);
        (m_isInverse[start] ? m_code[start].jt : m_code[start].jf) = distance;
    }
    bool install() const
    {
        const sock_fprog program{static_cast<unsigned short>(m_code.size()), const_cast<sock_filter *>(m_code.data())};
        return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    }

private:
    void add(unsigned code, unsigned value)
    {
        m_code.push_back(sock_filter{static_cast<unsigned short>(code), 0, 0, value});
        m_isInverse.push_back(false);
    }
    void open(unsigned code, unsigned value, bool isForValue)
    {
        m_open.push_back(m_code.size());
        add(code, value);
        m_isInverse.back() = !isForValue;
    }

    std::vector<sock_filter> m_code;
    std::vector<bool> m_isInverse;
    std::vector<std::size_t> m_open;
};

void refuseOtherArchitectures(Program &program)
{
    program.load(offsetof(seccomp_data, arch));
    program.whenNot(nativeArchitecture); // the numbers below would mean other calls
    program.refuse(ENOSYS);
    program.end();
}

void refuseCalls(Program &program, SharedMemory shared)
{
    program.load(offsetof(seccomp_data, nr));
    program.whenOver(newestKnown); // nobody has thought about them yet; the numbers of x32 are up there too
    program.refuse(ENOSYS);
    program.end();
    const auto each = [&program](const auto &calls, int number) {
        for (const unsigned call : calls) {
            program.when(call);
            program.refuse(number);
            program.end();
        }
    };
    each(refusedCalls, EPERM);
    each(unknownCalls, ENOSYS);
    if (shared == SharedMemory::Refused)
        each(sharedMemoryCalls, EPERM);
}

void refuseNamespaces(Program &program)
{
    program.when(SYS_clone);
    program.load(offsetOfArgument(0));
    program.whenAnyBitOf(namespaceFlags);
    program.refuse(EPERM);
    program.end();
    program.answer(SECCOMP_RET_ALLOW);
    program.end();
}

/// Input that another process of the terminal would take for typed; the driver of the console.
void refuseTerminalTricks(Program &program)
{
    program.when(SYS_ioctl);
    program.load(offsetOfArgument(1));
    for (const unsigned request : {unsigned(TIOCSTI), unsigned(TIOCLINUX)}) {
        program.when(request);
        program.refuse(EPERM);
        program.end();
    }
    program.answer(SECCOMP_RET_ALLOW);
    program.end();
}

void refuseFamilies(Program &program, const SocketFamilies &families)
{
    std::vector<unsigned> allowed;
    if (families.isUnixAllowed)
        allowed.push_back(AF_UNIX);
    if (families.isInternetAllowed)
        allowed.insert(allowed.end(), {AF_INET, AF_INET6});
    program.when(SYS_socket);
    program.load(offsetOfArgument(0));
    if (families.isInternetAllowed) {
        program.when(AF_NETLINK);
        program.load(offsetOfArgument(2));
        program.when(0); // NETLINK_ROUTE
        program.answer(SECCOMP_RET_ALLOW);
        program.end();
        program.refuse(EACCES);
        program.end();
    }
    for (const unsigned family : allowed) {
        program.when(family);
        program.answer(SECCOMP_RET_ALLOW);
        program.end();
    }
    program.refuse(EACCES);
    program.end();
    program.when(SYS_socketpair);
    program.load(offsetOfArgument(0));
    program.whenNot(AF_UNIX);
    program.refuse(EACCES);
    program.end();
    program.end();
}

} // namespace

bool filterSystemCalls(const SocketFamilies &families, SharedMemory shared)
{
    Program program;
    refuseOtherArchitectures(program);
    refuseCalls(program, shared);
    refuseNamespaces(program);
    refuseTerminalTricks(program);
    refuseFamilies(program, families);
    program.answer(SECCOMP_RET_ALLOW);
    return program.install();
}

} // namespace mergeloom::launcher
