#pragma once

#include "shared/core/Result.h"

#include <QList>
#include <QString>

namespace mergeloom {

/// Tree ids, 40 hex digits: the change from `ancestor` to `theirs` is to be made on `ours`.
struct MergeSides {
    QString ancestor;
    QString ours;
    QString theirs;
    QString ourName = QStringLiteral("ours"); ///< what stands beside the markers of a conflict
    QString theirName = QStringLiteral("theirs");
};

struct TreeConflict {
    enum class Kind {
        Content,       ///< both changed the text; markers stand in the file
        Binary,        ///< both changed it, and it is no text, or no plain file; ours is in the tree
        OursDeleted,   ///< theirs is in the tree
        TheirsDeleted, ///< ours is in the tree
        Added,         ///< it came in by a rename on one side
    };
    QString path;
    Kind kind = Kind::Content;
};

struct MergedTree {
    QString tree; ///< with markers where there are conflicts
    QList<TreeConflict> conflicts;
};

/// Merges in memory, with the objects of the repository at `repositoryPath`, which gets the new ones. A conflict that no
/// tree can show (a file where the other has a folder) is an error `conflict`, which names it.
Result<MergedTree> mergeTrees(const QString &repositoryPath, const MergeSides &sides);

/// Whether a marker of such a conflict is still in the text.
bool hasConflictMarkers(const QByteArray &text, const MergeSides &sides);

} // namespace mergeloom
