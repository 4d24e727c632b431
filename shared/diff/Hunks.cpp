#include "shared/diff/Hunks.h"

#include <algorithm>

namespace mergeloom {

namespace {

/// The part of a file between two gaps, and the changes in it.
struct Piece {
    qsizetype before = 0;
    qsizetype beforeEnd = 0;
    qsizetype after = 0;
    qsizetype afterEnd = 0;
    qsizetype end = 0; ///< of its changes
};

qsizetype distance(const Change &earlier, const Change &later)
{
    return later.before - (earlier.before + earlier.removed);
}

/// The first change at or after `first` that git shows: ignorable ones count only close ahead of another.
qsizetype firstShown(const QList<Change> &changes, qsizetype first, qsizetype end, int context)
{
    qsizetype shown = first;
    for (qsizetype at = first; at < end && changes[at].isIgnorable; ++at)
        if (at + 1 == end || distance(changes[at], changes[at + 1]) >= context)
            shown = at + 1;
    return shown;
}

/// The last change of the hunk that begins with `first`; the rules are those of git's xdl_get_hunk.
qsizetype lastOfHunk(const QList<Change> &changes, qsizetype first, qsizetype end, int context)
{
    const qsizetype joined = 2 * qsizetype(context);
    qsizetype last = first;
    qsizetype ignored = 0;
    for (qsizetype at = first + 1; at < end; ++at) {
        const Change &change = changes[at];
        const qsizetype far = distance(changes[at - 1], change);
        if (far > joined)
            break;
        const bool isNear = far < context;
        if (isNear && (!change.isIgnorable || last == at - 1)) {
            last = at;
            ignored = 0;
        } else if (isNear) {
            ignored += change.added;
        } else if (last != at - 1 && distance(changes[last], change) + ignored > joined) {
            break;
        } else if (!change.isIgnorable) {
            last = at;
            ignored = 0;
        } else {
            ignored += change.added;
        }
    }
    return last;
}

void addHunks(QList<Hunk> &hunks, const QList<Change> &changes, qsizetype first, const Piece &piece, int context)
{
    while ((first = firstShown(changes, first, piece.end, context)) < piece.end) {
        const qsizetype last = lastOfHunk(changes, first, piece.end, context);
        const Change &head = changes[first];
        const Change &tail = changes[last];
        const qsizetype beforeTail = tail.before + tail.removed;
        const qsizetype afterTail = tail.after + tail.added;
        const qsizetype lead = std::min({qsizetype(context), head.before - piece.before, head.after - piece.after});
        const qsizetype trail =
            std::min({qsizetype(context), piece.beforeEnd - beforeTail, piece.afterEnd - afterTail});
        hunks.append({head.before - lead, beforeTail + trail - (head.before - lead), head.after - lead,
            afterTail + trail - (head.after - lead), first, last - first + 1});
        first = last + 1;
    }
}

} // namespace

QList<Hunk> hunksOf(const FileDiff &file, const QList<Change> &changes, int context)
{
    QList<Hunk> hunks;
    Piece piece;
    qsizetype first = 0;
    const auto finish = [&](qsizetype beforeEnd, qsizetype afterEnd) {
        piece.beforeEnd = beforeEnd;
        piece.afterEnd = afterEnd;
        piece.end = first;
        while (piece.end < changes.size() && changes[piece.end].before + changes[piece.end].removed <= beforeEnd
            && changes[piece.end].after + changes[piece.end].added <= afterEnd)
            ++piece.end;
        addHunks(hunks, changes, first, piece, context);
        first = piece.end;
        piece.before = beforeEnd;
        piece.after = afterEnd;
    };
    for (const Gap &gap : file.gaps)
        finish(gap.before, gap.after);
    finish(file.before->count(), file.after->count());
    return hunks;
}

LineCounts countsOf(const QList<Change> &changes, const QList<Hunk> &hunks)
{
    LineCounts counts;
    for (const Hunk &hunk : hunks) {
        for (qsizetype at = hunk.firstChange; at < hunk.firstChange + hunk.changeCount; ++at) {
            counts.added += changes[at].added;
            counts.removed += changes[at].removed;
        }
    }
    return counts;
}

} // namespace mergeloom
