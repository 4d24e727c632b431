#pragma once

#include "service/platform/Workspace.h"

namespace mergeloom {

/// What a range of commits compares.
struct CommitRange {
    QString from; ///< 40 hex digits; empty: the empty tree
    QString to;
    QString without; ///< commits that this one has are not of the range; empty: it is the one commit `to`
};

/// `A..B`, `A...B` (from the merge base of both) or one commit (against its first parent). A and B are as mirrorCommit() takes
/// them. `invalid_input`: it is no range, or there is no merge base; else as mirrorCommit() says.
Result<CommitRange> readCommitRange(const QString &mirrorPath, const QString &range);

struct RangeCommit {
    QString id;
    QString subject;
    QString author;
    QString message;
    qint64 at = 0; ///< when it was committed, in seconds since 1970
};

/// The commits of a range, newest first: each stands before its parents. At most `most`.
Result<QList<RangeCommit>> commitsOf(const QString &mirrorPath, const CommitRange &range, qsizetype most);

/// What the range changed, as Workspace::diff() tells it.
Result<TreeDiff> differenceOf(const QString &mirrorPath, const CommitRange &range, qint64 patchLimit);

} // namespace mergeloom
