#pragma once

#include "desktop/diff/SyntaxClass.h"
#include "desktop/widgets/Colours.h"
#include "shared/diff/DiffLayout.h"

#include <array>

namespace mergeloom {

/// What a diff is painted with, beside the tokens of the look, on light or dark ground.
struct DiffColours {
    Colours look;
    QColor movedSpan, movedSign;
    QColor selection, found, foundCurrent;
    std::array<QColor, syntaxClassCount> syntax;

    static const DiffColours &of(const QPalette &palette);

    QColor line(Mark mark) const; ///< ground of a line; invalid: none
    QColor span(Mark mark) const; ///< ground of what changed within it
    QColor sign(Mark mark) const;
    /// Of code on its ground; what is faint on a line would be too faint on a span.
    QColor code(SyntaxClass syntaxClass, bool isInSpan) const;
};

} // namespace mergeloom
