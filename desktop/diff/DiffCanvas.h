#pragma once

#include "desktop/diff/CanvasPainter.h"
#include "shared/diff/CopiedText.h"

#include <QAbstractScrollArea>

namespace mergeloom {

class SyntaxColours;

/// The lines of one file's diff, side by side or unified: paints what is seen, selects, copies, opens folds. What is laid
/// out comes from outside; lives on the GUI thread.
class DiffCanvas : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit DiffCanvas(QWidget *parent = nullptr);
    ~DiffCanvas() override;

    /// What is read stays where it is when `layout` is of the same file; else its first change is shown.
    void setDiff(std::shared_ptr<const DiffLayout> layout);
    void clear();
    const std::shared_ptr<const DiffLayout> &diff() const { return m_scene.layout; }
    void setAttribution(std::shared_ptr<const AttributionModel> attribution);
    void setFound(QList<FoundText> found);
    void showFound(qsizetype current);

    /// Columns that long lines are wrapped at to fit.
    int textColumns(Arrangement arrangement) const;
    void zoom(int steps); ///< 0: back to the size of code

    /// False: there is no further change this way in the file.
    bool goToChange(int step);
    void goToFirstChange();
    void goToLastChange();
    /// Brings a row into view, and the caret into it.
    void goToRow(qsizetype row, qsizetype unit = 0);
    void showRow(qsizetype row);

    QString copied(CopiedSigns signs) const;
    QString selectedText() const;
    /// What is in the line of the caret, in words, for those who do not see it.
    QString spokenLine() const;
    const CanvasSelection &selection() const { return m_scene.selection; }
    const CanvasGeometry &geometry() const { return m_scene.geometry; }
    const QList<FoundText> &found() const { return m_scene.found; }
    /// The places of a fold's links in the viewport.
    QList<std::pair<FoldLink, QRect>> foldLinks(qsizetype row) const;
    /// Where a row is in the viewport, seen or not.
    QRect rowRect(qsizetype row) const;
    /// The display lines seen now.
    qint64 firstDisplayLine() const;
    qint64 displayLinesPerPage() const;

    void copy(CopiedSigns signs) const;
    void selectAll();
    void openFold(qsizetype row, FoldLink link);

Q_SIGNALS:
    void linesOpened(OpenedLines lines);
    void geometryChanged();
    void scrolled();
    void caretMoved();
    void attributionClicked(LineAttribution attribution);
    /// Nothing was selected and no fold is under the caret: Escape, to those who wait for it.
    void escaped();
    void painted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Anchor {
        Side side;
        qint64 number; ///< as the file counts its lines: places change when all of a file comes to be known
        qint64 offset; ///< pixels under the top of the viewport
    };

    void arrange();
    void arrangeScrollBars();
    std::optional<Anchor> anchor() const;
    void restore(const Anchor &anchor);
    CanvasPlace placeAt(QPoint position, Side side) const;
    qsizetype rowAt(int y) const;
    void moveCaret(CanvasPlace place, bool keepsAnchor);
    bool moveByKey(QKeyEvent *event);
    CanvasPlace movedBy(int key, bool byWord) const;
    CanvasPlace movedVertically(qint64 displayLines) const;
    qsizetype lineSize(qsizetype row) const;
    std::shared_ptr<const CellLine> cellLine(qsizetype row, Side pane) const;
    void changeSide(Side side);
    void selectWord(CanvasPlace place);
    void ensureSeen(CanvasPlace place);
    void hover(QPoint position);
    std::optional<LineAttribution> attributionOf(qsizetype row) const;
    std::optional<LineAttribution> attributionAt(QPoint position) const;
    void wantColours();
    qint64 top() const;

    CanvasScene m_scene;
    int m_pixels; ///< of the font
    GlyphGrid m_grid;
    mutable CellLines m_lines;
    SyntaxColours *m_syntax;
    CanvasPainter m_painter;
    qint32 m_widestColumns = 0;
    qint32 m_wishedColumn = -1; ///< that Up and Down keep to through shorter lines
    int m_scrollTimer = 0;      ///< while a selection is dragged over the edge
    QPoint m_dragged;
    bool m_isDragging = false;
};

} // namespace mergeloom
