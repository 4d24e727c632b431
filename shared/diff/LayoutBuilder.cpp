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
    : _layout(new DiffLayout(file, options)), _file(_layout->_file), _options(_layout->_options),
      _changes(changesOf(file, options.whitespace)), _movedAway(blocksOf(moved, Side::Before)),
      _movedHere(blocksOf(moved, Side::After)), _stop(std::move(stop))
{
}

std::shared_ptr<const DiffLayout> LayoutBuilder::build()
{
    const QList<Hunk> hunks = hunksOf(_file, _changes, std::max(0, _options.context));
    const LineCounts counts = countsOf(_changes, hunks);
    _layout->_added = counts.added;
    _layout->_removed = counts.removed;
    qsizetype firstChange = 0;
    for (const Hunk &hunk : hunks) {
        addOutside(hunk.before, firstChange, hunk.firstChange);
        addHunk(hunk);
        firstChange = hunk.firstChange + hunk.changeCount;
        if (isStopped())
            return nullptr;
    }
    addOutside(_file.before->count(), firstChange, _changes.size());
    finishFold();
    measure();
    return isStopped() ? nullptr : _layout;
}

void LayoutBuilder::addHunk(const Hunk &hunk)
{
    addGapsHere();
    finishFold();
    for (qsizetype at = hunk.firstChange; at < hunk.firstChange + hunk.changeCount && !isStopped(); ++at) {
        addEqual(_changes[at].before - _before);
        if (!_changes[at].isIgnorable)
            _layout->_changeStarts.append(_layout->_rows.size());
        addChange(_changes[at]);
    }
    addEqual(hunk.before + hunk.beforeCount - _before);
}

/// Equal lines, and changes that are ignored, up to the next hunk.
void LayoutBuilder::addOutside(qsizetype beforeEnd, qsizetype firstChange, qsizetype changeEnd)
{
    for (qsizetype at = firstChange; at < changeEnd; ++at) {
        addEqualOutside(_changes[at].before - _before);
        addIgnored(_changes[at]);
    }
    addEqualOutside(beforeEnd - _before);
}

void LayoutBuilder::addEqualOutside(qsizetype count)
{
    for (const qsizetype end = _before + count; _before < end;) {
        addGapsHere();
        qsizetype border = std::min(end, openedBorder(_before));
        if (_nextGap < _file.gaps.size())
            border = std::min(border, _file.gaps[_nextGap].before);
        if (isOpened(_before)) {
            finishFold();
            addEqual(border - _before);
        } else {
            addHidden(border - _before, border - _before);
        }
    }
}

void LayoutBuilder::addIgnored(const Change &change)
{
    // It is where the line ahead of it is.
    if (!isOpened(std::max<qsizetype>(0, _before - 1)))
        return addHidden(change.removed, change.added);
    finishFold();
    for (qsizetype line = 0; line < std::max(change.removed, change.added); ++line) {
        const bool isBefore = line < change.removed;
        const bool isAfter = line < change.added;
        _layout->_rows.append({RowKind::Line, isBefore ? Mark::Same : Mark::None, isAfter ? Mark::Same : Mark::None,
            isBefore ? _before++ : -1, isAfter ? _after++ : -1, 0});
    }
}

void LayoutBuilder::addHidden(qsizetype before, qsizetype after)
{
    if (_fold.hidden == 0)
        _fold = {RowKind::Fold, Mark::None, Mark::None, _before, _after, 0};
    _fold.hidden += std::max(before, after);
    _before += before;
    _after += after;
}

void LayoutBuilder::finishFold()
{
    if (_fold.hidden == 1) { // the row would take as much room as the line
        const bool isBefore = _before > _fold.before;
        const bool isAfter = _after > _fold.after;
        _fold = {RowKind::Line, isBefore ? Mark::Same : Mark::None, isAfter ? Mark::Same : Mark::None,
            isBefore ? _fold.before : -1, isAfter ? _fold.after : -1, 0};
        _layout->_rows.append(_fold);
    } else if (_fold.hidden > 1) {
        _layout->_rows.append(_fold);
    }
    _fold = {};
}

void LayoutBuilder::addGapsHere()
{
    for (; _nextGap < _file.gaps.size() && _file.gaps[_nextGap].before <= _before; ++_nextGap) {
        finishFold();
        _layout->_rows.append({RowKind::Gap, Mark::None, Mark::None, _before, _after, _file.gaps[_nextGap].hidden});
    }
}

void LayoutBuilder::addEqual(qsizetype count)
{
    for (; count > 0; --count)
        _layout->_rows.append({RowKind::Line, Mark::Same, Mark::Same, _before++, _after++, 0});
}

void LayoutBuilder::addChange(const Change &change)
{
    QList<LinePair> pairs = similarLines(*_file.before, *_file.after, change);
    pairs.removeIf([&](const LinePair &pair) {
        return removedMark(pair.before) != Mark::Removed || addedMark(pair.after) != Mark::Added;
    });
    const qsizetype beforeEnd = change.before + change.removed;
    const qsizetype afterEnd = change.after + change.added;
    QList<DiffRow> &rows = _layout->_rows;
    if (_options.arrangement == Arrangement::SideBySide) {
        for (const LinePair &pair : pairs) {
            addRemovedAndAdded(pair.before, pair.after);
            rows.append({RowKind::Line, Mark::Changed, Mark::Changed, _before++, _after++, 0});
        }
        return addRemovedAndAdded(beforeEnd, afterEnd);
    }
    auto pair = pairs.cbegin();
    for (; _before < beforeEnd; ++_before) {
        const bool isPaired = pair != pairs.cend() && pair->before == _before;
        rows.append({RowKind::Line, isPaired ? Mark::Changed : removedMark(_before), Mark::None, _before,
            isPaired ? (pair++)->after : -1, 0});
    }
    pair = pairs.cbegin();
    for (; _after < afterEnd; ++_after) {
        const bool isPaired = pair != pairs.cend() && pair->after == _after;
        rows.append({RowKind::Line, Mark::None, isPaired ? Mark::Changed : addedMark(_after),
            isPaired ? (pair++)->before : -1, _after, 0});
    }
}

/// Lines that have nothing to do with each other share rows, to save room.
void LayoutBuilder::addRemovedAndAdded(qsizetype beforeEnd, qsizetype afterEnd)
{
    while (_before < beforeEnd || _after < afterEnd) {
        DiffRow row;
        if (_before < beforeEnd) {
            row.beforeMark = removedMark(_before);
            row.before = _before++;
        }
        if (_after < afterEnd) {
            row.afterMark = addedMark(_after);
            row.after = _after++;
        }
        _layout->_rows.append(row);
    }
}

bool LayoutBuilder::isOpened(qsizetype before) const
{
    return std::any_of(_options.opened.begin(), _options.opened.end(),
        [&](const OpenedLines &lines) { return before >= lines.first && before < lines.first + lines.count; });
}

/// The first place after `before` at which opened lines begin or end.
qsizetype LayoutBuilder::openedBorder(qsizetype before) const
{
    qsizetype border = std::numeric_limits<qsizetype>::max();
    for (const OpenedLines &lines : _options.opened)
        for (const qsizetype at : {lines.first, lines.first + lines.count})
            if (at > before)
                border = std::min(border, at);
    return border;
}

Mark LayoutBuilder::removedMark(qsizetype line) const
{
    return holdsLine(_movedAway, line) ? Mark::MovedAway : Mark::Removed;
}

Mark LayoutBuilder::addedMark(qsizetype line) const
{
    return holdsLine(_movedHere, line) ? Mark::MovedHere : Mark::Added;
}

void LayoutBuilder::measure()
{
    if (_options.wrapColumns <= 0)
        return;
    QList<qint64> tops;
    tops.reserve(_layout->_rows.size() + 1);
    qint64 top = 0;
    for (const DiffRow &row : _layout->_rows) {
        if (tops.size() % 1024 == 0 && isStopped())
            return;
        tops.append(top);
        int lines = 1;
        if (row.beforeMark != Mark::None)
            lines = displayLinesOf(*_file.before, row.before, _options.wrapColumns, _options.tabWidth);
        if (row.afterMark != Mark::None)
            lines = std::max(lines, displayLinesOf(*_file.after, row.after, _options.wrapColumns, _options.tabWidth));
        top += lines;
    }
    tops.append(top);
    _layout->_tops = tops;
}

} // namespace mergeloom
