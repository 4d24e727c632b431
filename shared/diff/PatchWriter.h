#pragma once

#include "shared/core/Result.h"
#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// The patch of a file or of all files, as git diff writes it; `git apply` makes the bytes after from those before. Binary files and
/// UTF-16 become binary patches. Errors: unsupported when a binary file's bytes are not known.
Result<QByteArray> writePatch(const FileDiff &file, int context = 3);
Result<QByteArray> writePatch(const DiffDocument &document, int context = 3);

} // namespace mergeloom
