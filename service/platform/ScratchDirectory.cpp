#include "service/platform/ScratchDirectory.h"

#include "service/platform/DirectoryAccess.h"
#include "shared/core/Log.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr QLatin1StringView scratchPrefix("mergeloom-scratch-");
constexpr int mostTries = 100;

FileDescriptor openFolder(const QByteArray &path)
{
    return FileDescriptor(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

/// Whoever makes a folder and whoever sweeps it away both lock it; after that it may be gone.
bool lockNow(const FileDescriptor &folder)
{
    struct stat status {
    };
    return folder.isOpen() && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0 && ::fstat(folder.get(), &status) == 0
        && status.st_nlink > 0 && status.st_uid == ::geteuid();
}

Result<void> removeFolder(const QString &parent, const QString &name)
{
    const FileDescriptor folder = openFolder(QFile::encodeName(parent));
    return removeBeneath(folder.get(), QFile::encodeName(name).toStdString());
}

} // namespace

Result<ScratchDirectory> ScratchDirectory::make(const QString &kind)
{
    for (int i = 0; i < mostTries; ++i) {
        QByteArray path = QFile::encodeName(QDir::tempPath() + u'/' + scratchPrefix + kind + QStringLiteral("-XXXXXX"));
        if (!::mkdtemp(path.data()))
            break;
        if (FileDescriptor folder = openFolder(path); lockNow(folder))
            return ScratchDirectory(QFile::decodeName(path), std::move(folder));
    }
    return failure(ErrorCode::Io,
        QStringLiteral("No folder for temporary files can be made in %1: %2. Check its rights and its space.")
            .arg(QDir::tempPath(), QString::fromLocal8Bit(strerror(errno))));
}

ScratchDirectory::~ScratchDirectory()
{
    if (!m_locked.isOpen())
        return;
    const qsizetype slash = m_path.lastIndexOf(u'/');
    if (const auto removed = removeFolder(m_path.left(slash), m_path.mid(slash + 1)); !removed)
        log::warning(QStringLiteral("Temporary files stay behind, until a worker starts again"),
            {{"directory", m_path}, {"error", removed.error().message}});
}

int ScratchDirectory::sweep()
{
    int swept = 0;
    const QString parent = QDir::tempPath();
    for (const QString &name : QDir(parent).entryList({scratchPrefix + u'*'}, QDir::Dirs | QDir::NoSymLinks)) {
        const FileDescriptor folder = openFolder(QFile::encodeName(parent + u'/' + name));
        if (!lockNow(folder))
            continue;
        const auto removed = removeFolder(parent, name);
        if (removed)
            ++swept;
        else
            log::warning(QStringLiteral("Temporary files of a process that is gone stay behind"),
                {{"directory", parent + u'/' + name}, {"error", removed.error().message}});
    }
    if (swept > 0)
        log::info(QStringLiteral("Temporary files of processes that are gone were removed"),
            {{"folders", QString::number(swept)}});
    return swept;
}

} // namespace mergeloom
