#include "shared/diff/DiffLayout.h"

#include "shared/diff/LineWidth.h"

#include <algorithm>

namespace mergeloom {

int DiffLayout::displayLines(qsizetype row) const { return m_tops.isEmpty() ? 1 : int(m_tops[row + 1] - m_tops[row]); }

qint64 DiffLayout::displayTop(qsizetype row) const { return m_tops.isEmpty() ? row : m_tops[row]; }

qsizetype DiffLayout::rowAt(qint64 displayLine) const
{
    if (m_tops.isEmpty())
        return qsizetype(displayLine);
    return std::upper_bound(m_tops.begin(), m_tops.end(), displayLine) - m_tops.begin() - 1;
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
    const DiffRow &shown = m_rows[row];
    const qsizetype first = placeIn(shown, side);
    if (first < 0 || shown.kind == RowKind::Gap)
        return {};
    if (shown.kind == RowKind::Line)
        return {first, 1};
    for (qsizetype next = row + 1; next < m_rows.size(); ++next)
        if (const qsizetype end = placeIn(m_rows[next], side); end >= 0)
            return {first, end - first};
    return {first, (side == Side::Before ? m_file.before : m_file.after)->count() - first};
}

qsizetype DiffLayout::rowOf(Side side, qsizetype line) const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        const qsizetype first = placeIn(m_rows[row], side);
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
    const DiffRow &shown = m_rows[row];
    if (shown.beforeMark != Mark::Changed && shown.afterMark != Mark::Changed)
        return {};
    return changedSpans(m_file.before->shown(shown.before), m_file.after->shown(shown.after), m_options.whitespace);
}

} // namespace mergeloom
