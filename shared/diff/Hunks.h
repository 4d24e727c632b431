#pragma once

#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// Changes that stand close to each other, with lines of context around them, as git groups them.
struct Hunk {
    qsizetype before = 0; ///< places, from 0
    qsizetype beforeCount = 0;
    qsizetype after = 0;
    qsizetype afterCount = 0;
    qsizetype firstChange = 0; ///< places in the list of changes
    qsizetype changeCount = 0;
    qint64 beforeNumber = 1; ///< of its first line as the file counts; without lines, of the one that comes next
    qint64 afterNumber = 1;
};

/// `changes` are those of the file under some whitespace mode. Changes that are ignorable and far from others are in no hunk.
QList<Hunk> hunksOf(const FileDiff &file, const QList<Change> &changes, int context);

struct LineCounts {
    qsizetype added = 0;
    qsizetype removed = 0;
};

/// What `git diff --numstat` counts: the changes in hunks.
LineCounts countsOf(const QList<Change> &changes, const QList<Hunk> &hunks);

} // namespace mergeloom
