#include "desktop/diff/CanvasGeometry.h"

namespace mergeloom {

namespace {

constexpr int padding = 8;

/// Lays the parts of a pane out from its left edge.
CanvasGeometry::Pane paneOf(int left, int right, const CanvasGeometry::Needs &needs, int cell, QList<Side> numbers)
{
    CanvasGeometry::Pane pane;
    pane.left = left;
    pane.right = right;
    const int digits = std::max(3, int(QString::number(needs.highestNumber).size()));
    int x = left;
    if (needs.marginColumns > 0 && numbers.contains(Side::After)) {
        pane.marginLeft = x;
        pane.marginWidth = needs.marginColumns * cell + 2 * padding;
        x += pane.marginWidth;
    }
    for (const Side side : numbers) {
        x += padding + digits * cell;
        (side == Side::Before ? pane.beforeNumberRight : pane.afterNumberRight) = x;
    }
    pane.signLeft = x + padding;
    pane.textLeft = pane.signLeft + 2 * cell;
    return pane;
}

} // namespace

int CanvasGeometry::textColumns() const
{
    int width = after.textWidth();
    if (isSideBySide())
        width = std::min(width, before.textWidth());
    return std::max(8, (width - padding) / cell);
}

Side CanvasGeometry::sideAt(int x) const { return isSideBySide() && x < after.left ? Side::Before : Side::After; }

CanvasGeometry CanvasGeometry::of(const Needs &needs, const GlyphGrid &grid, QSize viewport)
{
    CanvasGeometry geometry;
    geometry.arrangement = needs.arrangement;
    geometry.cell = int(grid.cellWidth());
    geometry.lineHeight = std::max(int(grid.textHeight()), int(std::round(grid.font().pixelSize() * 1.5)));
    const int width = viewport.width();
    if (!geometry.isSideBySide()) {
        geometry.after = paneOf(0, width, needs, geometry.cell, {Side::Before, Side::After});
        return geometry;
    }
    geometry.before = paneOf(0, width / 2, needs, geometry.cell, {Side::Before});
    geometry.after = paneOf(width / 2 + 1, width, needs, geometry.cell, {Side::After});
    return geometry;
}

std::optional<Side> shownSide(const DiffLayout &layout, qsizetype row, Side pane)
{
    const DiffRow &shown = layout.rows()[row];
    if (shown.kind != RowKind::Line)
        return {};
    if (layout.options().arrangement == Arrangement::Unified)
        return shown.afterMark != Mark::None ? Side::After : Side::Before;
    const Mark mark = pane == Side::Before ? shown.beforeMark : shown.afterMark;
    return mark == Mark::None ? std::nullopt : std::optional(pane);
}

qsizetype shownPlace(const DiffLayout &layout, qsizetype row, Side pane)
{
    const auto side = shownSide(layout, row, pane);
    if (!side)
        return -1;
    return *side == Side::Before ? layout.rows()[row].before : layout.rows()[row].after;
}

Mark shownMark(const DiffLayout &layout, qsizetype row, Side pane)
{
    const auto side = shownSide(layout, row, pane);
    if (!side)
        return Mark::None;
    const Mark mark = *side == Side::Before ? layout.rows()[row].beforeMark : layout.rows()[row].afterMark;
    if (mark != Mark::Changed)
        return mark;
    return *side == Side::Before ? Mark::Removed : Mark::Added;
}

qint32 widestColumns(const DiffLayout &layout)
{
    qsizetype widest = 0;
    const auto look = [&](const Text &text, qsizetype line) {
        const QByteArrayView bytes = text.line(line);
        if (bytes.size() * layout.options().tabWidth > widest)
            widest = std::max(widest, bytes.size() + bytes.count('\t') * (layout.options().tabWidth - 1));
    };
    for (const DiffRow &row : layout.rows()) {
        if (row.kind != RowKind::Line)
            continue;
        if (row.beforeMark != Mark::None)
            look(*layout.file().before, row.before);
        if (row.afterMark != Mark::None && row.afterMark != Mark::Same)
            look(*layout.file().after, row.after);
    }
    return qint32(std::min<qsizetype>(widest, 10'000'000));
}

} // namespace mergeloom
