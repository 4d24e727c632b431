#include "service/platform/DiskPool.h"

#include "service/platform/DirectoryAccess.h"
#include "service/platform/DiskUse.h"
#include "service/platform/WorkspaceSlot.h"
#include "shared/core/SavedFile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace mergeloom {

/// A mirror, or a workspace with its repository.
struct DiskItem {
    QString path;
    QString pool; ///< name of the folder of workspaces that borrow from one mirror
    bool isMirror = false;
    qint64 bytes = 0;
    qint64 usedAt = 0; ///< milliseconds since 1970
    bool isKept = false;

    QString lockPath() const { return path + QStringLiteral(".lock"); }
    QString sizePath() const { return path + QStringLiteral(".size"); }
    QStringList directories() const
    {
        return isMirror ? QStringList{path} : QStringList{path, path + QStringLiteral(".git")};
    }
};

namespace {

const QString removedEnding = QStringLiteral(".removed");

qint64 changedAt(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() ? file.lastModified().toMSecsSinceEpoch() : 0;
}

Result<void> removeTree(const QString &path)
{
    const QFileInfo place(path);
    const FileDescriptor parent(
        ::open(QFile::encodeName(place.path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parent.isOpen())
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot open %1: %2").arg(place.path(), QString::fromLocal8Bit(strerror(errno))));
    return removeBeneath(parent.get(), QFile::encodeName(place.fileName()).toStdString());
}

/// Gone at once under its name; the files go after that, and should the process end, with the next collection.
Result<void> removeDirectory(const QString &path)
{
    if (!QFileInfo::exists(path))
        return {};
    const QString away = path + removedEnding;
    MERGELOOM_CHECK(removeTree(away));
    if (::rename(QFile::encodeName(path).constData(), QFile::encodeName(away).constData()) < 0)
        return failure(
            ErrorCode::Io, QStringLiteral("Cannot rename %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
    return removeTree(away);
}

void finishRemovals(const QString &folder)
{
    for (const QString &name : QDir(folder).entryList({u'*' + removedEnding}, QDir::Dirs | QDir::Hidden))
        (void)removeTree(folder + u'/' + name);
}

/// Names of the workspaces in the folder of a pool; a repository alone counts too.
QStringList slotsIn(const QString &folder)
{
    QStringList names;
    for (QString name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (name.endsWith(u".git"))
            name.chop(4);
        bool isNumber = false;
        name.toInt(&isNumber);
        if (isNumber && !names.contains(name))
            names << name;
    }
    return names;
}

QList<DiskItem> workspacesOf(const QString &root)
{
    QList<DiskItem> items;
    for (const QString &pool : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = root + u'/' + pool;
        finishRemovals(folder);
        for (const QString &name : slotsIn(folder))
            items << DiskItem{folder + u'/' + name, pool};
    }
    return items;
}

QList<DiskItem> mirrorsOf(const QString &root)
{
    QList<DiskItem> items;
    finishRemovals(root);
    for (const QString &name : QDir(root).entryList({QStringLiteral("*.git")}, QDir::Dirs))
        items << DiskItem{root + u'/' + name, name.chopped(4), true};
    return items;
}

/// What it takes: as remembered, when it was not used since. Under its lock: nobody writes to it.
Result<void> measure(DiskItem &item, std::stop_token stop)
{
    QFile known(item.sizePath());
    if (known.open(QIODevice::ReadOnly))
        item.bytes = known.readAll().trimmed().toLongLong();
    const auto lock = FileLock::tryTake(item.lockPath());
    item.isKept = !lock;
    if (!lock || (item.bytes > 0 && changedAt(item.sizePath()) > item.usedAt))
        return {};
    qint64 bytes = 0;
    for (const QString &directory : item.directories()) {
        if (!QFileInfo::exists(directory))
            continue;
        MERGELOOM_TRY(const qint64 size, diskUse(directory, stop));
        bytes += size;
    }
    item.bytes = bytes;
    return saveFile(item.sizePath(), QByteArray::number(bytes));
}

} // namespace

Result<FileLock> useMirror(const QString &mirrorPath, std::stop_token stop)
{
    return FileLock::take(mirrorPath + QStringLiteral(".use"), stop, FileLock::Kind::Shared);
}

QString DiskPool::recordPath() const { return m_options.mirrorRoot + QStringLiteral("/disk.json"); }

std::optional<DiskUsage> DiskPool::last() const
{
    QFile file(recordPath());
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    auto usage = parseJsonAs<DiskUsage>(file.readAll());
    if (!usage)
        return std::nullopt;
    usage->quotaBytes = m_options.quotaBytes;
    return *usage;
}

Result<DiskUsage> DiskPool::collect(std::stop_token stop) const
{
    for (const QString &root : {m_options.mirrorRoot, m_options.workspaceRoot})
        if (!QDir().mkpath(root))
            return failure(ErrorCode::Io, QStringLiteral("Cannot make the directory %1.").arg(root));
    MERGELOOM_TRY(const FileLock lock, FileLock::tryTake(m_options.mirrorRoot + QStringLiteral("/collection.lock")));
    QList<DiskItem> items = workspacesOf(m_options.workspaceRoot) + mirrorsOf(m_options.mirrorRoot);
    DiskUsage usage;
    if (const auto before = last())
        usage = {.removed = before->removed, .removedBytes = before->removedBytes, .collectedAt = before->collectedAt};
    usage.quotaBytes = m_options.quotaBytes;
    QHash<QString, qint64> lastBorrowed;
    for (DiskItem &item : items) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("Stopped while measuring the disk."));
        item.usedAt = changedAt(item.lockPath());
        MERGELOOM_CHECK(measure(item, stop));
        usage.bytes += item.bytes;
        (item.isMirror ? usage.mirrors : usage.workspaces) += 1;
        if (item.isMirror) // it goes after its last workspace
            item.usedAt = std::max(item.usedAt, lastBorrowed.value(item.pool));
        else
            lastBorrowed[item.pool] = std::max(item.usedAt, lastBorrowed.value(item.pool));
    }
    std::stable_sort(
        items.begin(), items.end(), [](const DiskItem &a, const DiskItem &b) { return a.usedAt < b.usedAt; });
    for (const DiskItem &item : items) {
        const bool isWanted = item.isKept || (!item.isMirror && isSlotWanted(item.path, m_options.isRunOpen));
        usage.kept += isWanted ? 1 : 0;
        if (!usage.isFull() || isWanted || stop.stop_requested())
            continue;
        MERGELOOM_TRY(const bool isRemoved, item.isMirror ? removeMirror(item) : removeWorkspace(item));
        if (!isRemoved)
            continue;
        usage.bytes -= item.bytes;
        (item.isMirror ? usage.mirrors : usage.workspaces) -= 1;
        ++usage.removed;
        usage.removedBytes += item.bytes;
        usage.collectedAt = Timestamp::now();
    }
    usage.measuredAt = Timestamp::now();
    MERGELOOM_CHECK(saveFile(recordPath(), compactJsonOf(usage)));
    return usage;
}

/// False: it is in use by now, or wanted.
Result<bool> DiskPool::removeWorkspace(const DiskItem &item) const
{
    const auto lock = FileLock::tryTake(item.lockPath());
    if (!lock || isSlotWanted(item.path, m_options.isRunOpen))
        return false;
    // First what the pool knows of its files: a half removed one is then filled anew.
    for (const char *ending : {".index", ".size", ".last", ".boot"})
        QFile::remove(item.path + QLatin1StringView(ending));
    for (const QString &directory : item.directories())
        MERGELOOM_CHECK(removeDirectory(directory));
    return true;
}

/// False: a workspace borrows from it, or a run is about to take one.
Result<bool> DiskPool::removeMirror(const DiskItem &item) const
{
    const auto lock = FileLock::tryTake(item.lockPath());
    const auto use = FileLock::tryTake(item.path + QStringLiteral(".use"));
    if (!lock || !use || !slotsIn(m_options.workspaceRoot + u'/' + item.pool).isEmpty())
        return false;
    QFile::remove(item.sizePath());
    MERGELOOM_CHECK(removeDirectory(item.path));
    return true;
}

} // namespace mergeloom
