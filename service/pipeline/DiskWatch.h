#pragma once

#include "service/pipeline/StageResult.h"
#include "service/platform/Workspace.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace mergeloom {

/// Measures what the workspace of a run has grown by since its checkout, for a run with a limit on that; without one it does
/// nothing. What is measured is exact (diskUse() of the files, ignored ones too, and of the repository beside them); when it
/// is measured is not: each second while the free space of the disk changes, but so seldom that the walks through a large tree
/// take no more than a twentieth of the time. A limit can be passed for that long, by a command or by an agent program; what the run
/// publishes was measured before. Files of a command outside of the workspace (`/tmp`, its home) go with the command and do not count.
class DiskWatch
{
public:
    DiskWatch(const Workspace &workspace, const StageScope &scope);
    ~DiskWatch(); ///< records nothing more
    DiskWatch(const DiskWatch &) = delete;
    DiskWatch &operator=(const DiskWatch &) = delete;

    /// Now, whatever the time; the run's control knows the result when this returns.
    void measure();

private:
    void watch(std::stop_token stop);
    void measureBut(std::stop_token stop);
    Result<qint64> total(std::stop_token stop) const;

    const Workspace &m_workspace;
    const StageScope &m_scope;
    std::mutex m_measuring;
    qint64 m_base = 0;
    qint64 m_recorded = -1;
    qint64 m_freeBefore = -1; ///< when it was measured last
    std::chrono::steady_clock::duration m_lastWalk{};
    std::jthread m_thread;
};

} // namespace mergeloom
