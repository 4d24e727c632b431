#pragma once

#include "shared/diff/DiffLayout.h"

namespace mergeloom {

enum class CopiedSides { Before, After, Both };
enum class CopiedSigns { Without, With };

/// The lines of the rows from `first` to `last`, both included, as they are in the files (not as they are shown), each with a newline.
/// Of both sides, equal lines once, and removed lines ahead of the added ones. Lines hidden in folds are left out; with signs, a
/// line that begins with @@ says so.
QString copiedText(const DiffLayout &layout, qsizetype first, qsizetype last, CopiedSides sides, CopiedSigns signs);

} // namespace mergeloom
