#pragma once

#include "service/platform/FileLock.h"
#include "shared/core/Result.h"
#include "shared/domain/DiskUsage.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace mergeloom {

struct DiskItem;

/// What the pool of mirrors and workspaces takes on disk, and the removal of what is not needed. Several processes share a
/// pool: each thing is locked while it is looked at, and what is locked elsewhere is left alone.
class DiskPool
{
public:
    struct Options {
        QString mirrorRoot;
        QString workspaceRoot;
        qint64 quotaBytes = 0; ///< 0: no limit
        /// Whether the journal of a run that used a workspace is wanted still.
        std::function<bool(const QString &run)> isRunOpen = [](const QString &) { return false; };
    };
    explicit DiskPool(Options options) : m_options(std::move(options)) {}

    /// Measures what was used since it was last measured, and removes what was not used for longest until the rest is within
    /// the quota. Workspaces in use, kept for a run, of an open run, or with a commit that was not pushed stay, and their
    /// mirrors. What an earlier process did not come to the end of removing is removed first. `conflict`: another
    /// process is at it; `cancelled`.
    Result<DiskUsage> collect(std::stop_token stop) const;
    /// What the last collection, of any process, left; none: there was none.
    std::optional<DiskUsage> last() const;

private:
    QString recordPath() const;
    Result<bool> removeWorkspace(const DiskItem &item) const;
    Result<bool> removeMirror(const DiskItem &item) const;
    Options m_options;
};

/// Holds the mirror at `mirrorPath` for as long as a workspace borrows from it: others may do so too, but nobody removes it.
Result<FileLock> useMirror(const QString &mirrorPath, std::stop_token stop);

} // namespace mergeloom
