#include "service/platform/TreeBuilder.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/GitObjects.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr int64_t streamedFrom = 8 << 20; ///< larger files are not held in memory

/// Asked first: git_odb_write would touch the pack that has the object, for each of them.
Result<git_oid> storeBytes(git_odb *objects, std::string_view bytes, git_object_t type)
{
    git_oid id;
    if (const int code = git_odb_hash(&id, bytes.data(), bytes.size(), type); code < 0)
        return gitFailure(code, QStringLiteral("Cannot hash content"));
    if (git_odb_exists_ext(objects, &id, GIT_ODB_LOOKUP_NO_REFRESH))
        return id;
    if (const int code = git_odb_write(&id, objects, bytes.data(), bytes.size(), type); code < 0)
        return gitFailure(code, QStringLiteral("Cannot write a git object; is the disk full?"));
    return id;
}

class TreeWriter
{
public:
    TreeWriter(git_odb *objects, const WorkTreeFiles &files) : m_objects(objects), m_files(files) {}

    Result<git_oid> writeRoot()
    {
        MERGELOOM_TRY(const std::string tree, collect(0));
        return storeBytes(m_objects, tree, GIT_OBJECT_TREE);
    }

private:
    /// The files from `m_next` on that begin with the first `prefix` bytes of the next one, as the content of a tree.
    Result<std::string> collect(size_t prefix)
    {
        const std::string_view folder =
            m_next < m_files.size() ? std::string_view(m_files[m_next].path).substr(0, prefix) : std::string_view();
        std::string tree;
        while (m_next < m_files.size() && m_files[m_next].path.compare(0, prefix, folder) == 0) {
            const WorkTreeFile &file = m_files[m_next];
            const size_t slash = file.path.find('/', prefix);
            if (!file.isPresent) {
                ++m_next;
                continue;
            }
            if (slash == std::string::npos) {
                append(tree, file.mode, std::string_view(file.path).substr(prefix), file.id);
                ++m_next;
                continue;
            }
            const std::string_view name = std::string_view(file.path).substr(prefix, slash - prefix);
            MERGELOOM_TRY(const std::string child, collect(slash + 1));
            MERGELOOM_TRY(const git_oid id, storeBytes(m_objects, child, GIT_OBJECT_TREE));
            append(tree, 040000, name, id);
        }
        return tree;
    }

    static void append(std::string &tree, uint32_t mode, std::string_view name, const git_oid &id)
    {
        char octal[16];
        tree.append(octal, size_t(snprintf(octal, sizeof octal, "%o ", mode)));
        tree.append(name);
        tree += '\0';
        tree.append(reinterpret_cast<const char *>(id.id), sizeof id.id);
    }

    git_odb *m_objects;
    const WorkTreeFiles &m_files;
    size_t m_next = 0;
};

Unexpected failed(const std::string &path, int reason)
{
    return failure(reason == ENOENT || reason == ENOTDIR || reason == ELOOP || reason == ENXIO ? ErrorCode::NotFound
                                                                                               : ErrorCode::Io,
        QStringLiteral("Cannot read /%1 in the workspace: %2")
            .arg(QString::fromStdString(path), QString::fromLocal8Bit(strerror(reason))));
}

Result<void> storeLink(git_odb *objects, int directory, const char *name, WorkTreeFile &file)
{
    char target[PATH_MAX];
    const ssize_t length = ::readlinkat(directory, name, target, sizeof target);
    if (length < 0)
        return failed(file.path, errno);
    MERGELOOM_TRY(file.id, storeBytes(objects, {target, size_t(length)}, GIT_OBJECT_BLOB));
    file.mode = file_mode::link;
    return {};
}

Result<void> storeStream(git_odb *objects, int descriptor, int64_t size, WorkTreeFile &file)
{
    git_odb_stream *opened = nullptr;
    if (const int code = git_odb_open_wstream(&opened, objects, git_object_size_t(size), GIT_OBJECT_BLOB); code < 0)
        return gitFailure(code, QStringLiteral("Cannot write a git object"));
    const std::unique_ptr<git_odb_stream, GitFree<git_odb_stream_free>> stream(opened);
    std::vector<char> piece(1 << 20);
    for (int64_t left = size; left > 0;) {
        const ssize_t length = ::read(descriptor, piece.data(), std::min<size_t>(piece.size(), size_t(left)));
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return failed(file.path, length < 0 ? errno : ENOENT); // it shrank: as good as gone
        if (const int code = git_odb_stream_write(opened, piece.data(), size_t(length)); code < 0)
            return gitFailure(code, QStringLiteral("Cannot write a git object; is the disk full?"));
        left -= length;
    }
    if (const int code = git_odb_stream_finalize_write(&file.id, opened); code < 0)
        return gitFailure(code, QStringLiteral("Cannot write a git object; is the disk full?"));
    return {};
}

Result<void> storeContent(git_odb *objects, int descriptor, int64_t size, WorkTreeFile &file)
{
    if (size > streamedFrom)
        return storeStream(objects, descriptor, size, file);
    std::string content(size_t(size) + 1, '\0'); // one more, to see the end
    size_t length = 0;
    while (length < content.size()) {
        const ssize_t got = ::read(descriptor, content.data() + length, content.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(file.path, errno);
        if (got == 0)
            break;
        length += size_t(got);
    }
    content.resize(std::min(length, size_t(size)));
    MERGELOOM_TRY(file.id, storeBytes(objects, content, GIT_OBJECT_BLOB));
    return {};
}

} // namespace

Result<git_oid> buildTree(git_odb *objects, const WorkTreeFiles &files)
{
    git_odb_refresh(objects);
    return TreeWriter(objects, files).writeRoot();
}

Result<void> storeFile(git_odb *objects, int root, const timespec &now, WorkTreeFile &file)
{
    const size_t slash = file.path.rfind('/');
    const FileDescriptor directory =
        openDirectoryBeneath(root, slash == std::string::npos ? "" : file.path.substr(0, slash));
    if (!directory.isOpen())
        return failed(file.path, errno);
    const char *name = file.path.c_str() + (slash + 1);
    file.stamp = {};
    struct stat status {
    };
    const FileDescriptor content(::openat(directory.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!content.isOpen() && errno == ELOOP) {
        if (::fstatat(directory.get(), name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            return failed(file.path, errno);
        MERGELOOM_CHECK(storeLink(objects, directory.get(), name, file));
    } else if (!content.isOpen() || ::fstat(content.get(), &status) < 0) {
        return failed(file.path, errno);
    } else if (!S_ISREG(status.st_mode)) {
        return failed(file.path, ENOENT); // no file any more
    } else if (status.st_size > largestStoredFile) {
        return failure(ErrorCode::Rejected,
            QStringLiteral("/%1 has %2 MB; files of over %3 MB are not committed. Remove it or ignore it.")
                .arg(QString::fromStdString(file.path))
                .arg(status.st_size >> 20)
                .arg(largestStoredFile >> 20));
    } else {
        MERGELOOM_CHECK(storeContent(objects, content.get(), status.st_size, file));
        file.mode = status.st_mode & S_IXUSR ? file_mode::executable : file_mode::plain;
    }
    const FileStamp stamp = FileStamp::of(status); // as before the content was read
    if (stamp.isBefore(now))
        file.stamp = stamp;
    return {};
}

} // namespace mergeloom
