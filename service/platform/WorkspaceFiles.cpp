#include "service/platform/WorkspaceFiles.h"

#include "service/platform/BeneathRoot.h"
#include "service/platform/GitNames.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace mergeloom {

namespace {

constexpr int deepestWalk = 100;         // each level holds a descriptor
constexpr qsizetype binarySample = 8000; // as git does

/// The names in an open directory, sorted; `.git` left out.
QList<QByteArray> namesIn(int directory)
{
    QList<QByteArray> names;
    const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = copy < 0 ? nullptr : fdopendir(copy);
    if (!stream) {
        if (copy >= 0)
            ::close(copy);
        return names;
    }
    while (const dirent *entry = readdir(stream)) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != ".." && !namesGitDirectory(name.toStdString()))
            names << name;
    }
    closedir(stream);
    std::sort(names.begin(), names.end());
    return names;
}

void listInto(
    QList<DirectoryEntry> &entries, int directory, const QString &prefix, bool isRecursive, qsizetype limit, int depth)
{
    for (const QByteArray &name : namesIn(directory)) {
        if (entries.size() >= limit)
            return;
        struct stat status {
        };
        if (::fstatat(directory, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue; // gone meanwhile
        const QString path = prefix + QFile::decodeName(name);
        const bool isDirectory = S_ISDIR(status.st_mode);
        entries.append({path, isDirectory, S_ISREG(status.st_mode) ? qint64(status.st_size) : 0});
        if (!isDirectory || !isRecursive || depth >= deepestWalk)
            continue;
        const FileDescriptor below(
            ::openat(directory, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (below.isOpen())
            listInto(entries, below.get(), path + QLatin1Char('/'), true, limit, depth + 1);
    }
}

Result<QByteArray> readAll(int file, qint64 size, const QString &path)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qint64 got = 0;
    while (got < size) {
        const ssize_t count = ::read(file, bytes.data() + got, size_t(size - got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return pathFailure(path, errno);
        if (count == 0)
            break;
        got += count;
    }
    bytes.truncate(got);
    return bytes;
}

/// What stands at a name that is to be written or removed: its mode, or 0 when nothing does.
Result<mode_t> modeAt(const FileDescriptor &directory, const QByteArray &name, const QString &path)
{
    struct stat status {
    };
    if (::fstatat(directory.get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return mode_t(0);
        return pathFailure(path, errno);
    }
    if (S_ISDIR(status.st_mode))
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 is a directory, not a file.").arg(path));
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return failure(
            ErrorCode::Forbidden, QStringLiteral("%1 is a device, socket or pipe, which is out of reach.").arg(path));
    return status.st_mode;
}

} // namespace

Result<WorkspaceFiles> WorkspaceFiles::open(const QString &root)
{
    const int descriptor = ::open(QFile::encodeName(root).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return failure(errno == EACCES ? ErrorCode::Forbidden : ErrorCode::NotFound,
            QStringLiteral("The workspace %1 cannot be opened.").arg(root));
    return WorkspaceFiles(descriptor);
}

WorkspaceFiles::WorkspaceFiles(WorkspaceFiles &&other) noexcept : m_root(std::exchange(other.m_root, -1)) {}

WorkspaceFiles &WorkspaceFiles::operator=(WorkspaceFiles &&other) noexcept
{
    std::swap(m_root, other.m_root);
    return *this;
}

WorkspaceFiles::~WorkspaceFiles()
{
    if (m_root >= 0)
        ::close(m_root);
}

Result<FileText> WorkspaceFiles::read(const QString &path, qint64 limit) const
{
    MERGELOOM_TRY(const QStringList parts, splitBeneath(path));
    // As a mere name first: to open a FIFO or a device would already be an act.
    MERGELOOM_TRY(const FileDescriptor place, openBeneath(m_root, parts, O_PATH));
    struct stat status {
    };
    if (::fstat(place.get(), &status) != 0)
        return pathFailure(path, errno);
    if (S_ISDIR(status.st_mode))
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 is a directory; list it instead.").arg(path));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::Forbidden, QStringLiteral("%1 is no regular file, which is out of reach.").arg(path));
    if (status.st_size > limit) {
        return failure(ErrorCode::Rejected,
            QStringLiteral("%1 has %2 bytes, over the limit of %3.").arg(path).arg(qint64(status.st_size)).arg(limit),
            {{QStringLiteral("size"), qint64(status.st_size)}});
    }
    const FileDescriptor file = reopen(place, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file.isOpen())
        return pathFailure(path, errno);
    FileText text;
    MERGELOOM_TRY(text.bytes, readAll(file.get(), status.st_size, path));
    text.isBinary = QByteArrayView(text.bytes).first(std::min(text.bytes.size(), binarySample)).contains('\0');
    text.isExecutable = (status.st_mode & S_IXUSR) != 0;
    return text;
}

Result<void> WorkspaceFiles::write(const QString &path, const QByteArray &bytes) const
{
    MERGELOOM_TRY(const QStringList parts, splitBeneath(path));
    if (parts.isEmpty() || path.endsWith(QLatin1Char('/')))
        return failure(ErrorCode::InvalidInput, QStringLiteral("“%1” names a directory, not a file.").arg(path));
    MERGELOOM_TRY(const FileDescriptor directory, makeDirectoriesBeneath(m_root, parts.first(parts.size() - 1)));
    const QByteArray name = QFile::encodeName(parts.last());
    MERGELOOM_TRY(const mode_t mode, modeAt(directory, name, path));
    if (S_ISLNK(mode))
        return failure(ErrorCode::Forbidden,
            QStringLiteral("%1 is a link. Write to the file that it points to, or delete the link first.").arg(path));
    if (mode == 0)
        MERGELOOM_CHECK(refuseCaseTwin(directory.get(), parts.last(), path));

    const QByteArray beside = ".mergeloom-" + QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    const FileDescriptor file(
        ::openat(directory.get(), beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file.isOpen())
        return pathFailure(path, errno);
    const bool isWritten = writeAll(file.get(), {bytes.constData(), size_t(bytes.size())})
        && (mode == 0 || ::fchmod(file.get(), mode & 0777) == 0)
        && ::renameat(directory.get(), beside.constData(), directory.get(), name.constData()) == 0;
    if (!isWritten) {
        const int number = errno;
        ::unlinkat(directory.get(), beside.constData(), 0);
        return pathFailure(path, number);
    }
    return {};
}

Result<void> WorkspaceFiles::remove(const QString &path) const
{
    MERGELOOM_TRY(const QStringList parts, splitBeneath(path));
    if (parts.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The workspace itself cannot be removed."));
    MERGELOOM_TRY(
        const FileDescriptor directory, openBeneath(m_root, parts.first(parts.size() - 1), O_RDONLY | O_DIRECTORY));
    const QByteArray name = QFile::encodeName(parts.last());
    MERGELOOM_TRY(const mode_t mode, modeAt(directory, name, path));
    if (mode == 0)
        return pathFailure(path, ENOENT);
    if (::unlinkat(directory.get(), name.constData(), 0) != 0)
        return pathFailure(path, errno);
    return {};
}

Result<void> WorkspaceFiles::rename(const QString &from, const QString &to) const
{
    MERGELOOM_TRY(const QStringList source, splitBeneath(from));
    MERGELOOM_TRY(const QStringList target, splitBeneath(to));
    if (source.isEmpty() || target.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The workspace itself cannot be renamed."));
    MERGELOOM_TRY(const FileDescriptor oldDirectory,
        openBeneath(m_root, source.first(source.size() - 1), O_RDONLY | O_DIRECTORY));
    const QByteArray oldName = QFile::encodeName(source.last());
    MERGELOOM_TRY(const mode_t mode, modeAt(oldDirectory, oldName, from));
    if (mode == 0)
        return pathFailure(from, ENOENT);
    MERGELOOM_TRY(const FileDescriptor newDirectory, makeDirectoriesBeneath(m_root, target.first(target.size() - 1)));
    const QByteArray newName = QFile::encodeName(target.last());
    MERGELOOM_TRY(const mode_t present, modeAt(newDirectory, newName, to));
    const bool isNewCase = source.first(source.size() - 1) == target.first(target.size() - 1)
        && source.last().compare(target.last(), Qt::CaseInsensitive) == 0; // readme.md to README.md
    if (present == 0 && !isNewCase)
        MERGELOOM_CHECK(refuseCaseTwin(newDirectory.get(), target.last(), to));
    if (::renameat2(oldDirectory.get(), oldName.constData(), newDirectory.get(), newName.constData(), RENAME_NOREPLACE)
        == 0)
        return {};
    if (errno == EEXIST)
        return failure(ErrorCode::Conflict, QStringLiteral("%1 exists already.").arg(to));
    return pathFailure(to, errno);
}

Result<QList<DirectoryEntry>> WorkspaceFiles::list(const QString &path, bool recursive, qsizetype limit) const
{
    MERGELOOM_TRY(const QStringList parts, splitBeneath(path));
    MERGELOOM_TRY(const FileDescriptor directory, openBeneath(m_root, parts, O_RDONLY | O_DIRECTORY | O_NONBLOCK));
    QList<DirectoryEntry> entries;
    listInto(entries, directory.get(), parts.isEmpty() ? QString() : parts.join(QLatin1Char('/')) + QLatin1Char('/'),
        recursive, limit, 0);
    return entries;
}

} // namespace mergeloom
