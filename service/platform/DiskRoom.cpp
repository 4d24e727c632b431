#include "service/platform/DiskRoom.h"

#include <QFile>

#include <condition_variable>
#include <mutex>
#include <sys/statvfs.h>

namespace mergeloom {

namespace {
constexpr quint64 leastBytes = quint64(4) << 20;
constexpr quint64 leastFiles = 16;
} // namespace

std::optional<QString> DiskRoom::lacking(int times) const
{
    for (const QString &directory : m_directories) {
        struct statvfs disk {
        };
        QString there = directory;
        while (::statvfs(QFile::encodeName(there).constData(), &disk) != 0 && there.contains(u'/'))
            there.truncate(there.lastIndexOf(u'/'));
        if (disk.f_blocks == 0)
            continue;
        const bool countsFiles = disk.f_files > 0;
        if (quint64(disk.f_bavail) * disk.f_frsize < leastBytes * quint64(times)
            || (countsFiles && disk.f_favail < leastFiles * quint64(times)))
            return directory;
    }
    return std::nullopt;
}

std::optional<QString> DiskRoom::full() const { return lacking(1); }

bool DiskRoom::wait(std::stop_token stop) const
{
    // Nothing tells of space that became free.
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any changed;
    while (lacking(4) && !stop.stop_requested())
        (void)changed.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    return !stop.stop_requested();
}

} // namespace mergeloom
