#pragma once

#include "service/platform/WorkTreeFile.h"
#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// git's index, version 2 (Documentation/gitformat-index): programs inside a workspace read it, and the pool remembers by it
/// what it wrote. Reading takes no other version: that would not be ours.
Result<void> writeIndex(const QString &path, const WorkTreeFiles &files);
/// not_found, or corrupt when it is not one that `writeIndex` made.
Result<WorkTreeFiles> readIndex(const QString &path);

/// Takes over what is known of the files that are the same in both.
void carryStamps(const WorkTreeFiles &from, WorkTreeFiles &to);

} // namespace mergeloom
