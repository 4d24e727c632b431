#pragma once

#include "service/platform/CheckoutLimits.h"
#include "service/platform/WorkTreeFile.h"
#include "service/platform/WorkTreeScan.h"
#include "shared/core/Result.h"

#include <git2.h>

#include <stop_token>

namespace mergeloom {

/// Writes every file that is not Clean beneath `root`, straight from the objects, with several threads: no filter, no
/// attribute, no line end is looked at. Sets the stamps of what it wrote. An old file is never written into, since it may be
/// a link or have a second name; it goes first. Errors: io, corrupt, cancelled,
/// rejected (over the limits; told before the content is read).
Result<void> writeWorkTree(int root, git_odb *objects, WorkTreeFiles &files, const std::vector<FileState> &states,
    const CheckoutLimits &limits, std::stop_token stop);

/// Lets the clock of the file system go on until no later change can have the time of what was written, and forgets the
/// stamps for which that does not come about. `clock` is any file of the same file system that may be touched.
void settleStamps(int clock, WorkTreeFiles &files);

/// The time by the clock of the file system.
timespec fileSystemTime(int clock);

} // namespace mergeloom
