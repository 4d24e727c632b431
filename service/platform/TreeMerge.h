#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// The tree that has the change from `ancestor` to `theirs` made on `ours` (tree ids of the repository at
/// `repositoryPath`). `conflict` names the first path that both changed.
Result<QString> mergeTrees(
    const QString &repositoryPath, const QString &ancestor, const QString &ours, const QString &theirs);

} // namespace mergeloom
