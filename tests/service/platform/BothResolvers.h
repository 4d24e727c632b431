#pragma once

#include <QCoreApplication>
#include <QTest>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mergeloom {

/// From here on the kernel of this process knows no openat2, as an old one or a container's filter.
inline bool takeOpenat2Away()
{
    sock_filter program[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    sock_fprog filter{4, program};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0
        && ::syscall(SYS_openat2, -1, "", nullptr, 0) == -1 && errno == ENOSYS;
}

/// Runs all tests of `Test` twice: in a process without openat2, and in this one with it.
template <class Test>
int runWithAndWithoutOpenat2(int argc, char **argv)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (!takeOpenat2Away()) {
            std::fputs("FAIL!  : openat2 cannot be taken away\n", stderr);
            ::_exit(99);
        }
        QCoreApplication application(argc, argv);
        Test test;
        const int failed = QTest::qExec(&test, argc, argv);
        std::fflush(stdout);
        ::_exit(failed);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child)
        return 98;
    QCoreApplication application(argc, argv);
    Test test;
    const int failed = QTest::qExec(&test, argc, argv);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? failed : 97;
}

} // namespace mergeloom
