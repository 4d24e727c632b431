#include "service/platform/DirectoryAccess.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <atomic>
#include <vector>

namespace mergeloom {

namespace {

constexpr int directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int deepestRemoval = 64; ///< directories open at a time; what is deeper is moved up first

FileDescriptor openOne(int parent, const char *name)
{
    FileDescriptor opened(::openat(parent, name, directoryFlags));
    // A program in the workspace may have taken its own rights away.
    if (!opened.isOpen() && errno == EACCES && ::fchmodat(parent, name, 0755, 0) == 0)
        opened = FileDescriptor(::openat(parent, name, directoryFlags));
    return opened;
}

template <class Open>
FileDescriptor walk(int root, const std::string &path, Open open)
{
    FileDescriptor current(::openat(root, ".", directoryFlags));
    for (size_t start = 0; current.isOpen() && start < path.size();) {
        size_t end = path.find('/', start);
        if (end == std::string::npos)
            end = path.size();
        const std::string name = path.substr(start, end - start);
        start = end + 1;
        if (name.empty())
            continue;
        current = open(current.get(), name.c_str());
    }
    return current;
}

Unexpected cannotRemove(const std::string &name)
{
    return failure(ErrorCode::Io,
        QStringLiteral("Cannot remove %1 from the workspace: %2")
            .arg(QString::fromStdString(name), QString::fromLocal8Bit(strerror(errno))));
}

class Removal
{
public:
    explicit Removal(int top) : m_top(top) {}

    Result<void> remove(int parent, const std::string &name, int depth)
    {
        if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT)
            return {};
        if (errno != EISDIR && errno != EPERM && errno != ENOTDIR)
            return cannotRemove(name);
        if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0)
            return {};
        if (errno != ENOTEMPTY && errno != EEXIST && errno != EACCES)
            return cannotRemove(name);
        if (depth >= deepestRemoval)
            return moveUp(parent, name);
        MERGELOOM_CHECK(empty(parent, name, depth));
        if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) < 0)
            return cannotRemove(name);
        return {};
    }

    Result<void> finish()
    {
        while (!m_moved.empty()) {
            const std::string name = m_moved.back();
            m_moved.pop_back();
            MERGELOOM_CHECK(remove(m_top, name, 0));
        }
        return {};
    }

private:
    Result<void> empty(int parent, const std::string &name, int depth)
    {
        FileDescriptor directory = openOne(parent, name.c_str());
        if (!directory.isOpen())
            return cannotRemove(name);
        ::fchmod(directory.get(), 0755);
        const int descriptor = directory.get();
        DIR *stream = ::fdopendir(directory.release());
        if (!stream)
            return cannotRemove(name);
        std::vector<std::string> names;
        while (const dirent *entry = ::readdir(stream))
            if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                names.emplace_back(entry->d_name);
        Result<void> result;
        for (size_t i = 0; result && i < names.size(); ++i)
            result = remove(descriptor, names[i], depth + 1);
        ::closedir(stream);
        return result;
    }

    Result<void> moveUp(int parent, const std::string &name)
    {
        static std::atomic<unsigned> counter{0};
        const std::string moved = ".mergeloom-removed-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
        if (::renameat(parent, name.c_str(), m_top, moved.c_str()) < 0)
            return cannotRemove(name);
        m_moved.push_back(moved);
        return {};
    }

    int m_top;
    std::vector<std::string> m_moved;
};

} // namespace

FileDescriptor openDirectoryBeneath(int root, const std::string &path)
{
    static std::atomic<bool> hasOpenat2{true};
    if (hasOpenat2 && !path.empty()) {
        open_how how{};
        how.flags = directoryFlags;
        how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
        const long opened = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
        if (opened >= 0)
            return FileDescriptor(int(opened));
        if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG)
            return {};
        if (errno == ENOSYS || errno == EPERM) // an old kernel, or a container's filter
            hasOpenat2 = false;
    }
    return walk(root, path, openOne);
}

FileDescriptor makeDirectoryBeneath(int root, const std::string &path)
{
    if (FileDescriptor existing = openDirectoryBeneath(root, path); existing.isOpen() || errno != ENOENT)
        return existing;
    return walk(root, path, [](int parent, const char *name) {
        FileDescriptor opened = openOne(parent, name);
        if (!opened.isOpen() && errno == ENOENT && (::mkdirat(parent, name, 0777) == 0 || errno == EEXIST))
            opened = openOne(parent, name);
        return opened;
    });
}

Result<void> removeBeneath(int directory, const std::string &name)
{
    Removal removal(directory);
    MERGELOOM_CHECK(removal.remove(directory, name, 0));
    return removal.finish();
}

} // namespace mergeloom
