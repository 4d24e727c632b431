#pragma once

#include "shared/core/Result.h"
#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// The files of a patch: what git diff and format-patch write (renames, modes, binary patches), and plain `diff -u`. Text around the
/// files is skipped. A patch that ends early or is damaged is read as far as it goes; the notices say where.
/// Errors: invalid_input when there is no patch in it, unsupported for combined diffs of merges. Any bytes, any thread.
Result<DiffDocument> readPatch(QByteArrayView patch);

} // namespace mergeloom
