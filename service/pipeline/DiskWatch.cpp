#include "service/pipeline/DiskWatch.h"

#include "service/platform/DiskUse.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr std::chrono::seconds shortestPause{1};
constexpr int pauseOfWalks = 20; ///< so many times as long as the last walk took
constexpr int recordedSteps = 100;

} // namespace

DiskWatch::DiskWatch(const Workspace &workspace, const StageScope &scope) : m_workspace(workspace), m_scope(scope)
{
    if (scope.control.limits().diskBytes <= 0)
        return;
    const auto before = scope.recorder.history().checkoutBytes();
    if (before)
        m_base = *before;
    else if (const auto now = total(scope.stop))
        m_base = *now;
    measure();
    m_thread = std::jthread([this](std::stop_token stop) { watch(std::move(stop)); });
}

DiskWatch::~DiskWatch() = default;

Result<qint64> DiskWatch::total(std::stop_token stop) const
{
    MERGELOOM_TRY(const qint64 files, diskUse(m_workspace.path(), stop));
    MERGELOOM_TRY(const qint64 objects, diskUse(m_workspace.repositoryPath(), stop));
    return files + objects;
}

void DiskWatch::measure()
{
    if (m_scope.control.limits().diskBytes > 0)
        measureBut(m_scope.stop);
}

void DiskWatch::measureBut(std::stop_token stop)
{
    const std::lock_guard lock(m_measuring);
    const auto start = std::chrono::steady_clock::now();
    m_freeBefore = freeBytes(m_workspace.path());
    const auto now = total(stop);
    m_lastWalk = std::chrono::steady_clock::now() - start;
    if (!now)
        return;
    const qint64 growth = std::max<qint64>(0, *now - m_base);
    const qint64 limit = m_scope.control.limits().diskBytes;
    // Each step is a line of the journal for ever, so that small ones are left out; the one over the limit is not.
    if (m_recorded >= 0 && growth <= limit && std::abs(growth - m_recorded) < limit / recordedSteps)
        return;
    if (growth == m_recorded)
        return;
    m_recorded = growth;
    m_scope.recorder.append(
        QString::fromLatin1(event_type::workspaceMeasured), {{"base_bytes", m_base}, {"growth_bytes", growth}});
}

void DiskWatch::watch(std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any changed;
    while (!stop.stop_requested()) {
        std::chrono::steady_clock::duration pause;
        qint64 freeBefore = 0;
        {
            const std::lock_guard lock(m_measuring);
            pause = std::max<std::chrono::steady_clock::duration>(shortestPause, m_lastWalk * pauseOfWalks);
            freeBefore = m_freeBefore;
        }
        std::unique_lock lock(mutex);
        changed.wait_for(lock, stop, pause, [] { return false; });
        lock.unlock();
        if (!stop.stop_requested() && freeBytes(m_workspace.path()) != freeBefore)
            measureBut(stop);
    }
}

} // namespace mergeloom
