#include "service/storage/DirectoryLock.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mergeloom {

namespace {

QString systemWords() { return QString::fromLocal8Bit(std::strerror(errno)); }

} // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const QString &directory)
{
    const bool isNew = !QDir(directory).exists();
    if (isNew && !QDir().mkpath(directory))
        return failure(ErrorCode::Io,
            QStringLiteral(
                "The data directory %1 cannot be made. Check the rights of its parent, or name another with JCA_WORKER_DATA_DIR.")
                .arg(directory));
    if (isNew)
        ::chmod(QFile::encodeName(directory).constData(), 0700);

    const QString path = directory + QStringLiteral("/worker.lock");
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(ErrorCode::Io,
            QStringLiteral(
                "The data directory %1 cannot be written: %2. Check its owner and rights, or name another with JCA_WORKER_DATA_DIR.")
                .arg(directory, systemWords()));
    std::unique_ptr<DirectoryLock> lock(new DirectoryLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        char text[32] = {};
        const ssize_t length = ::pread(descriptor, text, sizeof text - 1, 0);
        const QString pid = length > 0 ? QString::fromLatin1(text).trimmed() : QStringLiteral("unknown");
        return failure(ErrorCode::Conflict,
            QStringLiteral(
                "The data directory %1 is in use by the worker with process id %2. Stop that one, or give this one another directory.")
                .arg(directory, pid),
            {{"pid", pid}, {"directory", directory}});
    }
    const QByteArray pid = QByteArray::number(qint64(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.constData(), size_t(pid.size()), 0) != pid.size())
        return failure(ErrorCode::Io,
            QStringLiteral("%1 cannot be written: %2. Free some space on its disk.").arg(path, systemWords()));
    return lock;
}

DirectoryLock::~DirectoryLock() { ::close(m_descriptor); }

} // namespace mergeloom
