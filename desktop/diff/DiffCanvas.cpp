#include "desktop/diff/DiffCanvas.h"

#include "desktop/diff/AccessibleCanvas.h"
#include "desktop/diff/SyntaxColours.h"
#include "desktop/widgets/Theme.h"

#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

namespace mergeloom {

namespace {

constexpr int attributionColumns = 14;
constexpr int smallestPixels = 6;
constexpr int largestPixels = 60;
constexpr int linesOfContext = 4; // that are seen over a change that was gone to

/// All of a file is the same as the hunks that were known of it.
bool isOfSameFile(const FileDiff &one, const FileDiff &other)
{
    return one.beforePath == other.beforePath && one.afterPath == other.afterPath
        && (one.before == other.before || one.isWhole != other.isWhole);
}

QFont fontOfSize(int pixels)
{
    QFont font = codeFont();
    font.setPixelSize(pixels);
    font.setFixedPitch(true);
    return font;
}

} // namespace

DiffCanvas::DiffCanvas(QWidget *parent)
    : QAbstractScrollArea(parent), m_pixels(codeFont().pixelSize()), m_grid(fontOfSize(m_pixels)),
      m_syntax(new SyntaxColours(this)), m_painter(m_scene, m_grid, m_lines, *m_syntax)
{
    installAccessibleCanvas();
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false); // but not opaque: a page that is dimmed would show old frames through it
    setAccessibleName(tr("Changed lines"));
    connect(m_syntax, &SyntaxColours::coloured, viewport(), qOverload<>(&QWidget::update));
}

DiffCanvas::~DiffCanvas() = default;

void DiffCanvas::setDiff(std::shared_ptr<const DiffLayout> layout)
{
    const auto kept = anchor();
    const bool isSameFile = m_scene.layout && layout && isOfSameFile(m_scene.layout->file(), layout->file());
    const CanvasSelection selection = m_scene.selection;
    qint64 caretNumber = 1;
    if (isSameFile && selection.caret.row < m_scene.layout->rows().size())
        if (const qsizetype line = m_scene.layout->rows()[selection.caret.row].before; line >= 0)
            caretNumber = m_scene.layout->file().before->number(line);
    m_scene.layout = std::move(layout);
    m_scene.selection = {};
    m_scene.found.clear();
    m_scene.currentFound = -1;
    m_scene.hoveredRow = -1;
    m_painter.forget();
    if (m_scene.layout) {
        m_lines.reset(m_scene.layout->options().wrapColumns, m_scene.layout->options().tabWidth);
        m_widestColumns = widestColumns(*m_scene.layout);
    }
    arrange();
    if (isSameFile) {
        const qsizetype line = m_scene.layout->file().before->placeOf(caretNumber);
        const qsizetype row = std::max<qsizetype>(0, m_scene.layout->rowOf(Side::Before, line));
        m_scene.selection = {selection.side, {row, 0}, {row, 0}};
        if (kept)
            restore(*kept);
    } else {
        horizontalScrollBar()->setValue(0);
        verticalScrollBar()->setValue(0);
        goToFirstChange();
    }
    viewport()->update();
    Q_EMIT scrolled();
}

void DiffCanvas::clear()
{
    m_scene.layout.reset();
    m_scene.found.clear();
    m_scene.selection = {};
    m_lines.reset(0, 4);
    m_painter.forget();
    arrange();
    viewport()->update();
}

void DiffCanvas::setAttribution(std::shared_ptr<const AttributionModel> attribution)
{
    m_scene.attribution = std::move(attribution);
    arrange();
    viewport()->update();
    Q_EMIT geometryChanged();
}

void DiffCanvas::setFound(QList<FoundText> found)
{
    m_scene.found = std::move(found);
    m_scene.currentFound = -1;
    viewport()->update();
    Q_EMIT scrolled(); // the overview shows what was found
}

void DiffCanvas::showFound(qsizetype current)
{
    if (current < 0 || current >= m_scene.found.size())
        return;
    m_scene.currentFound = current;
    const FoundText &found = m_scene.found[current];
    if (m_scene.geometry.isSideBySide())
        m_scene.selection.side = found.side;
    m_scene.selection.anchor = m_scene.selection.caret = {found.row, found.span.start};
    ensureSeen({found.row, found.span.start + found.span.length});
    ensureSeen(m_scene.selection.caret);
    viewport()->update();
    Q_EMIT caretMoved();
}

int DiffCanvas::textColumns(Arrangement arrangement) const
{
    CanvasGeometry::Needs needs{arrangement, 1, m_scene.attribution ? attributionColumns : 0};
    if (m_scene.layout) {
        const FileDiff &file = m_scene.layout->file();
        for (const auto &text : {file.before, file.after})
            if (text->count() > 0)
                needs.highestNumber = std::max(needs.highestNumber, text->number(text->count() - 1));
    }
    return CanvasGeometry::of(needs, m_grid, viewport()->size()).textColumns();
}

void DiffCanvas::zoom(int steps)
{
    m_pixels = std::clamp(steps == 0 ? codeFont().pixelSize() : m_pixels + steps, smallestPixels, largestPixels);
    const auto kept = anchor();
    m_grid = GlyphGrid(fontOfSize(m_pixels));
    arrange();
    if (kept)
        restore(*kept);
    viewport()->update();
    Q_EMIT geometryChanged();
}

void DiffCanvas::arrange()
{
    CanvasGeometry::Needs needs;
    needs.marginColumns = m_scene.attribution ? attributionColumns : 0;
    if (m_scene.layout) {
        needs.arrangement = m_scene.layout->options().arrangement;
        const FileDiff &file = m_scene.layout->file();
        for (const auto &text : {file.before, file.after})
            if (text->count() > 0)
                needs.highestNumber = std::max(needs.highestNumber, text->number(text->count() - 1));
    }
    m_scene.geometry = CanvasGeometry::of(needs, m_grid, viewport()->size());
    arrangeScrollBars();
}

void DiffCanvas::arrangeScrollBars()
{
    const CanvasGeometry &geometry = m_scene.geometry;
    const qint64 lines = m_scene.layout ? m_scene.layout->displayLineCount() : 0;
    // Some air under the last line; a file of more lines than a scroll bar can count is scrolled as far as it goes.
    const qint64 height = std::min<qint64>(lines * geometry.lineHeight + geometry.lineHeight, 1 << 30);
    verticalScrollBar()->setRange(0, int(std::max<qint64>(0, height - viewport()->height())));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(geometry.lineHeight * 3);
    const bool isWrapped = m_scene.layout && m_scene.layout->options().wrapColumns > 0;
    const int text = geometry.isSideBySide() ? std::min(geometry.before.textWidth(), geometry.after.textWidth())
                                             : geometry.after.textWidth();
    const qint64 width = qint64(m_widestColumns + 2) * geometry.cell;
    horizontalScrollBar()->setRange(0, isWrapped || !m_scene.layout ? 0 : int(std::max<qint64>(0, width - text)));
    horizontalScrollBar()->setPageStep(text);
    horizontalScrollBar()->setSingleStep(geometry.cell * 4);
}

qint64 DiffCanvas::top() const { return verticalScrollBar()->value(); }

qint64 DiffCanvas::firstDisplayLine() const { return top() / m_scene.geometry.lineHeight; }

qint64 DiffCanvas::displayLinesPerPage() const
{
    return std::max(1, viewport()->height() / m_scene.geometry.lineHeight);
}

QRect DiffCanvas::rowRect(qsizetype row) const
{
    const int height = m_scene.geometry.lineHeight;
    const qint64 y = m_scene.layout->displayTop(row) * height - top();
    return QRect(0, int(std::clamp<qint64>(y, -(1 << 30), 1 << 30)), viewport()->width(),
        m_scene.layout->displayLines(row) * height);
}

QList<std::pair<FoldLink, QRect>> DiffCanvas::foldLinks(qsizetype row) const
{
    return m_painter.foldLinks(row, rowRect(row).top());
}

/// The first line that is seen, which a new layout keeps where it is.
std::optional<DiffCanvas::Anchor> DiffCanvas::anchor() const
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return {};
    const qint64 line = std::min(firstDisplayLine(), m_scene.layout->displayLineCount() - 1);
    for (qsizetype row = m_scene.layout->rowAt(line); row < m_scene.layout->rows().size(); ++row) {
        const DiffRow &shown = m_scene.layout->rows()[row];
        const Side side = shown.afterMark != Mark::None ? Side::After : Side::Before;
        const FileDiff &file = m_scene.layout->file();
        if (shown.kind == RowKind::Line)
            return Anchor{side,
                side == Side::After ? file.after->number(shown.after) : file.before->number(shown.before),
                rowRect(row).top()};
    }
    return {};
}

void DiffCanvas::restore(const Anchor &anchor)
{
    const FileDiff &file = m_scene.layout->file();
    const Text &text = anchor.side == Side::After ? *file.after : *file.before;
    const qsizetype row = m_scene.layout->rowOf(anchor.side, text.placeOf(anchor.number));
    if (row >= 0)
        verticalScrollBar()->setValue(
            int(m_scene.layout->displayTop(row) * m_scene.geometry.lineHeight - anchor.offset));
}

bool DiffCanvas::goToChange(int step)
{
    if (!m_scene.layout)
        return false;
    const QList<qsizetype> &starts = m_scene.layout->changeStarts();
    const qsizetype row = m_scene.selection.caret.row;
    if (step > 0) {
        const auto next = std::upper_bound(starts.begin(), starts.end(), row);
        if (next == starts.end())
            return false;
        goToRow(*next);
    } else {
        const auto here = std::lower_bound(starts.begin(), starts.end(), row);
        if (here == starts.begin())
            return false;
        goToRow(*std::prev(here));
    }
    return true;
}

void DiffCanvas::goToFirstChange()
{
    if (m_scene.layout && !m_scene.layout->changeStarts().isEmpty())
        goToRow(m_scene.layout->changeStarts().first());
}

void DiffCanvas::goToLastChange()
{
    if (m_scene.layout && !m_scene.layout->changeStarts().isEmpty())
        goToRow(m_scene.layout->changeStarts().last());
}

void DiffCanvas::goToRow(qsizetype row, qsizetype unit)
{
    if (!m_scene.layout || row < 0 || row >= m_scene.layout->rows().size())
        return;
    m_scene.selection.anchor = m_scene.selection.caret = {row, unit};
    if (m_scene.geometry.isSideBySide() && !shownSide(*m_scene.layout, row, m_scene.selection.side)) {
        const Side other = m_scene.selection.side == Side::Before ? Side::After : Side::Before;
        if (shownSide(*m_scene.layout, row, other))
            m_scene.selection.side = other;
    }
    m_wishedColumn = -1;
    showRow(row);
    viewport()->update();
    Q_EMIT caretMoved();
}

void DiffCanvas::showRow(qsizetype row)
{
    if (!m_scene.layout || row < 0 || row >= m_scene.layout->rows().size())
        return;
    const qint64 line = std::max<qint64>(0, m_scene.layout->displayTop(row) - linesOfContext);
    const qint64 y = line * m_scene.geometry.lineHeight;
    // What is seen already, with something after it, needs no jump.
    const qint64 bottom = y + (linesOfContext + 8) * m_scene.geometry.lineHeight;
    if (y < top() || bottom > top() + viewport()->height())
        verticalScrollBar()->setValue(int(std::min<qint64>(y, 1 << 30)));
}

void DiffCanvas::ensureSeen(CanvasPlace place)
{
    const auto line = cellLine(place.row, m_scene.selection.side);
    const int height = m_scene.geometry.lineHeight;
    const qsizetype piece = line ? line->pieceOf(std::min(place.unit, line->text.size())) : 0;
    const qint64 y = (m_scene.layout->displayTop(place.row) + piece) * height;
    if (y < top())
        verticalScrollBar()->setValue(int(y));
    else if (y + height > top() + viewport()->height())
        verticalScrollBar()->setValue(int(y + height - viewport()->height()));
    if (!line || horizontalScrollBar()->maximum() == 0)
        return;
    const int x = line->column(piece, std::min(place.unit, line->text.size())) * m_scene.geometry.cell;
    const int width = m_scene.geometry.pane(m_scene.selection.side).textWidth() - 2 * m_scene.geometry.cell;
    if (x < horizontalScrollBar()->value())
        horizontalScrollBar()->setValue(x);
    else if (x > horizontalScrollBar()->value() + width)
        horizontalScrollBar()->setValue(x - width);
}

std::shared_ptr<const CellLine> DiffCanvas::cellLine(qsizetype row, Side pane) const
{
    const auto side = shownSide(*m_scene.layout, row, pane);
    if (!side)
        return nullptr;
    const FileDiff &file = m_scene.layout->file();
    return m_lines.line(*side == Side::Before ? *file.before : *file.after, shownPlace(*m_scene.layout, row, pane));
}

void DiffCanvas::wantColours()
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    const qint64 lines = m_scene.layout->displayLineCount();
    qsizetype row = m_scene.layout->rowAt(std::min(lines - 1, firstDisplayLine() + displayLinesPerPage() + 1));
    const FileDiff &file = m_scene.layout->file();
    const auto lastOf = [&](Side side) {
        for (qsizetype at = row; at >= 0; --at)
            if (const qsizetype line =
                    side == Side::Before ? m_scene.layout->rows()[at].before : m_scene.layout->rows()[at].after;
                line >= 0)
                return line;
        return qsizetype(0);
    };
    m_syntax->want(
        {{file.before, file.beforePath, lastOf(Side::Before)}, {file.after, file.afterPath, lastOf(Side::After)}});
}

void DiffCanvas::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    m_painter.paint(painter, event->rect(), top(), horizontalScrollBar()->value(), DiffColours::of(palette()));
    wantColours();
    Q_EMIT painted();
}

void DiffCanvas::resizeEvent(QResizeEvent *)
{
    const auto kept = anchor();
    arrange();
    if (kept)
        restore(*kept);
    Q_EMIT geometryChanged();
}

void DiffCanvas::scrollContentsBy(int, int)
{
    viewport()->update();
    Q_EMIT scrolled();
}

void DiffCanvas::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        viewport()->update();
    QAbstractScrollArea::changeEvent(event);
}

void DiffCanvas::focusInEvent(QFocusEvent *event)
{
    m_scene.hasFocus = true;
    viewport()->update();
    QAbstractScrollArea::focusInEvent(event);
}

void DiffCanvas::focusOutEvent(QFocusEvent *event)
{
    m_scene.hasFocus = false;
    viewport()->update();
    QAbstractScrollArea::focusOutEvent(event);
}

} // namespace mergeloom
