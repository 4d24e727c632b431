#pragma once

#include "service/storage/Database.h"

#include <functional>

namespace mergeloom {

struct RebuildReport {
    int runs = 0;
    qint64 events = 0;
};

/// Derives every run's summary and view from its events again (`audit rebuild`). Nothing may come in meanwhile.
/// `corrupt` when a stream's hash chain is broken; names run and number, and changes nothing.
Result<RebuildReport> rebuildRuns(Database &database, const std::function<void(int done, int of)> &onProgress);

} // namespace mergeloom
