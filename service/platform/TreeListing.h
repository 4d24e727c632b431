#pragma once

#include "service/platform/CheckoutLimits.h"
#include "service/platform/WorkTreeFile.h"
#include "shared/core/Result.h"

#include <git2.h>

#include <string_view>

namespace mergeloom {

/// Whether a tree may have an entry of this name: not empty, `.`, `..`, with a slash, or one that some file system takes for
/// `.git`.
bool isSafeEntryName(std::string_view name);

/// All files of a tree. Errors: rejected for names as above, doubles, and trees over the limits; corrupt.
Result<WorkTreeFiles> listTree(git_repository *repository, const git_tree *tree, const CheckoutLimits &limits = {});

} // namespace mergeloom
