#include "service/platform/BeneathRoot.h"

#include "service/platform/GitNames.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <memory>
#include <sys/syscall.h>
#include <vector>

namespace mergeloom {

namespace {

constexpr qsizetype longestPath = 3000; // PATH_MAX, less what stands before it

bool namesGit(QStringView part) { return namesGitDirectory(part.toUtf8().toStdString()); }

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
    if (found.isEmpty())
        return failure(ErrorCode::Unavailable,
            QStringLiteral("Where a file is cannot be told without /proc. Mount it, and start the worker again."));
    if (found != top && !found.startsWith(top == QLatin1String("/") ? top : top + QLatin1Char('/')))
        return pathFailure(found, EXDEV);
    for (const QStringView part : QStringView(found).mid(top.size()).split(QLatin1Char('/')))
        if (namesGit(part))
            return gitIsOutOfReach();
    return {};
}

/// For kernels and seccomp filters without openat2: one component after the other. Links are followed here, never by the
/// kernel: `..` goes back to the directory that was come from, which is held open, so that nothing that is renamed meanwhile
/// leads out.
class ComponentWalk
{
public:
    explicit ComponentWalk(int root) { m_path.push_back(FileDescriptor(::openat(root, ".", directory))); }

    /// The descriptor, opened with O_PATH; closed with errno set when it cannot be reached.
    FileDescriptor reach(const QStringList &parts)
    {
        std::vector<QByteArray> ahead;
        for (auto part = parts.rbegin(); part != parts.rend(); ++part)
            ahead.push_back(QFile::encodeName(*part));
        int links = 0;
        while (m_path.back().isOpen() && !ahead.empty()) {
            const QByteArray name = ahead.back();
            ahead.pop_back();
            if (name.isEmpty() || name == ".")
                continue;
            if (!(name == ".." ? back() : step(name, ahead, links)))
                return {};
        }
        return std::move(m_path.back());
    }

private:
    static constexpr int directory = O_PATH | O_DIRECTORY | O_CLOEXEC;
    static constexpr int mostLinks = 40; // as the kernel's

    static bool fail(int number)
    {
        errno = number;
        return false;
    }

    bool back()
    {
        if (m_path.size() < 2)
            return fail(EXDEV);
        m_path.pop_back();
        return true;
    }

    bool step(const QByteArray &name, std::vector<QByteArray> &ahead, int &links)
    {
        FileDescriptor next(::openat(m_path.back().get(), name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat status {
        };
        if (!next.isOpen() || ::fstat(next.get(), &status) != 0)
            return false;
        if (!S_ISLNK(status.st_mode)) {
            if (!ahead.empty() && !S_ISDIR(status.st_mode))
                return fail(ENOTDIR);
            m_path.push_back(std::move(next));
            return true;
        }
        if (++links > mostLinks)
            return fail(ELOOP);
        QByteArray target(PATH_MAX, '\0');
        const ssize_t length = ::readlinkat(next.get(), "", target.data(), size_t(target.size()));
        if (length < 0)
            return false;
        target.truncate(length);
        if (target.startsWith('/'))
            return fail(EXDEV);
        const QList<QByteArray> further = target.split('/');
        for (auto part = further.rbegin(); part != further.rend(); ++part)
            ahead.push_back(*part);
        return true;
    }

    std::vector<FileDescriptor> m_path;
};

int walkResolved(int root, const QStringList &parts, int flags)
{
    const FileDescriptor place = ComponentWalk(root).reach(parts);
    if (!place.isOpen())
        return -1;
    struct stat status {
    };
    if ((flags & O_DIRECTORY) && (::fstat(place.get(), &status) != 0 || !S_ISDIR(status.st_mode))) {
        errno = ENOTDIR;
        return -1;
    }
    return flags & O_PATH ? ::fcntl(place.get(), F_DUPFD_CLOEXEC, 0) : reopen(place, flags).release();
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
        return walkResolved(root, parts, flags);
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
    if (QFile::encodeName(parts.join(QLatin1Char('/'))).size() > longestPath)
        return pathFailure(path, ENAMETOOLONG);
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

Result<void> refuseCaseTwin(int directory, const QString &name, const QString &path)
{
    const QString folded = name.normalized(QString::NormalizationForm_C).toCaseFolded();
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(
        ::fdopendir(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), ::closedir);
    if (!stream)
        return pathFailure(path, errno);
    while (const dirent *entry = ::readdir(stream.get())) {
        const QString other = QFile::decodeName(entry->d_name);
        if (other != name && other.normalized(QString::NormalizationForm_C).toCaseFolded() == folded)
            return failure(ErrorCode::Conflict,
                QStringLiteral(
                    "%1 would stand beside %2, and many systems take the two for one file. Use the name that is "
                    "there, or rename that file first.")
                    .arg(path, other));
    }
    return {};
}

Result<FileDescriptor> makeDirectoriesBeneath(int root, const QStringList &parts)
{
    MERGELOOM_TRY(FileDescriptor at, openBeneath(root, {}, O_RDONLY | O_DIRECTORY));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QStringList reached = parts.first(i + 1);
        auto next = openBeneath(root, reached, O_RDONLY | O_DIRECTORY);
        if (!next && next.error().code == ErrorCode::NotFound) {
            MERGELOOM_CHECK(refuseCaseTwin(at.get(), parts.at(i), reached.join(QLatin1Char('/'))));
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
