#include "shared/diff/DiffLayout.h"

#include "shared/diff/LineWidth.h"

#include <algorithm>

namespace mergeloom {

int DiffLayout::displayLines(qsizetype row) const { return _tops.isEmpty() ? 1 : int(_tops[row + 1] - _tops[row]); }

qint64 DiffLayout::displayTop(qsizetype row) const { return _tops.isEmpty() ? row : _tops[row]; }

qsizetype DiffLayout::rowAt(qint64 displayLine) const
{
    if (_tops.isEmpty())
        return qsizetype(displayLine);
    return std::upper_bound(_tops.begin(), _tops.end(), displayLine) - _tops.begin() - 1;
}

namespace {

/// The place of the first line of a side in a row, or -1 when the row has none of it.
qsizetype placeIn(const DiffRow &row, Side side)
{
    const bool isBefore = side == Side::Before;
    if (row.kind == RowKind::Line && (isBefore ? row.beforeMark : row.afterMark) == Mark::None)
        return -1;
    return isBefore ? row.before : row.after;
}

} // namespace

DiffLayout::Lines DiffLayout::linesOf(Side side, qsizetype row) const
{
    const DiffRow &shown = _rows[row];
    const qsizetype first = placeIn(shown, side);
    if (first < 0 || shown.kind == RowKind::Gap)
        return {};
    if (shown.kind == RowKind::Line)
        return {first, 1};
    for (qsizetype next = row + 1; next < _rows.size(); ++next)
        if (const qsizetype end = placeIn(_rows[next], side); end >= 0)
            return {first, end - first};
    return {first, (side == Side::Before ? _file.before : _file.after)->count() - first};
}

qsizetype DiffLayout::rowOf(Side side, qsizetype line) const
{
    for (qsizetype row = 0; row < _rows.size(); ++row) {
        const qsizetype first = placeIn(_rows[row], side);
        if (first < 0 || first > line)
            continue;
        const Lines lines = linesOf(side, row);
        if (line < lines.first + lines.count)
            return row;
    }
    return -1;
}

ChangedSpans DiffLayout::spans(qsizetype row) const
{
    const DiffRow &shown = _rows[row];
    if (shown.beforeMark != Mark::Changed && shown.afterMark != Mark::Changed)
        return {};
    return changedSpans(_file.before->shown(shown.before), _file.after->shown(shown.after), _options.whitespace);
}

} // namespace mergeloom
