#pragma once

#include "service/platform/DiskPool.h"

#include <QObject>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace mergeloom {

/// Keeps the disk beside the work of an executor, on a thread of its own: mirrors and workspaces within their quota, and the
/// folders of runs that are told and old.
class DiskThread : public QObject
{
    Q_OBJECT

public:
    struct Options {
        DiskPool::Options pool;
        QString runRoot;
        std::chrono::seconds period{600};
        std::chrono::days runAge{14};
        std::chrono::hours runAgeWhenShort{1};
        qint64 leastFree = qint64(2) << 30; ///< with less free, runs that are told go sooner
    };
    explicit DiskThread(Options options, QObject *parent = nullptr);
    ~DiskThread() override;

    /// Something was used: it is measured now. Returns at once.
    void wake();
    /// What the last collection left, of this process or another.
    std::optional<DiskUsage> usage() const;

Q_SIGNALS:
    /// On the thread of this object, after each collection.
    void collected();

private:
    void work(std::stop_token stop);
    void collect(std::stop_token stop);

    Options m_options;
    DiskPool m_pool;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isWoken = true; ///< the first time, too
    std::optional<DiskUsage> m_usage;
    std::jthread m_thread; ///< last, so that it ends first
};

} // namespace mergeloom
