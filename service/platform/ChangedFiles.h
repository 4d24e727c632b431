#pragma once

#include "service/platform/Workspace.h"
#include "shared/domain/DiffGuard.h"

namespace mergeloom {

/// What of a patch is kept and given to readers, in bytes.
inline constexpr qint64 largestGivenPatch = 8 << 20;

QString changeName(FileChange change);
/// As pages show them.
QList<ChangedFileView> changedFileViews(const TreeDiff &diff);

} // namespace mergeloom
