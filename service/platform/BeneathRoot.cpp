#include "service/platform/BeneathRoot.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace mergeloom {

namespace {

bool namesGit(QStringView part) { return part.compare(QLatin1String(".git"), Qt::CaseInsensitive) == 0; }

Unexpected gitIsOutOfReach()
{
    return failure(ErrorCode::Forbidden,
        QStringLiteral(
            "The .git directory is out of reach. The worker itself commits; use git_diff to see the change."));
}

QString pathOf(int descriptor) { return QFile::symLinkTarget(QStringLiteral("/proc/self/fd/%1").arg(descriptor)); }

/// A link inside of the workspace may end in its .git, which no name in the path tells.
Result<void> checkPlace(int root, const FileDescriptor &place)
{
    const QString top = pathOf(root);
    const QString found = pathOf(place.get());
    if (found != top && !found.startsWith(top == QLatin1String("/") ? top : top + QLatin1Char('/')))
        return pathFailure(found, EXDEV);
    for (const QStringView part : QStringView(found).mid(top.size()).split(QLatin1Char('/')))
        if (namesGit(part))
            return gitIsOutOfReach();
    return {};
}

/// For kernels and seccomp filters without openat2: one component after the other, and no links at all.
int walk(int root, const QStringList &parts, int flags)
{
    FileDescriptor at(::openat(root, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (qsizetype i = 0; at.isOpen() && i < parts.size(); ++i) {
        const bool isLast = i + 1 == parts.size();
        const QByteArray name = QFile::encodeName(parts.at(i));
        FileDescriptor next(::openat(at.get(), name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat status {
        };
        if (!next.isOpen() || ::fstat(next.get(), &status) != 0)
            return -1;
        if (S_ISLNK(status.st_mode)) {
            errno = EXDEV;
            return -1;
        }
        if (!isLast && !S_ISDIR(status.st_mode)) {
            errno = ENOTDIR;
            return -1;
        }
        at = std::move(next);
    }
    if (!at.isOpen() || (flags & O_PATH))
        return at.release();
    return reopen(at, flags).release();
}

int openResolved(int root, const QStringList &parts, int flags)
{
    const QByteArray path = parts.isEmpty() ? QByteArray(".") : QFile::encodeName(parts.join(QLatin1Char('/')));
    open_how how{};
    how.flags = std::uint64_t(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    long opened = -1;
    for (int tries = 0; tries < 100; ++tries) { // EAGAIN: something was renamed while the kernel walked
        opened = syscall(SYS_openat2, root, path.constData(), &how, sizeof how);
        if (opened >= 0 || errno != EAGAIN)
            break;
    }
    if (opened < 0 && (errno == ENOSYS || errno == EPERM))
        return walk(root, parts, flags);
    return int(opened);
}

} // namespace

Unexpected pathFailure(const QString &path, int number)
{
    switch (number) {
    case ENOENT:
        return failure(ErrorCode::NotFound,
            QStringLiteral("%1 does not exist. List the directory to see what is there.").arg(path));
    case ENOTDIR:
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1: a part of the path that should be a directory is a file, or the other way round.")
                .arg(path));
    case EEXIST:
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1: something else is in the way, such as a broken link.").arg(path));
    case EXDEV:
        return failure(ErrorCode::Forbidden,
            QStringLiteral("%1 leaves the workspace through a link. Use files inside of the workspace.").arg(path));
    case ELOOP:
        return failure(ErrorCode::Forbidden, QStringLiteral("%1 is a link that leads nowhere.").arg(path));
    case ENAMETOOLONG:
        return failure(ErrorCode::InvalidInput, QStringLiteral("The path %1… is too long.").arg(path.left(80)));
    case EACCES:
    case EPERM:
    case EROFS:
        return failure(ErrorCode::Forbidden,
            QStringLiteral("%1 is not accessible to the worker: %2.")
                .arg(path, QString::fromLocal8Bit(strerror(number))));
    default:
        return failure(ErrorCode::Io, QStringLiteral("%1: %2.").arg(path, QString::fromLocal8Bit(strerror(number))));
    }
}

FileDescriptor reopen(const FileDescriptor &place, int flags)
{
    const QByteArray link = "/proc/self/fd/" + QByteArray::number(place.get());
    return FileDescriptor(::open(link.constData(), flags | O_CLOEXEC));
}

Result<QStringList> splitBeneath(const QString &path)
{
    if (path.contains(QChar(u'\0')))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The path holds a zero byte."));
    if (path.startsWith(QLatin1Char('/'))) {
        return failure(ErrorCode::Forbidden,
            QStringLiteral("%1 is absolute. Name files relative to the root of the workspace, such as src/main.cpp.")
                .arg(path));
    }
    QStringList parts;
    for (const QString &part : path.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (part == QLatin1String("."))
            continue;
        if (part != QLatin1String("..")) {
            parts << part;
            continue;
        }
        if (parts.isEmpty())
            return failure(ErrorCode::Forbidden, QStringLiteral("%1 leaves the workspace.").arg(path));
        parts.removeLast();
    }
    for (const QString &part : parts)
        if (namesGit(part))
            return gitIsOutOfReach();
    return parts;
}

Result<FileDescriptor> openBeneath(int root, const QStringList &parts, int flags)
{
    FileDescriptor place(openResolved(root, parts, flags));
    if (!place.isOpen())
        return pathFailure(parts.isEmpty() ? QStringLiteral(".") : parts.join(QLatin1Char('/')), errno);
    MERGELOOM_CHECK(checkPlace(root, place));
    return place;
}

Result<FileDescriptor> makeDirectoriesBeneath(int root, const QStringList &parts)
{
    MERGELOOM_TRY(FileDescriptor at, openBeneath(root, {}, O_RDONLY | O_DIRECTORY));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QStringList reached = parts.first(i + 1);
        auto next = openBeneath(root, reached, O_RDONLY | O_DIRECTORY);
        if (!next && next.error().code == ErrorCode::NotFound) {
            if (::mkdirat(at.get(), QFile::encodeName(parts.at(i)).constData(), 0777) != 0)
                return pathFailure(reached.join(QLatin1Char('/')), errno);
            next = openBeneath(root, reached, O_RDONLY | O_DIRECTORY);
        }
        if (!next)
            return failure(next);
        at = std::move(*next);
    }
    return at;
}

} // namespace mergeloom
