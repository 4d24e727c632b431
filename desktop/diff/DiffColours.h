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
    std::array<QColor, syntaxClassCount> markedSyntax; ///< the same on spans, and on what is found or selected

    static const DiffColours &of(const QPalette &palette);

    QColor line(Mark mark) const; ///< ground of a line; invalid: none
    QColor span(Mark mark) const; ///< ground of what changed within it
    QColor sign(Mark mark) const;
    QColor code(SyntaxClass syntaxClass) const { return syntax[size_t(syntaxClass)]; }
    QColor markedCode(SyntaxClass syntaxClass) const { return markedSyntax[size_t(syntaxClass)]; }
};

} // namespace mergeloom
