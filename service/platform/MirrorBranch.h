#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// The commit of a branch in a mirror (40 hex digits); empty when there is no such branch.
Result<QString> mirrorBranch(const QString &mirrorPath, const QString &branch);

} // namespace mergeloom
