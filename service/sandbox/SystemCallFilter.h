#pragma once

namespace mergeloom::launcher {

/// The socket families that a program may open. Pairs of connected Unix sockets are always allowed.
struct SocketFamilies {
    bool isUnixAllowed = false;
    bool isInternetAllowed = false; ///< IPv4, IPv6, and the netlink socket that lists interfaces
};

enum class SharedMemory { Allowed, Refused }; ///< System V and POSIX message queues: refused where they are the host's

/// Takes from this process, for good, the system calls that reach the kernel's administration or leave a sandbox:
/// namespaces, mounts, keys, modules, tracing by perf and bpf, io_uring, odd socket families, input faked into
/// terminals, and every call that is newer than this list. Needs no_new_privs. False: see errno.
bool filterSystemCalls(const SocketFamilies &families, SharedMemory shared);

} // namespace mergeloom::launcher
