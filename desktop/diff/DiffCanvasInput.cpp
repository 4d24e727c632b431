#include "desktop/diff/DiffCanvas.h"

#include "desktop/widgets/ShownText.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>

namespace mergeloom {

namespace {

constexpr int dragMilliseconds = 40;

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == QLatin1Char('_') || character.isSurrogate()
        || character.isMark();
}

qsizetype wordBorder(const QString &text, qsizetype unit, int step)
{
    const auto ahead = [&](qsizetype at) { return text[step > 0 ? at : at - 1]; };
    const auto canGo = [&](qsizetype at) { return step > 0 ? at < text.size() : at > 0; };
    while (canGo(unit) && !isWordCharacter(ahead(unit)))
        unit += step;
    while (canGo(unit) && isWordCharacter(ahead(unit)))
        unit += step;
    return unit;
}

} // namespace

qsizetype DiffCanvas::rowAt(int y) const
{
    const qint64 lines = m_scene.layout->displayLineCount();
    const qint64 line = (top() + y) / m_scene.geometry.lineHeight;
    return m_scene.layout->rowAt(std::clamp<qint64>(line, 0, lines - 1));
}

CanvasPlace DiffCanvas::placeAt(QPoint position, Side side) const
{
    const qint64 line = std::clamp<qint64>(
        (top() + position.y()) / m_scene.geometry.lineHeight, 0, m_scene.layout->displayLineCount() - 1);
    const qsizetype row = m_scene.layout->rowAt(line);
    const auto cells = cellLine(row, side);
    if (!cells)
        return {row, 0};
    const qsizetype piece = std::min<qsizetype>(line - m_scene.layout->displayTop(row), cells->starts.size() - 1);
    const int x = position.x() - m_scene.geometry.pane(side).textLeft + horizontalScrollBar()->value();
    const qint32 column = std::max(0, (x + m_scene.geometry.cell / 2) / m_scene.geometry.cell);
    return {row, cells->unitAt(piece, column)};
}

qsizetype DiffCanvas::lineSize(qsizetype row) const
{
    const auto cells = cellLine(row, m_scene.selection.side);
    return cells ? cells->text.size() : 0;
}

void DiffCanvas::moveCaret(CanvasPlace place, bool keepsAnchor)
{
    m_scene.selection.caret = place;
    if (!keepsAnchor)
        m_scene.selection.anchor = place;
    ensureSeen(place);
    viewport()->update();
    Q_EMIT caretMoved();
}

void DiffCanvas::changeSide(Side side)
{
    if (!m_scene.geometry.isSideBySide() || m_scene.selection.side == side)
        return;
    m_scene.selection.side = side;
    m_scene.selection.caret.unit = 0;
    m_scene.selection.anchor = m_scene.selection.caret;
    moveCaret(m_scene.selection.caret, false);
}

CanvasPlace DiffCanvas::movedVertically(qint64 displayLines) const
{
    const CanvasPlace caret = m_scene.selection.caret;
    const auto cells = cellLine(caret.row, m_scene.selection.side);
    const qsizetype unit = cells ? std::min(caret.unit, cells->text.size()) : 0;
    const qsizetype piece = cells ? cells->pieceOf(unit) : 0;
    const qint32 column = m_wishedColumn >= 0 ? m_wishedColumn : cells ? cells->column(piece, unit) : 0;
    const qint64 line = std::clamp<qint64>(
        m_scene.layout->displayTop(caret.row) + piece + displayLines, 0, m_scene.layout->displayLineCount() - 1);
    const qsizetype row = m_scene.layout->rowAt(line);
    const auto target = cellLine(row, m_scene.selection.side);
    if (!target)
        return {row, 0};
    return {row,
        target->unitAt(std::min<qsizetype>(line - m_scene.layout->displayTop(row), target->starts.size() - 1), column)};
}

CanvasPlace DiffCanvas::movedBy(int key, bool byWord) const
{
    CanvasPlace place = m_scene.selection.caret;
    const int step = key == Qt::Key_Left ? -1 : 1;
    const auto cells = cellLine(place.row, m_scene.selection.side);
    const qsizetype size = cells ? cells->text.size() : 0;
    if ((step < 0 && place.unit == 0) || (step > 0 && place.unit >= size)) {
        const qsizetype row = place.row + step;
        if (row < 0 || row >= m_scene.layout->rows().size())
            return place;
        return {row, step < 0 ? lineSize(row) : 0};
    }
    if (byWord)
        return {place.row, wordBorder(cells->text, place.unit, step)};
    do
        place.unit += step;
    while (place.unit > 0 && place.unit < size && !cells->columns.isEmpty()
        && cells->columns[place.unit] == cells->columns[place.unit - 1]
        && cells->pieceOf(place.unit) == cells->pieceOf(place.unit - 1));
    return place;
}

bool DiffCanvas::moveByKey(QKeyEvent *event)
{
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    const qsizetype lastRow = m_scene.layout->rows().size() - 1;
    CanvasPlace place = m_scene.selection.caret;
    qint64 lines = 0;
    switch (event->key()) {
    case Qt::Key_Up:
        lines = -1;
        break;
    case Qt::Key_Down:
        lines = 1;
        break;
    case Qt::Key_PageUp:
        lines = -displayLinesPerPage() + 1;
        break;
    case Qt::Key_PageDown:
        lines = displayLinesPerPage() - 1;
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        place = movedBy(event->key(), isControl);
        break;
    case Qt::Key_Home:
        place = isControl ? CanvasPlace{0, 0} : CanvasPlace{place.row, 0};
        break;
    case Qt::Key_End:
        place = isControl ? CanvasPlace{lastRow, lineSize(lastRow)} : CanvasPlace{place.row, lineSize(place.row)};
        break;
    default:
        return false;
    }
    if (lines != 0 && isControl && std::abs(lines) == 1) { // scrolls, and leaves the caret
        verticalScrollBar()->setValue(verticalScrollBar()->value() + int(lines) * m_scene.geometry.lineHeight);
        return true;
    }
    if (lines == 0) {
        m_wishedColumn = -1;
    } else {
        const auto cells = cellLine(place.row, m_scene.selection.side);
        if (m_wishedColumn < 0 && cells)
            m_wishedColumn = cells->column(cells->pieceOf(place.unit), std::min(place.unit, cells->text.size()));
        if (std::abs(lines) > 1)
            verticalScrollBar()->setValue(verticalScrollBar()->value() + int(lines) * m_scene.geometry.lineHeight);
        place = movedVertically(lines);
    }
    moveCaret(place, isShift);
    return true;
}

void DiffCanvas::keyPressEvent(QKeyEvent *event)
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return QAbstractScrollArea::keyPressEvent(event);
    const qsizetype row = m_scene.selection.caret.row;
    const bool isFold = m_scene.layout->rows()[row].kind == RowKind::Fold;
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->matches(QKeySequence::Copy))
        return copy(CopiedSigns::Without);
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
        return copy(CopiedSigns::With);
    if (moveByKey(event))
        return;
    switch (event->key()) {
    case Qt::Key_BracketLeft:
        return changeSide(Side::Before);
    case Qt::Key_BracketRight:
        return changeSide(Side::After);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isFold)
            openFold(row, isShift ? FoldLink::All : FoldLink::Below);
        else if (const auto attribution = attributionOf(row))
            Q_EMIT attributionClicked(*attribution);
        return;
    case Qt::Key_Space:
        if (isFold)
            return openFold(row, FoldLink::Below);
        verticalScrollBar()->triggerAction(isShift ? QScrollBar::SliderPageStepSub : QScrollBar::SliderPageStepAdd);
        return;
    case Qt::Key_Escape:
        if (!m_scene.selection.isEmpty())
            return moveCaret(m_scene.selection.caret, false);
        Q_EMIT escaped();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void DiffCanvas::openFold(qsizetype row, FoldLink link)
{
    const DiffRow &fold = m_scene.layout->rows()[row];
    if (fold.kind != RowKind::Fold || link == FoldLink::None)
        return;
    const qsizetype hidden = qsizetype(fold.hidden);
    const qsizetype count = link == FoldLink::All ? hidden : std::min<qsizetype>(hidden, foldStep);
    // Ahead of a first change there is only what comes right before it.
    const bool fromEnd = link == FoldLink::Above || (link == FoldLink::Below && row == 0);
    Q_EMIT linesOpened({fold.before + (fromEnd ? hidden - count : 0), count});
}

void DiffCanvas::mousePressEvent(QMouseEvent *event)
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty() || event->button() != Qt::LeftButton)
        return;
    const QPoint position = event->position().toPoint();
    const qsizetype row = rowAt(position.y());
    for (const auto &[link, place] : foldLinks(row))
        if (place.contains(position))
            return openFold(row, link);
    if (const auto attribution = attributionAt(position)) {
        Q_EMIT attributionClicked(*attribution);
        return;
    }
    const Side side = m_scene.geometry.sideAt(position.x());
    const bool keepsAnchor = event->modifiers().testFlag(Qt::ShiftModifier) && side == m_scene.selection.side;
    m_scene.selection.side = side;
    m_wishedColumn = -1;
    m_isDragging = true;
    moveCaret(placeAt(position, side), keepsAnchor);
}

void DiffCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    if (!m_isDragging)
        return hover(position);
    m_dragged = position;
    if (!viewport()->rect().contains(position) && m_scrollTimer == 0)
        m_scrollTimer = startTimer(dragMilliseconds);
    m_scene.selection.caret = placeAt(position, m_scene.selection.side);
    viewport()->update();
}

void DiffCanvas::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer)
        return QAbstractScrollArea::timerEvent(event);
    if (!m_scene.layout || !m_isDragging || viewport()->rect().contains(m_dragged)) {
        killTimer(std::exchange(m_scrollTimer, 0));
        return;
    }
    const int over = m_dragged.y() < 0 ? m_dragged.y() : std::max(0, m_dragged.y() - viewport()->height());
    const int aside = m_dragged.x() < 0 ? m_dragged.x() : std::max(0, m_dragged.x() - viewport()->width());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + over);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + aside);
    m_scene.selection.caret = placeAt(m_dragged, m_scene.selection.side);
    viewport()->update();
}

void DiffCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(m_isDragging, false))
        return;
    if (m_scrollTimer)
        killTimer(std::exchange(m_scrollTimer, 0));
    Q_EMIT caretMoved();
}

void DiffCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    const QPoint position = event->position().toPoint();
    m_scene.selection.side = m_scene.geometry.sideAt(position.x());
    selectWord(placeAt(position, m_scene.selection.side));
}

void DiffCanvas::selectWord(CanvasPlace place)
{
    const auto cells = cellLine(place.row, m_scene.selection.side);
    if (!cells)
        return;
    const QString &text = cells->text;
    qsizetype first = std::min(place.unit, text.size());
    qsizetype last = first;
    while (first > 0 && isWordCharacter(text[first - 1]))
        --first;
    while (last < text.size() && isWordCharacter(text[last]))
        ++last;
    m_scene.selection.anchor = {place.row, first};
    moveCaret({place.row, last}, true);
}

void DiffCanvas::hover(QPoint position)
{
    const qsizetype row = rowAt(position.y());
    FoldLink hovered = FoldLink::None;
    for (const auto &[link, place] : foldLinks(row))
        if (place.contains(position))
            hovered = link;
    const bool isClickable = hovered != FoldLink::None || attributionAt(position);
    const auto &pane = m_scene.geometry.pane(m_scene.geometry.sideAt(position.x()));
    const bool isText = position.x() >= pane.textLeft && m_scene.layout->rows()[row].kind == RowKind::Line;
    viewport()->setCursor(isClickable ? Qt::PointingHandCursor : isText ? Qt::IBeamCursor : Qt::ArrowCursor);
    if (row == m_scene.hoveredRow && hovered == m_scene.hoveredLink)
        return;
    m_scene.hoveredRow = row;
    m_scene.hoveredLink = hovered;
    viewport()->update();
}

std::optional<LineAttribution> DiffCanvas::attributionAt(QPoint position) const
{
    const auto &pane = m_scene.geometry.after;
    if (position.x() < pane.marginLeft || position.x() >= pane.marginLeft + pane.marginWidth)
        return {};
    return attributionOf(rowAt(position.y()));
}

std::optional<LineAttribution> DiffCanvas::attributionOf(qsizetype row) const
{
    const DiffRow &shown = m_scene.layout->rows()[row];
    if (!m_scene.attribution || shown.kind != RowKind::Line || shown.afterMark == Mark::None)
        return {};
    const FileDiff &file = m_scene.layout->file();
    return m_scene.attribution->attribution(file.afterPath, file.after->number(shown.after));
}

bool DiffCanvas::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_scene.layout && !m_scene.layout->rows().isEmpty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto attribution = attributionAt(help->pos());
        QToolTip::showText(help->globalPos(),
            attribution ? shownToolTip(tr("Run %1 for %2. Click, or press Enter in the line, to open its audit.")
                                           .arg(attribution->run, attribution->ticket))
                        : QString(),
            viewport());
        return true;
    }
    if (event->type() == QEvent::Leave && m_scene.hoveredRow >= 0) {
        m_scene.hoveredRow = -1;
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void DiffCanvas::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier) && event->angleDelta().y() != 0)
        zoom(event->angleDelta().y() > 0 ? 1 : -1);
    else
        QAbstractScrollArea::wheelEvent(event);
}

void DiffCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    QMenu menu(this);
    const bool canCopy = !m_scene.selection.isEmpty();
    QAction *plain = menu.addAction(tr("Copy"), this, [this] { copy(CopiedSigns::Without); });
    QAction *signs = menu.addAction(tr("Copy with signs"), this, [this] { copy(CopiedSigns::With); });
    plain->setShortcut(QKeySequence::Copy);
    signs->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    plain->setEnabled(canCopy);
    signs->setEnabled(canCopy);
    menu.addAction(tr("Select all"), this, &DiffCanvas::selectAll)->setShortcut(QKeySequence::SelectAll);
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const qsizetype row = isByKey ? m_scene.selection.caret.row : rowAt(event->pos().y());
    if (const auto attribution = attributionOf(row))
        menu.addAction(
            tr("Open the audit of the run"), this, [this, attribution] { attributionClicked(*attribution); });
    menu.exec(event->globalPos());
}

} // namespace mergeloom
