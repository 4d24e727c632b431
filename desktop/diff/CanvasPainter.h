#pragma once

#include "desktop/diff/AttributionModel.h"
#include "desktop/diff/CanvasGeometry.h"
#include "desktop/diff/CellLine.h"
#include "desktop/diff/DiffColours.h"
#include "shared/diff/FindText.h"

#include <QCache>

class QPainter;

namespace mergeloom {

class SyntaxColours;

/// A link in the row of a fold.
enum class FoldLink { None, Below, Above, All };
constexpr qint64 foldStep = 20; ///< lines that "show 20 more" shows

/// What the canvas shows, apart from where it is scrolled to.
struct CanvasScene {
    std::shared_ptr<const DiffLayout> layout;
    CanvasGeometry geometry;
    CanvasSelection selection;
    QList<FoundText> found;
    qsizetype currentFound = -1;
    std::shared_ptr<const AttributionModel> attribution;
    qsizetype hoveredRow = -1;
    FoldLink hoveredLink = FoldLink::None;
    bool hasFocus = false;
};

/// Paints the display lines of a scene that are seen, and nothing else.
class CanvasPainter
{
public:
    CanvasPainter(const CanvasScene &scene, GlyphGrid &grid, CellLines &lines, const SyntaxColours &syntax);

    void forget() { m_spans.clear(); }
    /// `top` and `left`: what is scrolled away, in pixels.
    void paint(QPainter &painter, const QRect &area, qint64 top, int left, const DiffColours &colours);
    /// The links of a fold's row, each with its place in it.
    QList<std::pair<FoldLink, QRect>> foldLinks(qsizetype row, int y) const;
    static QString foldText(const DiffRow &row);

private:
    struct Piece { ///< a display line
        qsizetype row;
        qsizetype piece;
        int y;
    };
    void paintPane(QPainter &painter, Side pane, const QList<Piece> &pieces, const QRect &area);
    void paintGround(QPainter &painter, Side pane, const Piece &piece);
    void paintNumbers(Side pane, const Piece &piece);
    void paintAttribution(QPainter &painter, const Piece &piece);
    void paintText(QPainter &painter, Side pane, const Piece &piece);
    void paintFold(QPainter &painter, const Piece &piece);
    void fillUnits(
        QPainter &painter, Side pane, const Piece &piece, const CellLine &line, Span span, const QColor &colour);
    QList<Span> spansOf(qsizetype row, Side side);
    QList<std::pair<Span, bool>> foundIn(qsizetype row, Side side) const;
    std::optional<Span> selectedIn(qsizetype row, Side pane, const CellLine &line) const;

    const CanvasScene &m_scene;
    GlyphGrid &m_grid;
    CellLines &m_lines;
    const SyntaxColours &m_syntax;
    QCache<qsizetype, ChangedSpans> m_spans;
    const DiffColours *m_colours = nullptr;
    int m_left = 0;
};

} // namespace mergeloom
