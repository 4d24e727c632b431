#include "service/platform/DiskUse.h"

#include "service/platform/DirectoryAccess.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unordered_set>
#include <vector>

namespace mergeloom {

namespace {

constexpr qint64 blockSize = 512; // of st_blocks, whatever the file system

/// However long the path is.
FileDescriptor openDeep(int root, const std::string &path)
{
    constexpr size_t longest = 3000; // a component has 255 bytes at most, and a path that the kernel takes 4,095
    if (path.size() <= longest)
        return openDirectoryBeneath(root, path);
    const size_t cut = path.rfind('/', longest);
    const FileDescriptor upper = openDirectoryBeneath(root, path.substr(0, cut));
    return upper.isOpen() ? openDeep(upper.get(), path.substr(cut + 1)) : FileDescriptor();
}

class DiskWalk
{
public:
    explicit DiskWalk(dev_t device) : m_device(device) {}

    /// `path` is beneath the root, and ends with a slash unless it is empty.
    void look(int root, const std::string &path)
    {
        FileDescriptor directory = openDeep(root, path);
        const int descriptor = directory.isOpen() ? directory.release() : -1;
        DIR *stream = descriptor >= 0 ? ::fdopendir(descriptor) : nullptr;
        if (!stream)
            return; // gone by now
        while (const dirent *entry = ::readdir(stream)) {
            const std::string_view name = entry->d_name;
            struct stat status {
            };
            if (name == "." || name == ".." || ::fstatat(descriptor, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0
                || status.st_dev != m_device)
                continue;
            const bool isDirectory = S_ISDIR(status.st_mode);
            if (!isDirectory && status.st_nlink > 1 && !m_counted.insert(status.st_ino).second)
                continue;
            m_bytes += qint64(status.st_blocks) * blockSize;
            if (isDirectory)
                m_folders.push_back(path + entry->d_name + '/');
        }
        ::closedir(stream);
    }

    bool hasMore() const { return !m_folders.empty(); }
    std::string next()
    {
        std::string path = std::move(m_folders.back());
        m_folders.pop_back();
        return path;
    }
    qint64 bytes() const { return m_bytes; }

private:
    dev_t m_device;
    qint64 m_bytes = 0;
    std::vector<std::string> m_folders{std::string()};
    std::unordered_set<ino_t> m_counted; ///< with several names
};

} // namespace

Result<qint64> diskUse(const QString &directory, std::stop_token stop)
{
    const FileDescriptor root(
        ::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {
    };
    if (!root.isOpen() || ::fstat(root.get(), &status) < 0)
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot look through %1: %2").arg(directory, QString::fromLocal8Bit(strerror(errno))));
    DiskWalk walk(status.st_dev);
    while (walk.hasMore()) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("Stopped while %1 was measured.").arg(directory));
        walk.look(root.get(), walk.next());
    }
    return walk.bytes();
}

qint64 freeBytes(const QString &path)
{
    struct statvfs status {
    };
    if (::statvfs(QFile::encodeName(path).constData(), &status) < 0)
        return -1;
    return qint64(status.f_bfree) * qint64(status.f_frsize);
}

} // namespace mergeloom
