#pragma once

#include "shared/core/Result.h"

#include <QList>
#include <QString>

namespace mergeloom {

struct MirrorRef {
    enum class Kind { Branch, Tag };
    QString name; ///< `main`, `v1.0`
    Kind kind = Kind::Branch;
    QString commit;  ///< 40 hex digits; what an annotated tag stands for
    QString subject; ///< of the commit
    qint64 at = 0;   ///< when it was committed, in seconds since 1970
};

/// Branches and tags of a mirror that have `search` in their names, newest first, at most `most`. Tags of other things than
/// commits are left out.
Result<QList<MirrorRef>> mirrorRefs(const QString &mirrorPath, const QString &search, qsizetype most);

/// The branch that the remote had as its default at the last fetch; empty: there is no telling.
Result<QString> mirrorDefaultBranch(const QString &mirrorPath);

/// The commit (40 hex digits) that a branch, a tag or the beginning of a commit's id names; nothing of git's other ways to write
/// one is understood. `invalid_input`: it cannot be such a name, or several commits begin so; `not_found`: there is none;
/// `unsupported`: a tag of something else.
Result<QString> mirrorCommit(const QString &mirrorPath, const QString &name);

} // namespace mergeloom
