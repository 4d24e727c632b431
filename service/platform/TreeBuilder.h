#pragma once

#include "service/platform/WorkTreeFile.h"
#include "shared/core/Result.h"

#include <git2.h>

namespace mergeloom {

/// Writes the tree objects for the files of a list that are present; those that exist already are not written again.
Result<git_oid> buildTree(git_odb *objects, const WorkTreeFiles &files);

/// Makes the blob of a file or link in the worktree and notes its mode, and its stamp when no later change can have the same
/// as seen at `now`. `root` is the open worktree. not_found when it is gone by now; rejected when it is over the size limit.
Result<void> storeFile(git_odb *objects, int root, const timespec &now, WorkTreeFile &file);

/// Files over this size are not committed.
constexpr int64_t largestStoredFile = int64_t(512) << 20;

} // namespace mergeloom
