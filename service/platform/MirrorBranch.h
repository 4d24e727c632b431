#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// The commit of a branch in a mirror (40 hex digits); empty when there is no such branch.
Result<QString> mirrorBranch(const QString &mirrorPath, const QString &branch);

/// How two commits of a mirror lie to each other.
struct CommitDistance {
    int ahead = 0;  ///< commits that `to` has and `from` has not
    int behind = 0; ///< the other way round; not 0: `to` does not build upon `from`
};
Result<CommitDistance> commitDistance(const QString &mirrorPath, const QString &from, const QString &to);

/// The newest commit that both build upon; empty: there is none.
Result<QString> commonAncestor(const QString &mirrorPath, const QString &one, const QString &other);

} // namespace mergeloom
