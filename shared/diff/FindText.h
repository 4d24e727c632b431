#pragma once

#include "shared/core/Result.h"
#include "shared/diff/DiffLayout.h"

namespace mergeloom {

struct FindQuery {
    QString text;
    bool isCaseSensitive = false;
    bool isWholeWord = false;
    bool isRegularExpression = false;
};

struct FoundText {
    qsizetype row = 0; ///< a fold when the line is hidden
    Side side = Side::Before;
    qsizetype line = 0;
    Span span; ///< in `Text::shown` of the line

    friend bool operator==(const FoundText &, const FoundText &) = default;
};

/// Everything that a layout shows or hides in folds, from top to bottom; equal lines of a unified layout once, as those after. A
/// regular expression that is none is invalid_input. Stopped: what was found until then.
Result<QList<FoundText>> findText(const DiffLayout &layout, const FindQuery &query, std::stop_token stop = {});

} // namespace mergeloom
