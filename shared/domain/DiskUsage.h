#pragma once

#include "shared/core/Json.h"

namespace mergeloom {

/// What an executor's mirrors and workspaces take, as it was when that was last looked at.
struct DiskUsage {
    int mirrors = 0;
    int workspaces = 0;
    qint64 bytes = 0;      ///< of both, on disk
    qint64 quotaBytes = 0; ///< 0: no limit
    int kept = 0;    ///< of both, that may not be removed now: in use, of a run, or with a commit that was not pushed
    int removed = 0; ///< since the data directory was made
    qint64 removedBytes = 0;
    std::optional<Timestamp> collectedAt; ///< when something was last removed
    Timestamp measuredAt;

    bool isFull() const { return quotaBytes > 0 && bytes > quotaBytes; }

    static constexpr auto jsonName = "DiskUsage";
    static constexpr auto fields()
    {
        return fieldList(required("mirrors", &DiskUsage::mirrors), required("workspaces", &DiskUsage::workspaces),
            required("bytes", &DiskUsage::bytes, "Of mirrors and workspaces, on disk"),
            required("quota_bytes", &DiskUsage::quotaBytes, "0: no limit"),
            required("kept", &DiskUsage::kept, "Of both, that may not be removed now"),
            required("removed", &DiskUsage::removed, "Since the data directory was made"),
            required("removed_bytes", &DiskUsage::removedBytes),
            optional("collected_at", &DiskUsage::collectedAt, "When something was last removed"),
            required("measured_at", &DiskUsage::measuredAt));
    }
};

/// `20 GB`, `512MB`, `1.5 TB`: a number and a unit (KB, MB, GB, TB, each 1024 of the one before), as bytes; `0` is no limit.
Result<qint64> parseDiskSize(const QString &text);
/// As people read it: `19.5 GB`.
QString shownDiskSize(qint64 bytes);

} // namespace mergeloom
