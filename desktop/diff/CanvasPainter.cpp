#include "desktop/diff/CanvasPainter.h"

#include "desktop/diff/DiffWords.h"
#include "desktop/diff/SyntaxColours.h"
#include "desktop/widgets/ShownText.h"

#include <QLocale>
#include <QPainter>

namespace mergeloom {

namespace {

constexpr int keptSpans = 4000;
constexpr int linkGap = 20;

QChar signOf(Mark mark)
{
    switch (mark) {
    case Mark::Added:
        return QLatin1Char('+');
    case Mark::Removed:
        return QChar(0x2212);
    case Mark::MovedHere:
        return QChar(0x2192);
    case Mark::MovedAway:
        return QChar(0x2190);
    case Mark::None:
    case Mark::Same:
    case Mark::Changed:
        break;
    }
    return QLatin1Char(' ');
}

bool isWithin(const QList<Span> &spans, qsizetype unit)
{
    return std::any_of(spans.begin(), spans.end(),
        [unit](const Span &span) { return unit >= span.start && unit < span.start + span.length; });
}

QString linkText(FoldLink link)
{
    switch (link) {
    case FoldLink::Below:
        return DiffWords::tr("↓ %n more", nullptr, int(foldStep));
    case FoldLink::Above:
        return DiffWords::tr("↑ %n more", nullptr, int(foldStep));
    case FoldLink::All:
        return DiffWords::tr("Show all");
    case FoldLink::None:
        break;
    }
    return {};
}

} // namespace

CanvasPainter::CanvasPainter(const CanvasScene &scene, GlyphGrid &grid, CellLines &lines, const SyntaxColours &syntax)
    : m_scene(scene), m_grid(grid), m_lines(lines), m_syntax(syntax), m_spans(keptSpans)
{
}

void CanvasPainter::paint(QPainter &painter, const QRect &area, qint64 top, int left, const DiffColours &colours)
{
    m_colours = &colours;
    m_left = left;
    painter.fillRect(area, colours.look.surface);
    if (!m_scene.layout || m_scene.layout->rows().isEmpty())
        return;
    const DiffLayout &layout = *m_scene.layout;
    const int height = m_scene.geometry.lineHeight;
    const qint64 first = std::max<qint64>(0, (top + area.top()) / height);
    const qint64 last = std::min(layout.displayLineCount() - 1, (top + area.bottom()) / height);
    QList<Piece> pieces;
    for (qint64 line = first; line <= last; ++line) {
        const qsizetype row = layout.rowAt(line);
        pieces.append({row, qsizetype(line - layout.displayTop(row)), int(line * height - top)});
    }
    if (m_scene.geometry.isSideBySide())
        paintPane(painter, Side::Before, pieces, area);
    paintPane(painter, Side::After, pieces, area);
    if (m_scene.geometry.isSideBySide())
        painter.fillRect(QRect(m_scene.geometry.after.left - 1, area.top(), 1, area.height()), colours.look.line);
    for (const Piece &piece : std::as_const(pieces))
        if (layout.rows()[piece.row].kind != RowKind::Line)
            paintFold(painter, piece);
    m_grid.flush(painter);
}

void CanvasPainter::paintPane(QPainter &painter, Side pane, const QList<Piece> &pieces, const QRect &area)
{
    const CanvasGeometry::Pane &place = m_scene.geometry.pane(pane);
    const QRect all(place.left, area.top(), place.right - place.left, area.height());
    const QRect text(place.textLeft, area.top(), place.textWidth(), area.height());
    painter.save();
    painter.setClipRect(all);
    for (const Piece &piece : pieces)
        paintGround(painter, pane, piece);
    for (const Piece &piece : pieces)
        paintNumbers(pane, piece);
    if (place.marginWidth > 0)
        for (const Piece &piece : pieces)
            paintAttribution(painter, piece);
    m_grid.flush(painter);
    painter.setClipRect(text);
    for (const Piece &piece : pieces)
        paintText(painter, pane, piece);
    m_grid.flush(painter);
    painter.restore();
}

void CanvasPainter::paintGround(QPainter &painter, Side pane, const Piece &piece)
{
    const CanvasGeometry::Pane &place = m_scene.geometry.pane(pane);
    const QRect line(place.left, piece.y, place.right - place.left, m_scene.geometry.lineHeight);
    const DiffRow &row = m_scene.layout->rows()[piece.row];
    if (row.kind != RowKind::Line)
        return;
    const Mark mark = shownMark(*m_scene.layout, piece.row, pane);
    if (mark == Mark::None)
        painter.fillRect(line, m_colours->look.sunken);
    else if (const QColor ground = m_colours->line(mark); ground.isValid())
        painter.fillRect(line, ground);
}

void CanvasPainter::paintNumbers(Side pane, const Piece &piece)
{
    const DiffRow &row = m_scene.layout->rows()[piece.row];
    if (piece.piece != 0 || row.kind != RowKind::Line)
        return;
    const CanvasGeometry::Pane &place = m_scene.geometry.pane(pane);
    const FileDiff &file = m_scene.layout->file();
    const qreal baseline = piece.y + (m_scene.geometry.lineHeight - m_grid.textHeight()) / 2 + m_grid.ascent();
    const bool isHovered = m_scene.hoveredRow == piece.row;
    const QRgb colour = (isHovered ? m_colours->look.text : m_colours->look.faint).rgba();
    const auto write = [&](int right, const Text &text, qsizetype line) {
        const QString number = QString::number(text.number(line));
        m_grid.addText(number, right - number.size() * m_scene.geometry.cell, baseline, colour);
    };
    if (place.beforeNumberRight >= 0 && row.beforeMark != Mark::None)
        write(place.beforeNumberRight, *file.before, row.before);
    if (place.afterNumberRight >= 0 && row.afterMark != Mark::None)
        write(place.afterNumberRight, *file.after, row.after);
    const Mark mark = shownMark(*m_scene.layout, piece.row, pane);
    const QChar sign = signOf(mark);
    if (sign != QLatin1Char(' '))
        m_grid.add(QStringView(&sign, 1), 1, place.signLeft, baseline, m_colours->sign(mark).rgba());
}

void CanvasPainter::paintAttribution(QPainter &painter, const Piece &piece)
{
    const DiffRow &row = m_scene.layout->rows()[piece.row];
    if (!m_scene.attribution || row.kind != RowKind::Line || row.afterMark == Mark::None)
        return;
    const FileDiff &file = m_scene.layout->file();
    const auto asked = m_scene.attribution->attribution(file.afterPath, file.after->number(row.after));
    if (!asked)
        return;
    const CanvasGeometry::Pane &place = m_scene.geometry.after;
    const int hue = int(quint32(asked->colour) * 67U % 360U);
    const QColor bar = QColor::fromHsl(hue, 110, m_colours->look.isDark ? 150 : 110);
    painter.fillRect(QRect(place.marginLeft, piece.y, 3, m_scene.geometry.lineHeight), bar);
    if (piece.piece != 0)
        return;
    const qsizetype columns = (place.marginWidth - 12) / m_scene.geometry.cell;
    const qreal baseline = piece.y + (m_scene.geometry.lineHeight - m_grid.textHeight()) / 2 + m_grid.ascent();
    m_grid.addText(shownLine(asked->label).left(columns), place.marginLeft + 8, baseline, m_colours->look.soft.rgba());
}

QList<Span> CanvasPainter::spansOf(qsizetype row, Side side)
{
    const DiffRow &shown = m_scene.layout->rows()[row];
    if (shown.beforeMark != Mark::Changed && shown.afterMark != Mark::Changed)
        return {};
    const ChangedSpans *known = m_spans.object(row);
    if (!known) {
        known = new ChangedSpans(m_scene.layout->spans(row));
        m_spans.insert(row, const_cast<ChangedSpans *>(known));
    }
    return side == Side::Before ? known->before : known->after;
}

QList<std::pair<Span, bool>> CanvasPainter::foundIn(qsizetype row, Side side) const
{
    QList<std::pair<Span, bool>> spans;
    const auto begin = m_scene.found.begin();
    auto at = std::lower_bound(
        begin, m_scene.found.end(), row, [](const FoundText &found, qsizetype r) { return found.row < r; });
    for (; at != m_scene.found.end() && at->row == row; ++at)
        if (at->side == side)
            spans.append({at->span, at - begin == m_scene.currentFound});
    return spans;
}

std::optional<Span> CanvasPainter::selectedIn(qsizetype row, Side pane, const CellLine &line) const
{
    const CanvasSelection &selection = m_scene.selection;
    const bool isThisPane = !m_scene.geometry.isSideBySide() || selection.side == pane;
    if (!isThisPane || selection.isEmpty() || row < selection.first().row || row > selection.last().row)
        return {};
    const qsizetype start = row == selection.first().row ? selection.first().unit : 0;
    // A line that is selected to its end shows that its end is, too.
    const qsizetype end = row == selection.last().row ? selection.last().unit : line.text.size() + 1;
    return Span{start, std::max<qsizetype>(0, end - start)};
}

void CanvasPainter::fillUnits(
    QPainter &painter, Side pane, const Piece &piece, const CellLine &line, Span span, const QColor &colour)
{
    const CanvasGeometry &geometry = m_scene.geometry;
    const qsizetype begin = line.starts[piece.piece];
    const qsizetype end = line.pieceEnd(piece.piece);
    const qsizetype from = std::max(begin, span.start);
    const qsizetype until = std::min(end, span.start + span.length);
    const bool withEnd = span.start + span.length > line.text.size() && end == line.text.size();
    if (from > until || (from == until && !withEnd))
        return;
    const qint32 first = line.column(piece.piece, from);
    const qint32 last = line.column(piece.piece, until) + (withEnd ? 1 : 0);
    const int x = geometry.pane(pane).textLeft - m_left + first * geometry.cell;
    painter.fillRect(QRect(x, piece.y, (last - first) * geometry.cell, geometry.lineHeight), colour);
}

void CanvasPainter::paintText(QPainter &painter, Side pane, const Piece &piece)
{
    const auto side = shownSide(*m_scene.layout, piece.row, pane);
    if (!side)
        return;
    const CanvasGeometry &geometry = m_scene.geometry;
    const CanvasGeometry::Pane &place = geometry.pane(pane);
    const FileDiff &file = m_scene.layout->file();
    const auto &text = *side == Side::Before ? file.before : file.after;
    const qsizetype number = shownPlace(*m_scene.layout, piece.row, pane);
    const auto line = m_lines.line(*text, number);
    if (piece.piece >= line->starts.size())
        return;
    const Mark mark = shownMark(*m_scene.layout, piece.row, pane);
    QList<Span> marked = spansOf(piece.row, *side);
    for (const Span &span : std::as_const(marked))
        fillUnits(painter, pane, piece, *line, span, m_colours->span(mark));
    for (const auto &[span, isCurrent] : foundIn(piece.row, *side)) {
        fillUnits(painter, pane, piece, *line, span, isCurrent ? m_colours->foundCurrent : m_colours->found);
        marked.append(span);
    }
    if (const auto selected = selectedIn(piece.row, pane, *line)) {
        fillUnits(painter, pane, piece, *line, *selected, m_colours->selection);
        marked.append(*selected);
    }

    const QByteArrayView classes = m_syntax.line(text, number);
    const qreal baseline = piece.y + (geometry.lineHeight - m_grid.textHeight()) / 2 + m_grid.ascent();
    const qint32 firstColumn = m_left / geometry.cell;
    const qint32 lastColumn = (m_left + place.textWidth()) / geometry.cell + 1;
    const qsizetype end = line->pieceEnd(piece.piece);
    const QString &shown = line->text;
    for (qsizetype at = line->unitAt(piece.piece, firstColumn); at < end;) {
        const qint32 column = line->column(piece.piece, at);
        if (column > lastColumn)
            break;
        qsizetype next = at + 1;
        while (next < end && !line->columns.isEmpty() && line->columns[next] == column)
            ++next;
        if (shown[at] > QLatin1Char(' ')) {
            const auto syntaxClass = at < classes.size() ? SyntaxClass(classes[at]) : SyntaxClass::Plain;
            const int columns = line->columns.isEmpty() || next >= end ? 1 : line->column(piece.piece, next) - column;
            m_grid.add(QStringView(shown).sliced(at, next - at), columns,
                place.textLeft - m_left + column * geometry.cell, baseline,
                (isWithin(marked, at) ? m_colours->markedCode(syntaxClass) : m_colours->code(syntaxClass)).rgba());
        }
        at = next;
    }
    const bool isCaret = m_scene.hasFocus && m_scene.selection.caret.row == piece.row
        && (!geometry.isSideBySide() || m_scene.selection.side == pane);
    if (isCaret && line->pieceOf(m_scene.selection.caret.unit) == piece.piece) {
        const qsizetype unit = std::min(m_scene.selection.caret.unit, shown.size());
        const int x = place.textLeft - m_left + line->column(piece.piece, unit) * geometry.cell;
        painter.fillRect(QRect(x, piece.y, 2, geometry.lineHeight), m_colours->look.accent);
    }
}

QString CanvasPainter::foldText(const DiffRow &row)
{
    return row.kind == RowKind::Gap
        ? DiffWords::tr("⋯ %n line(s) that the patch does not have", nullptr, int(row.hidden))
        : DiffWords::tr("⋯ %n unchanged line(s)", nullptr, int(row.hidden));
}

QList<std::pair<FoldLink, QRect>> CanvasPainter::foldLinks(qsizetype row, int y) const
{
    const DiffRow &fold = m_scene.layout->rows()[row];
    if (fold.kind != RowKind::Fold)
        return {};
    const int cell = m_scene.geometry.cell;
    const auto &pane = m_scene.geometry.isSideBySide() ? m_scene.geometry.before : m_scene.geometry.after;
    int x = pane.textLeft + int(foldText(fold).size()) * cell + linkGap;
    QList<std::pair<FoldLink, QRect>> links;
    for (const FoldLink link : {FoldLink::Below, FoldLink::Above, FoldLink::All}) {
        if (link != FoldLink::All && fold.hidden <= foldStep)
            continue;
        // At the beginning and at the end of a file there is nothing to go on from on one side.
        if ((link == FoldLink::Below && row == 0)
            || (link == FoldLink::Above && row + 1 == m_scene.layout->rows().size()))
            continue;
        const int width = int(linkText(link).size()) * cell;
        links.append({link, QRect(x, y, width, m_scene.geometry.lineHeight)});
        x += width + linkGap;
    }
    return links;
}

void CanvasPainter::paintFold(QPainter &painter, const Piece &piece)
{
    const CanvasGeometry &geometry = m_scene.geometry;
    const DiffRow &row = m_scene.layout->rows()[piece.row];
    const int left = geometry.isSideBySide() ? geometry.before.left : geometry.after.left;
    const QRect line(left, piece.y, geometry.after.right - left, geometry.lineHeight);
    painter.fillRect(line, m_colours->look.sunken);
    painter.fillRect(QRect(line.left(), line.top(), line.width(), 1), m_colours->look.line);
    painter.fillRect(QRect(line.left(), line.bottom(), line.width(), 1), m_colours->look.line);
    const qreal baseline = piece.y + (geometry.lineHeight - m_grid.textHeight()) / 2 + m_grid.ascent();
    const auto &pane = geometry.isSideBySide() ? geometry.before : geometry.after;
    m_grid.addText(foldText(row), pane.textLeft, baseline, m_colours->look.soft.rgba());
    for (const auto &[link, place] : foldLinks(piece.row, piece.y)) {
        m_grid.addText(linkText(link), place.left(), baseline, m_colours->look.accent.rgba());
        if (m_scene.hoveredRow == piece.row && m_scene.hoveredLink == link)
            painter.fillRect(QRect(place.left(), int(baseline) + 2, place.width(), 1), m_colours->look.accent);
    }
    const CanvasSelection &selection = m_scene.selection;
    if (m_scene.hasFocus && selection.caret.row == piece.row) {
        painter.setPen(m_colours->look.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(line.adjusted(0, 0, -1, -1));
    }
}

} // namespace mergeloom
