#include "service/platform/LooseObjects.h"

#include "service/platform/FileDescriptor.h"
#include "service/platform/GitObjects.h"
#include "service/platform/LooseObjectFile.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr int mostSyncedAlone = 200; ///< for more, the whole file system is synced at once
constexpr int deepestTree = 4000;

Unexpected syncFailed(const QString &path)
{
    return failure(ErrorCode::Io,
        QStringLiteral("%1 cannot be synced to disk: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
}

/// The folders `00` to `ff`.
QStringList fanOut(const QString &directory)
{
    return QDir(directory).entryList(
        {QStringLiteral("[0-9a-f][0-9a-f]")}, QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

bool isSince(const QString &path, qint64 since)
{
    struct stat status {
    };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0
        && std::max(status.st_mtim.tv_sec, status.st_ctim.tv_sec) >= since;
}

Result<void> syncPath(const QString &path)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT)
        return {};
    if (!file.isOpen() || ::fsync(file.get()) < 0)
        return syncFailed(path);
    return {};
}

Result<GitOdb> openAll(const QString &directory)
{
    startGitLibrary();
    git_odb *made = nullptr;
    if (const int code = git_odb_open(&made, QFile::encodeName(directory).constData()); code < 0)
        return gitFailure(code, QStringLiteral("Cannot open the git objects in %1").arg(directory));
    return GitOdb(made);
}

/// The objects that a tree names, submodules left out. False: these bytes are no tree.
template <class Take>
bool eachEntry(std::string_view tree, Take take)
{
    while (!tree.empty()) {
        const size_t end = tree.find('\0');
        git_oid id;
        if (end == std::string_view::npos || tree.size() - end - 1 < sizeof id.id)
            return false;
        std::memcpy(id.id, tree.data() + end + 1, sizeof id.id);
        const bool isSubmodule = tree.substr(0, 7) == "160000 ";
        tree.remove_prefix(end + 1 + sizeof id.id);
        if (!isSubmodule && !take(id))
            return true;
    }
    return true;
}

} // namespace

Result<void> LooseObjects::sync(qint64 since) const
{
    QStringList written;
    for (const QString &name : fanOut(m_directory)) {
        const QString folder = m_directory + u'/' + name;
        if (!isSince(folder, since)) // it changes with each file that comes into it
            continue;
        for (const QString &file : QDir(folder).entryList(QDir::Files))
            if (isSince(folder + u'/' + file, since))
                written << folder + u'/' + file;
        written << folder;
    }
    if (written.isEmpty())
        return {};
    if (written.size() > mostSyncedAlone) {
        const FileDescriptor directory(
            ::open(QFile::encodeName(m_directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return directory.isOpen() && ::syncfs(directory.get()) == 0 ? Result<void>() : syncFailed(m_directory);
    }
    for (const QString &path : written)
        MERGELOOM_CHECK(syncPath(path));
    return syncPath(m_directory);
}

Result<int> LooseObjects::removeDamaged() const
{
    int removed = 0;
    for (const QString &name : fanOut(m_directory)) {
        const QString folder = m_directory + u'/' + name;
        for (const QString &file : QDir(folder).entryList(QDir::Files | QDir::Hidden)) {
            const auto read = LooseObjectFile::read(folder + u'/' + file, name + file);
            const bool isWhole = read || read.error().code == ErrorCode::NotFound;
            if (!isWhole && !QFile::remove(folder + u'/' + file))
                return failure(ErrorCode::Io,
                    QStringLiteral("The damaged object %1 cannot be removed; check who owns it.")
                        .arg(folder + u'/' + file));
            removed += isWhole ? 0 : 1;
        }
    }
    return removed;
}

struct TreeCheck::Stores {
    QString own;
    GitOdb shared;
};

Result<TreeCheck> TreeCheck::open(const QString &objectDirectory, const QString &sharedDirectory)
{
    MERGELOOM_TRY(GitOdb shared, openAll(sharedDirectory));
    return TreeCheck(std::make_shared<Stores>(Stores{objectDirectory, std::move(shared)}));
}

Result<void> TreeCheck::check(const QString &tree)
{
    MERGELOOM_TRY(const git_oid id, parseObjectId(tree));
    return checkObject(id, 0);
}

Result<void> TreeCheck::checkObject(const git_oid &id, int depth)
{
    const QByteArray key(reinterpret_cast<const char *>(id.id), sizeof id.id);
    if (m_whole.contains(key) || git_odb_exists_ext(m_stores->shared.get(), &id, GIT_ODB_LOOKUP_NO_REFRESH))
        return {};
    const QString name = objectIdText(id);
    MERGELOOM_TRY(const LooseObjectFile object,
        LooseObjectFile::read(QStringLiteral("%1/%2/%3").arg(m_stores->own, name.left(2), name.sliced(2)), name));
    if (object.type == "tree") {
        Result<void> children;
        const std::string_view bytes(object.content.constData(), size_t(object.content.size()));
        const bool isTree = depth < deepestTree && eachEntry(bytes, [&](const git_oid &child) {
            children = checkObject(child, depth + 1);
            return children.has_value();
        });
        if (!isTree)
            return failure(ErrorCode::Corrupt, QStringLiteral("%1 is no tree that can be read.").arg(name));
        if (!children)
            return children;
    }
    m_whole.insert(key);
    return {};
}

} // namespace mergeloom
