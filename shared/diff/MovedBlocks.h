#pragma once

#include "shared/diff/LineDiff.h"

#include <optional>
#include <stop_token>

namespace mergeloom {

/// Changed lines that stand as they are on the other side of a change elsewhere, in the same or another file.
struct MovedBlock {
    Side side = Side::Before; ///< Before: moved away; After: moved here
    qsizetype line = 0;       ///< place of the first of them
    qsizetype count = 0;
    qsizetype otherFile = 0; ///< where they went or came from, on the other side
    qsizetype otherLine = 0;

    friend bool operator==(const MovedBlock &, const MovedBlock &) = default;
};

/// For each file its moved blocks, as `git diff --color-moved=blocks` finds them: at least 20 letters and digits in each.
/// Empty when stopped. Any thread.
QList<QList<MovedBlock>> movedBlocks(const DiffDocument &document, Whitespace mode, std::stop_token stop = {});

/// The blocks that were found in `from` at their places in `to`, which has the same files, some of them known whole by now. Looks at
/// those alone. Nothing when the mode finds other changes in them.
std::optional<QList<QList<MovedBlock>>> carriedBlocks(
    QList<QList<MovedBlock>> blocks, const DiffDocument &from, const DiffDocument &to, Whitespace mode);

} // namespace mergeloom
