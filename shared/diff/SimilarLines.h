#pragma once

#include "shared/diff/FileDiff.h"

namespace mergeloom {

/// A removed line and the added line that it became, as places in their texts.
struct LinePair {
    qsizetype before = 0;
    qsizetype after = 0;

    friend bool operator==(const LinePair &, const LinePair &) = default;
};

/// The lines of a change that are alike, in the order of both texts. The cost grows with the number of lines, not with its square.
QList<LinePair> similarLines(const Text &before, const Text &after, const Change &change);

} // namespace mergeloom
