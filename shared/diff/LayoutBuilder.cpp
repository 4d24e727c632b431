#include "shared/diff/LayoutBuilder.h"

#include "shared/diff/LineWidth.h"
#include "shared/diff/SimilarLines.h"

#include <algorithm>
#include <limits>

namespace mergeloom {

namespace {

QList<MovedBlock> blocksOf(const QList<MovedBlock> &moved, Side side)
{
    QList<MovedBlock> blocks;
    std::copy_if(moved.begin(), moved.end(), std::back_inserter(blocks),
        [&](const MovedBlock &block) { return block.side == side; });
    std::sort(blocks.begin(), blocks.end(),
        [](const MovedBlock &first, const MovedBlock &second) { return first.line < second.line; });
    return blocks;
}

bool holdsLine(const QList<MovedBlock> &blocks, qsizetype line)
{
    const auto after = std::upper_bound(blocks.begin(), blocks.end(), line,
        [](qsizetype wanted, const MovedBlock &block) { return wanted < block.line; });
    return after != blocks.begin() && line < std::prev(after)->line + std::prev(after)->count;
}

} // namespace

std::shared_ptr<const DiffLayout> DiffLayout::of(
    const FileDiff &file, const LayoutOptions &options, const QList<MovedBlock> &moved, std::stop_token stop)
{
    return LayoutBuilder(file, options, moved, std::move(stop)).build();
}

LayoutBuilder::LayoutBuilder(
    const FileDiff &file, const LayoutOptions &options, const QList<MovedBlock> &moved, std::stop_token stop)
    : m_layout(new DiffLayout(file, options)), m_file(m_layout->m_file), m_options(m_layout->m_options),
      m_changes(changesOf(file, options.whitespace)), m_movedAway(blocksOf(moved, Side::Before)),
      m_movedHere(blocksOf(moved, Side::After)), m_stop(std::move(stop))
{
}

std::shared_ptr<const DiffLayout> LayoutBuilder::build()
{
    const QList<Hunk> hunks = hunksOf(m_file, m_changes, std::max(0, m_options.context));
    const LineCounts counts = countsOf(m_changes, hunks);
    m_layout->m_added = counts.added;
    m_layout->m_removed = counts.removed;
    qsizetype firstChange = 0;
    for (const Hunk &hunk : hunks) {
        addOutside(hunk.before, firstChange, hunk.firstChange);
        addHunk(hunk);
        firstChange = hunk.firstChange + hunk.changeCount;
        if (isStopped())
            return nullptr;
    }
    addOutside(m_file.before->count(), firstChange, m_changes.size());
    finishFold();
    measure();
    return isStopped() ? nullptr : m_layout;
}

void LayoutBuilder::addHunk(const Hunk &hunk)
{
    addGapsHere();
    finishFold();
    for (qsizetype at = hunk.firstChange; at < hunk.firstChange + hunk.changeCount && !isStopped(); ++at) {
        addEqual(m_changes[at].before - m_before);
        if (!m_changes[at].isIgnorable)
            m_layout->m_changeStarts.append(m_layout->m_rows.size());
        addChange(m_changes[at]);
    }
    addEqual(hunk.before + hunk.beforeCount - m_before);
}

/// Equal lines, and changes that are ignored, up to the next hunk.
void LayoutBuilder::addOutside(qsizetype beforeEnd, qsizetype firstChange, qsizetype changeEnd)
{
    for (qsizetype at = firstChange; at < changeEnd; ++at) {
        addEqualOutside(m_changes[at].before - m_before);
        addIgnored(m_changes[at]);
    }
    addEqualOutside(beforeEnd - m_before);
}

void LayoutBuilder::addEqualOutside(qsizetype count)
{
    for (const qsizetype end = m_before + count; m_before < end;) {
        addGapsHere();
        qsizetype border = std::min(end, openedBorder(m_before));
        if (m_nextGap < m_file.gaps.size())
            border = std::min(border, m_file.gaps[m_nextGap].before);
        if (isOpened(m_before)) {
            finishFold();
            addEqual(border - m_before);
        } else {
            addHidden(border - m_before, border - m_before);
        }
    }
}

void LayoutBuilder::addIgnored(const Change &change)
{
    // It is where the line ahead of it is.
    if (!isOpened(std::max<qsizetype>(0, m_before - 1)))
        return addHidden(change.removed, change.added);
    finishFold();
    for (qsizetype line = 0; line < std::max(change.removed, change.added); ++line) {
        const bool isBefore = line < change.removed;
        const bool isAfter = line < change.added;
        m_layout->m_rows.append({RowKind::Line, isBefore ? Mark::Same : Mark::None, isAfter ? Mark::Same : Mark::None,
            isBefore ? m_before++ : -1, isAfter ? m_after++ : -1, 0});
    }
}

void LayoutBuilder::addHidden(qsizetype before, qsizetype after)
{
    if (m_fold.hidden == 0)
        m_fold = {RowKind::Fold, Mark::None, Mark::None, m_before, m_after, 0};
    m_fold.hidden += std::max(before, after);
    m_before += before;
    m_after += after;
}

void LayoutBuilder::finishFold()
{
    if (m_fold.hidden == 1) { // the row would take as much room as the line
        const bool isBefore = m_before > m_fold.before;
        const bool isAfter = m_after > m_fold.after;
        m_fold = {RowKind::Line, isBefore ? Mark::Same : Mark::None, isAfter ? Mark::Same : Mark::None,
            isBefore ? m_fold.before : -1, isAfter ? m_fold.after : -1, 0};
        m_layout->m_rows.append(m_fold);
    } else if (m_fold.hidden > 1) {
        m_layout->m_rows.append(m_fold);
    }
    m_fold = {};
}

void LayoutBuilder::addGapsHere()
{
    for (; m_nextGap < m_file.gaps.size() && m_file.gaps[m_nextGap].before <= m_before; ++m_nextGap) {
        finishFold();
        m_layout->m_rows.append(
            {RowKind::Gap, Mark::None, Mark::None, m_before, m_after, m_file.gaps[m_nextGap].hidden});
    }
}

void LayoutBuilder::addEqual(qsizetype count)
{
    for (; count > 0; --count)
        m_layout->m_rows.append({RowKind::Line, Mark::Same, Mark::Same, m_before++, m_after++, 0});
}

void LayoutBuilder::addChange(const Change &change)
{
    QList<LinePair> pairs = similarLines(*m_file.before, *m_file.after, change);
    pairs.removeIf([&](const LinePair &pair) {
        return removedMark(pair.before) != Mark::Removed || addedMark(pair.after) != Mark::Added;
    });
    const qsizetype beforeEnd = change.before + change.removed;
    const qsizetype afterEnd = change.after + change.added;
    QList<DiffRow> &rows = m_layout->m_rows;
    if (m_options.arrangement == Arrangement::SideBySide) {
        for (const LinePair &pair : pairs) {
            addRemovedAndAdded(pair.before, pair.after);
            rows.append({RowKind::Line, Mark::Changed, Mark::Changed, m_before++, m_after++, 0});
        }
        return addRemovedAndAdded(beforeEnd, afterEnd);
    }
    auto pair = pairs.cbegin();
    for (; m_before < beforeEnd; ++m_before) {
        const bool isPaired = pair != pairs.cend() && pair->before == m_before;
        rows.append({RowKind::Line, isPaired ? Mark::Changed : removedMark(m_before), Mark::None, m_before,
            isPaired ? (pair++)->after : -1, 0});
    }
    pair = pairs.cbegin();
    for (; m_after < afterEnd; ++m_after) {
        const bool isPaired = pair != pairs.cend() && pair->after == m_after;
        rows.append({RowKind::Line, Mark::None, isPaired ? Mark::Changed : addedMark(m_after),
            isPaired ? (pair++)->before : -1, m_after, 0});
    }
}

/// Lines that have nothing to do with each other share rows, to save room.
void LayoutBuilder::addRemovedAndAdded(qsizetype beforeEnd, qsizetype afterEnd)
{
    while (m_before < beforeEnd || m_after < afterEnd) {
        DiffRow row;
        if (m_before < beforeEnd) {
            row.beforeMark = removedMark(m_before);
            row.before = m_before++;
        }
        if (m_after < afterEnd) {
            row.afterMark = addedMark(m_after);
            row.after = m_after++;
        }
        m_layout->m_rows.append(row);
    }
}

bool LayoutBuilder::isOpened(qsizetype before) const
{
    return std::any_of(m_options.opened.begin(), m_options.opened.end(),
        [&](const OpenedLines &lines) { return before >= lines.first && before < lines.first + lines.count; });
}

/// The first place after `before` at which opened lines begin or end.
qsizetype LayoutBuilder::openedBorder(qsizetype before) const
{
    qsizetype border = std::numeric_limits<qsizetype>::max();
    for (const OpenedLines &lines : m_options.opened)
        for (const qsizetype at : {lines.first, lines.first + lines.count})
            if (at > before)
                border = std::min(border, at);
    return border;
}

Mark LayoutBuilder::removedMark(qsizetype line) const
{
    return holdsLine(m_movedAway, line) ? Mark::MovedAway : Mark::Removed;
}

Mark LayoutBuilder::addedMark(qsizetype line) const
{
    return holdsLine(m_movedHere, line) ? Mark::MovedHere : Mark::Added;
}

void LayoutBuilder::measure()
{
    if (m_options.wrapColumns <= 0)
        return;
    QList<qint64> tops;
    tops.reserve(m_layout->m_rows.size() + 1);
    qint64 top = 0;
    for (const DiffRow &row : m_layout->m_rows) {
        if (tops.size() % 1024 == 0 && isStopped())
            return;
        tops.append(top);
        int lines = 1;
        if (row.beforeMark != Mark::None)
            lines = displayLinesOf(*m_file.before, row.before, m_options.wrapColumns, m_options.tabWidth);
        if (row.afterMark != Mark::None)
            lines =
                std::max(lines, displayLinesOf(*m_file.after, row.after, m_options.wrapColumns, m_options.tabWidth));
        top += lines;
    }
    tops.append(top);
    m_layout->m_tops = tops;
}

} // namespace mergeloom
