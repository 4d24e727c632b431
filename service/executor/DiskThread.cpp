#include "service/executor/DiskThread.h"

#include "service/executor/RunFolder.h"
#include "shared/core/Log.h"

#include <QStorageInfo>

namespace mergeloom {

DiskThread::DiskThread(Options options, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_pool(m_options.pool), m_usage(m_pool.last()),
      m_thread([this](std::stop_token stop) { work(std::move(stop)); })
{
}

DiskThread::~DiskThread() = default;

void DiskThread::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isWoken = true;
    }
    m_changed.notify_all();
}

std::optional<DiskUsage> DiskThread::usage() const
{
    const std::lock_guard lock(m_mutex);
    return m_usage;
}

void DiskThread::work(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            (void)m_changed.wait_for(lock, stop, m_options.period, [this] { return m_isWoken; });
            m_isWoken = false;
        }
        if (!stop.stop_requested())
            collect(stop);
    }
}

void DiskThread::collect(std::stop_token stop)
{
    const auto before = usage();
    const auto now = m_pool.collect(stop);
    if (!now && now.error().code == ErrorCode::Cancelled)
        return;
    // Another process of this data directory is at it: what it finds counts here too.
    const bool isElsewhere = !now && now.error().code == ErrorCode::Conflict;
    if (!now && !isElsewhere)
        log::error(QStringLiteral("The disk could not be looked at"), {{"error", now.error().message}});
    if (now && before && now->removed > before->removed)
        log::info(QStringLiteral("Mirrors and workspaces were removed to stay within the quota"),
            {{"removed", QString::number(now->removed - before->removed)}, {"bytes", shownDiskSize(now->bytes)},
                {"quota", shownDiskSize(now->quotaBytes)}});
    const bool isShort = QStorageInfo(m_options.runRoot).bytesAvailable() < m_options.leastFree;
    const std::chrono::seconds age = isShort ? m_options.runAgeWhenShort : std::chrono::seconds(m_options.runAge);
    if (const int removed = removeToldRuns(m_options.runRoot, age, stop); removed > 0)
        log::info(QStringLiteral("Folders of old runs were removed"), {{"runs", QString::number(removed)}});
    {
        const std::lock_guard lock(m_mutex);
        m_usage = now ? std::optional(*now) : m_pool.last();
    }
    Q_EMIT collected();
}

} // namespace mergeloom
