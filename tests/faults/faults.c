/* Loaded before a real program (LD_PRELOAD), this makes one of its system calls fail, or ends the program there.
 *   MERGELOOM_FAULT        "<call> <part of the path> <n> <action>": the n-th such call (from 1) on such a path.
 *                          call: write, sync, rename, connect; path of connect: the port or the socket's path. `*`: any file
 *                          or server; `#place`: calls that are made from this place of the program, whatever their path.
 *                          action: kill (before the call), torn (half of the bytes, then kill), cut (half of the bytes),
 *                          or an error: EIO, ENOSPC, ECONNREFUSED, ECONNRESET
 *   MERGELOOM_FAULT_ONCE   a file that is made when it happens; while it is there, nothing happens
 *   MERGELOOM_FAULT_COUNT  a file to which each call of a kind that can fail is written, one line each:
 *                          "<call> #<place> <path>"; a place is the same in each run of the same program
 *   MERGELOOM_FAULT_ROLE   only in programs with this JCA_WORKER_ROLE
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_on, count_file = -1, seen;
static char wanted_call[16], wanted_path[256], action[16];
static int wanted_number;
static const char *marker;

static void begin(void)
{
    const char *role = getenv("MERGELOOM_FAULT_ROLE");
    const char *own = getenv("JCA_WORKER_ROLE");
    if (role && (!own || strcmp(role, own) != 0))
        return;
    char program[512] = "";
    if (readlink("/proc/self/exe", program, sizeof program - 1) < 0 || !strstr(program, "mergeloom-worker"))
        return;
    const char *file = getenv("MERGELOOM_FAULT_COUNT");
    if (file)
        count_file = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *fault = getenv("MERGELOOM_FAULT");
    marker = getenv("MERGELOOM_FAULT_ONCE");
    if (fault && sscanf(fault, "%15s %255s %d %15s", wanted_call, wanted_path, &wanted_number, action) == 4)
        is_on = 1;
    void *frames[1];
    backtrace(frames, 1); /* loads what it needs */
}

/* Who called whom, as offsets in the libraries: these stay where the libraries are loaded anew. */
static void place_of(char *name, size_t size)
{
    void *frames[32];
    const int count = backtrace(frames, 32);
    uint64_t hash = 14695981039346656037u;
    for (int i = 0; i < count; ++i) {
        Dl_info found;
        const uintptr_t base = dladdr(frames[i], &found) ? (uintptr_t)found.dli_fbase : 0;
        for (uintptr_t rest = (uintptr_t)frames[i] - base; rest; rest >>= 8)
            hash = (hash ^ (rest & 0xff)) * 1099511628211u;
    }
    snprintf(name, size, "#%016llx", (unsigned long long)hash);
}

static int error_of(const char *name)
{
    if (strcmp(name, "EIO") == 0)
        return EIO;
    if (strcmp(name, "ENOSPC") == 0)
        return ENOSPC;
    if (strcmp(name, "ECONNREFUSED") == 0)
        return ECONNREFUSED;
    if (strcmp(name, "ECONNRESET") == 0)
        return ECONNRESET;
    return 0;
}

/* Files and servers count for `*`; pipes, sockets that are open, and counters do not. */
static int matches(const char *call, const char *path, const char *place)
{
    if (wanted_path[0] == '#')
        return strcmp(wanted_path, place) == 0;
    if (strcmp(wanted_path, "*") != 0)
        return strstr(path, wanted_path) != NULL;
    return strcmp(call, "write") != 0 || path[0] == '/';
}

/* Whether it is this call's turn. */
static int strikes(const char *call, const char *path)
{
    pthread_once(&once, begin);
    char place[32] = "";
    if (count_file >= 0 || wanted_path[0] == '#')
        place_of(place, sizeof place);
    if (count_file >= 0) {
        char line[600];
        const int size = snprintf(line, sizeof line, "%s %s %s\n", call, place, path);
        syscall(SYS_write, count_file, line, size < (int)sizeof line ? (size_t)size : sizeof line - 1);
    }
    if (!is_on || strcmp(call, wanted_call) != 0 || !matches(call, path, place))
        return 0;
    pthread_mutex_lock(&lock);
    int turn = ++seen == wanted_number;
    if (turn && marker) {
        const int made = (int)syscall(SYS_openat, AT_FDCWD, marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (made < 0)
            turn = 0;
        else
            syscall(SYS_close, made);
    }
    pthread_mutex_unlock(&lock);
    if (turn && strcmp(action, "kill") == 0)
        syscall(SYS_kill, getpid(), SIGKILL);
    return turn;
}

static int is_active(void)
{
    pthread_once(&once, begin);
    return is_on || count_file >= 0;
}

static const char *path_of(int descriptor, char *buffer, size_t size)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, buffer, size - 1);
    buffer[length < 0 ? 0 : length] = '\0';
    return buffer;
}

static ssize_t written(int descriptor, const void *bytes, size_t size, off64_t place, int has_place)
{
    char path[512];
    size_t now = size;
    int is_torn = 0;
    if (is_active() && strikes("write", path_of(descriptor, path, sizeof path))) {
        if (error_of(action)) {
            errno = error_of(action);
            return -1;
        }
        now = size > 1 ? size / 2 : size;
        is_torn = strcmp(action, "torn") == 0;
    }
    const ssize_t result = has_place ? syscall(SYS_pwrite64, descriptor, bytes, now, place)
                                     : syscall(SYS_write, descriptor, bytes, now);
    if (is_torn)
        syscall(SYS_kill, getpid(), SIGKILL);
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t size) { return written(descriptor, bytes, size, 0, 0); }
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t place)
{
    return written(descriptor, bytes, size, place, 1);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t place)
{
    return written(descriptor, bytes, size, place, 1);
}

static int synced(long call, int descriptor)
{
    char path[512];
    if (is_active() && strikes("sync", path_of(descriptor, path, sizeof path)) && error_of(action)) {
        errno = error_of(action);
        return -1;
    }
    return (int)syscall(call, descriptor);
}
int fsync(int descriptor) { return synced(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return synced(SYS_fdatasync, descriptor); }

static int renamed(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    if (is_active() && strikes("rename", to) && error_of(action)) {
        errno = error_of(action);
        return -1;
    }
    return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}
int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return renamed(from_folder, from, to_folder, to, 0);
}
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    return renamed(from_folder, from, to_folder, to, flags);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t size)
{
    char place[256] = "";
    if (address->sa_family == AF_INET)
        snprintf(place, sizeof place, "port:%d", ntohs(((const struct sockaddr_in *)address)->sin_port));
    else if (address->sa_family == AF_INET6)
        snprintf(place, sizeof place, "port:%d", ntohs(((const struct sockaddr_in6 *)address)->sin6_port));
    else if (address->sa_family == AF_UNIX)
        snprintf(place, sizeof place, "%.*s", (int)sizeof(((struct sockaddr_un *)0)->sun_path),
            ((const struct sockaddr_un *)address)->sun_path);
    if (is_active() && strikes("connect", place) && error_of(action)) {
        errno = error_of(action);
        return -1;
    }
    return (int)syscall(SYS_connect, descriptor, address, size);
}
