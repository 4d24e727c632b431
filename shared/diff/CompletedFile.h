#pragma once

#include "shared/diff/FileDiff.h"

#include <optional>

namespace mergeloom {

/// A file of a patch together with what the patch leaves out, once the whole file before is known. Nothing when the patch is not
/// one of that file: a line of it reads otherwise there.
std::optional<FileDiff> completedFile(const FileDiff &patched, const QByteArray &before);

} // namespace mergeloom
