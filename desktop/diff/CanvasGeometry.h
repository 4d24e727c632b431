#pragma once

#include "desktop/diff/GlyphGrid.h"
#include "shared/diff/DiffLayout.h"

#include <QRect>
#include <QSize>

namespace mergeloom {

/// Where things are across the canvas, in pixels of the viewport. Unified, all is in one pane: both numbers, then the text.
struct CanvasGeometry {
    struct Pane {
        int left = 0;
        int right = 0;
        int marginLeft = 0; ///< attribution
        int marginWidth = 0;
        int beforeNumberRight = -1; ///< -1: the pane does not show these numbers
        int afterNumberRight = -1;
        int signLeft = 0;
        int textLeft = 0;

        int textWidth() const { return std::max(0, right - textLeft); }
    };

    Arrangement arrangement = Arrangement::SideBySide;
    int lineHeight = 18;
    int cell = 8;
    Pane before; ///< empty when unified
    Pane after;

    const Pane &pane(Side side) const
    {
        return side == Side::Before && arrangement == Arrangement::SideBySide ? before : after;
    }
    bool isSideBySide() const { return arrangement == Arrangement::SideBySide; }
    /// How many columns of text the narrower pane has room for.
    int textColumns() const;
    Side sideAt(int x) const;

    struct Needs {
        Arrangement arrangement = Arrangement::SideBySide;
        qint64 highestNumber = 1;
        int marginColumns = 0; ///< of the attribution; 0: there is none
    };
    static CanvasGeometry of(const Needs &needs, const GlyphGrid &grid, QSize viewport);
};

/// A character of a layout, by row and UTF-16 unit of the shown line.
struct CanvasPlace {
    qsizetype row = 0;
    qsizetype unit = 0;

    friend auto operator<=>(const CanvasPlace &, const CanvasPlace &) = default;
};

/// What is selected: lines of one side; of the one pane when unified.
struct CanvasSelection {
    Side side = Side::After;
    CanvasPlace anchor;
    CanvasPlace caret;

    CanvasPlace first() const { return std::min(anchor, caret); }
    CanvasPlace last() const { return std::max(anchor, caret); }
    bool isEmpty() const { return anchor == caret; }
};

/// The side whose line a row shows in the pane of `pane`; none when the pane is empty there, and for folds.
std::optional<Side> shownSide(const DiffLayout &layout, qsizetype row, Side pane);
/// Its place in that text, -1 for none.
qsizetype shownPlace(const DiffLayout &layout, qsizetype row, Side pane);
/// The mark of the row in that pane, as it is painted: Changed counts as removed or added.
Mark shownMark(const DiffLayout &layout, qsizetype row, Side pane);

/// An upper bound of the columns of the lines that are shown: what it costs is a look at each byte.
qint32 widestColumns(const DiffLayout &layout);

} // namespace mergeloom
