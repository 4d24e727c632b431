#include "service/platform/WorkspaceSlot.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/LooseObjects.h"
#include "shared/core/SavedFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <vector>

namespace mergeloom {

namespace {

constexpr int mostSlots = 1000;

Unexpected failed(const QString &what, const QString &path)
{
    return failure(
        ErrorCode::Io, QStringLiteral("Cannot %1 %2: %3").arg(what, path, QString::fromLocal8Bit(strerror(errno))));
}

Result<FileDescriptor> openDirectory(const QString &path)
{
    FileDescriptor directory(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory.isOpen())
        return failed(QStringLiteral("open"), path);
    return directory;
}

Result<void> removeAllBut(int directory, const char *kept)
{
    DIR *stream = ::fdopendir(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!stream)
        return failed(QStringLiteral("read"), QStringLiteral("a directory of the workspace"));
    std::vector<std::string> names;
    while (const dirent *entry = ::readdir(stream))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && strcmp(entry->d_name, kept) != 0)
            names.emplace_back(entry->d_name);
    ::closedir(stream);
    for (const std::string &name : names)
        MERGELOOM_CHECK(removeBeneath(directory, name));
    return {};
}

/// A directory that is one; whatever else has the name goes.
Result<FileDescriptor> realDirectory(int parent, const char *name)
{
    FileDescriptor opened(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (opened.isOpen())
        return opened;
    MERGELOOM_CHECK(removeBeneath(parent, name));
    if (::mkdirat(parent, name, 0777) < 0)
        return failed(QStringLiteral("make"), QString::fromLatin1(name));
    opened = FileDescriptor(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened.isOpen())
        return failed(QStringLiteral("open"), QString::fromLatin1(name));
    return opened;
}

WorkspaceSlot slotAt(const QString &path, FileLock lock)
{
    return {path, path + QStringLiteral(".index"), path + QStringLiteral(".git"), std::move(lock)};
}

/// Names the run that keeps the slot, also while no process has it.
QString holderPath(const QString &path) { return path + QStringLiteral(".run"); }

/// Lines of a commit and the branch that it was made for.
QString unpushedPath(const QString &path) { return path + QStringLiteral(".unpushed"); }

QStringList unpushedOf(const QString &path)
{
    QFile file(unpushedPath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)
                                          : QStringList();
}

QString holderOf(const QString &path)
{
    QFile file(holderPath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(200)).trimmed() : QString();
}

} // namespace

Result<WorkspaceSlot> WorkspaceSlot::take(const QString &root, const QString &mirrorPath)
{
    QString name = QFileInfo(QDir::cleanPath(mirrorPath)).fileName();
    if (name.endsWith(u".git"))
        name.chop(4);
    const QDir pool(QDir(root).absoluteFilePath(name));
    if (!pool.mkpath(QStringLiteral(".")))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1.").arg(pool.path()));
    for (int number = 1; number <= mostSlots; ++number) {
        const QString path = pool.filePath(QString::number(number));
        auto lock = FileLock::tryTake(path + QStringLiteral(".lock"));
        if (!lock && lock.error().code == ErrorCode::Conflict)
            continue;
        if (!lock)
            return failure(lock);
        if (QFile::exists(holderPath(path)))
            continue;
        if (::mkdir(QFile::encodeName(path).constData(), 0777) < 0 && errno != EEXIST)
            return failed(QStringLiteral("make"), path);
        lock->touch();
        return slotAt(path, std::move(*lock));
    }
    return failure(
        ErrorCode::Unavailable, QStringLiteral("All %1 workspaces in %2 are in use.").arg(mostSlots).arg(pool.path()));
}

Result<WorkspaceSlot> WorkspaceSlot::takeHeld(const QString &path, const QString &holder)
{
    MERGELOOM_TRY(FileLock lock, FileLock::tryTake(path + QStringLiteral(".lock")));
    lock.touch();
    WorkspaceSlot slot = slotAt(path, std::move(lock));
    if (holder.isEmpty() || holderOf(path) != holder)
        return failure(ErrorCode::NotFound, QStringLiteral("The workspace %1 is no longer kept for it.").arg(path));
    return slot;
}

Result<void> keepSlot(const QString &path, const QString &holder)
{
    return saveFile(holderPath(path), holder.toUtf8());
}

void freeSlot(const QString &path)
{
    const QByteArray last = QFile::encodeName(path + QStringLiteral(".last"));
    (void)::rename(QFile::encodeName(holderPath(path)).constData(), last.constData());
}

bool isSlotWanted(const QString &path, const std::function<bool(const QString &holder)> &isOpen)
{
    if (QFile::exists(holderPath(path)) || QFile::exists(unpushedPath(path)))
        return true;
    QFile last(path + QStringLiteral(".last"));
    return last.open(QIODevice::ReadOnly) && isOpen(QString::fromUtf8(last.read(200)).trimmed());
}

Result<void> noteUnpushed(const QString &path, const QString &branch, const QString &commit)
{
    QStringList lines = unpushedOf(path);
    const QString line = commit + u' ' + branch;
    if (lines.contains(line))
        return {};
    return saveFile(unpushedPath(path), ((lines << line).join(u'\n') + u'\n').toUtf8());
}

void forgetUnpushed(const QString &path, const QString &branch)
{
    const QDir pool(QFileInfo(path).path());
    for (const QString &name : pool.entryList({QStringLiteral("*.unpushed")}, QDir::Files)) {
        const QString slot = pool.filePath(name.chopped(9));
        QStringList lines = unpushedOf(slot);
        const qsizetype before = lines.size();
        lines.removeIf([&](const QString &line) { return line.section(u' ', 1) == branch; });
        if (lines.isEmpty())
            QFile::remove(unpushedPath(slot));
        else if (lines.size() != before)
            (void)saveFile(unpushedPath(slot), (lines.join(u'\n') + u'\n').toUtf8());
    }
}

void freeSlots(const QString &root, const std::function<bool(const QString &holder)> &isToBeFreed)
{
    for (const QString &pool : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QDir folder(root + u'/' + pool);
        for (const QString &name : folder.entryList({QStringLiteral("*.run")}, QDir::Files))
            if (const QString path = folder.filePath(name.chopped(4)); isToBeFreed(holderOf(path)))
                freeSlot(path);
    }
}

Result<void> WorkspaceSlot::clearFiles() const
{
    QFile::remove(indexPath);
    MERGELOOM_TRY(const FileDescriptor directory, openDirectory(path));
    return removeAllBut(directory.get(), ".git");
}

Result<void> WorkspaceSlot::dropOldObjects() const
{
    // Git's own estimate, from one of the 256 folders: about 2,000 objects.
    const QDir sample(repositoryPath + QStringLiteral("/objects/17"));
    if (sample.entryList(QDir::Files).size() < 8 || QFile::exists(unpushedPath(path)))
        return {};
    MERGELOOM_TRY(const FileDescriptor pool, openDirectory(QFileInfo(repositoryPath).path()));
    MERGELOOM_TRY(const FileDescriptor repository,
        realDirectory(pool.get(), QFile::encodeName(QFileInfo(repositoryPath).fileName()).constData()));
    return removeBeneath(repository.get(), "objects");
}

Result<void> WorkspaceSlot::mendAfterRestart() const
{
    QFile current(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    const QByteArray now = current.open(QIODevice::ReadOnly) ? current.readAll().trimmed() : QByteArray();
    QFile mark(path + QStringLiteral(".boot"));
    if (!now.isEmpty() && mark.open(QIODevice::ReadOnly) && mark.readAll().trimmed() == now)
        return {};
    MERGELOOM_CHECK(LooseObjects(repositoryPath + QStringLiteral("/objects")).removeDamaged());
    return saveFile(mark.fileName(), now + '\n');
}

Result<void> WorkspaceSlot::prepareRepository(const QString &objectDirectory) const
{
    MERGELOOM_TRY(const FileDescriptor pool, openDirectory(QFileInfo(repositoryPath).path()));
    MERGELOOM_TRY(const FileDescriptor repository,
        realDirectory(pool.get(), QFile::encodeName(QFileInfo(repositoryPath).fileName()).constData()));
    MERGELOOM_CHECK(removeAllBut(repository.get(), "objects"));
    MERGELOOM_TRY(const FileDescriptor objects, realDirectory(repository.get(), "objects"));
    MERGELOOM_CHECK(removeBeneath(objects.get(), "info"));
    MERGELOOM_TRY(const FileDescriptor information, realDirectory(objects.get(), "info"));
    MERGELOOM_TRY(const FileDescriptor packs, realDirectory(objects.get(), "pack"));
    const QString git = repositoryPath + u'/';
    MERGELOOM_CHECK(
        saveFile(git + QStringLiteral("objects/info/alternates"), QFile::encodeName(objectDirectory) + '\n'));
    MERGELOOM_CHECK(saveFile(git + QStringLiteral("config"),
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\thooksPath = /dev/null\n"
        "[gc]\n\tauto = 0\n"));
    return linkRepository(path, repositoryPath);
}

Result<void> linkRepository(const QString &path, const QString &repositoryPath)
{
    const QByteArray wanted = "gitdir: " + QFile::encodeName(repositoryPath) + '\n';
    MERGELOOM_TRY(const FileDescriptor directory, openDirectory(path));
    {
        const FileDescriptor link(::openat(directory.get(), ".git", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        QByteArray found(wanted.size() + 1, '\0');
        const ssize_t size = ::read(link.get(), found.data(), size_t(found.size()));
        if (size == wanted.size() && found.startsWith(wanted))
            return {};
    }
    MERGELOOM_CHECK(removeBeneath(directory.get(), ".git"));
    const FileDescriptor link(
        ::openat(directory.get(), ".git", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!writeAll(link.get(), {wanted.constData(), size_t(wanted.size())}))
        return failed(QStringLiteral("write"), path + QStringLiteral("/.git"));
    return {};
}

Result<void> writeHead(const QString &repositoryPath, const QString &branch, const QString &commit)
{
    MERGELOOM_TRY(const FileDescriptor repository, openDirectory(repositoryPath));
    MERGELOOM_CHECK(removeBeneath(repository.get(), "refs"));
    if (!QDir(repositoryPath).mkpath(QStringLiteral("refs/tags"))
        || !QDir(repositoryPath).mkpath(QStringLiteral("refs/heads")))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1/refs.").arg(repositoryPath));
    if (branch.isEmpty())
        return saveFile(repositoryPath + QStringLiteral("/HEAD"), commit.toLatin1() + '\n');
    const QString reference = repositoryPath + QStringLiteral("/refs/heads/") + branch;
    if (!QDir().mkpath(QFileInfo(reference).path()))
        return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory of %1.").arg(reference));
    MERGELOOM_CHECK(saveFile(reference, commit.toLatin1() + '\n'));
    return saveFile(repositoryPath + QStringLiteral("/HEAD"), "ref: refs/heads/" + branch.toUtf8() + '\n');
}

} // namespace mergeloom
