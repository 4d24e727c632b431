#include "service/platform/FileLock.h"

#include <QFile>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace mergeloom {

Result<FileLock> FileLock::tryTake(const QString &path, Kind kind)
{
    FileLock lock(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (lock.m_descriptor < 0)
        return failure(ErrorCode::Io,
            QStringLiteral("Cannot open the lock file %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
    while (::flock(lock.m_descriptor, (kind == Kind::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB) < 0) {
        if (errno == EINTR)
            continue;
        if (errno == EWOULDBLOCK)
            return failure(ErrorCode::Conflict, QStringLiteral("%1 is held by another process.").arg(path));
        return failure(
            ErrorCode::Io, QStringLiteral("Cannot lock %1: %2").arg(path, QString::fromLocal8Bit(strerror(errno))));
    }
    return lock;
}

Result<FileLock> FileLock::take(const QString &path, std::stop_token stop, Kind kind)
{
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock held(mutex);
    for (;;) {
        auto lock = tryTake(path, kind);
        if (lock || lock.error().code != ErrorCode::Conflict)
            return lock;
        // flock cannot wait with a stop token, so it is asked again.
        stopped.wait_for(held, stop, std::chrono::milliseconds(25), [] { return false; });
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, QStringLiteral("Stopped while waiting for %1.").arg(path));
    }
}

FileLock::FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void FileLock::touch() const { (void)::futimens(m_descriptor, nullptr); }

int FileLock::release() { return std::exchange(m_descriptor, -1); }

} // namespace mergeloom
