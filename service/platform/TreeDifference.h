#pragma once

#include "service/platform/Workspace.h"

#include <git2.h>

namespace mergeloom {

/// See Workspace::diff. `repository` is to have no worktree, so that no attributes are looked for.
Result<TreeDiff> differenceOf(git_repository *repository, git_tree *from, git_tree *to, qint64 patchLimit);

} // namespace mergeloom
