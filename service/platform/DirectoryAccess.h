#pragma once

#include "service/platform/FileDescriptor.h"
#include "shared/core/Result.h"

#include <string>

namespace mergeloom {

/// Directories beneath an open one, never through a link. `path` is relative; empty means the root itself. On failure the
/// descriptor is closed and errno is set.
FileDescriptor openDirectoryBeneath(int root, const std::string &path);
/// The same; makes what is missing.
FileDescriptor makeDirectoryBeneath(int root, const std::string &path);

/// Removes a file, or a directory of any depth with all that is in it, write-protected directories too. What is not there
/// is removed.
Result<void> removeBeneath(int directory, const std::string &name);

} // namespace mergeloom
