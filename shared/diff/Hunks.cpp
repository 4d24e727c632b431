#include "shared/diff/Hunks.h"

#include <algorithm>

namespace mergeloom {

namespace {

/// Lines of one side between two gaps, with the number that the first has in the file.
struct PieceSide {
    qsizetype begin = 0;
    qsizetype end = 0;
    qint64 number = 1;

    /// The next piece ends at `nextEnd`. Where it has no lines of this side, only the gap tells its number.
    void goOn(const Text &text, qsizetype nextEnd, qint64 hidden)
    {
        number += end - begin + hidden;
        begin = end;
        end = nextEnd;
        if (end > begin)
            number = text.number(begin);
    }
};

/// The part of a file between two gaps, and where its changes end.
struct Piece {
    PieceSide before;
    PieceSide after;
    qsizetype changeEnd = 0;
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
        if (!isNear && last != at - 1 && distance(changes[last], change) + ignored > joined)
            break;
        if (!change.isIgnorable || (isNear && last == at - 1)) {
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
    while ((first = firstShown(changes, first, piece.changeEnd, context)) < piece.changeEnd) {
        const qsizetype last = lastOfHunk(changes, first, piece.changeEnd, context);
        const Change &head = changes[first];
        const Change &tail = changes[last];
        const qsizetype beforeTail = tail.before + tail.removed;
        const qsizetype afterTail = tail.after + tail.added;
        const qsizetype lead =
            std::min({qsizetype(context), head.before - piece.before.begin, head.after - piece.after.begin});
        const qsizetype trail =
            std::min({qsizetype(context), piece.before.end - beforeTail, piece.after.end - afterTail});
        const qsizetype before = head.before - lead;
        const qsizetype after = head.after - lead;
        hunks.append({before, beforeTail + trail - before, after, afterTail + trail - after, first, last - first + 1,
            piece.before.number + before - piece.before.begin, piece.after.number + after - piece.after.begin});
        first = last + 1;
    }
}

} // namespace

QList<Hunk> hunksOf(const FileDiff &file, const QList<Change> &changes, int context)
{
    QList<Hunk> hunks;
    Piece piece;
    qint64 hidden = 0;
    const auto addPiece = [&](qsizetype beforeEnd, qsizetype afterEnd) {
        piece.before.goOn(*file.before, beforeEnd, hidden);
        piece.after.goOn(*file.after, afterEnd, hidden);
        const qsizetype first = piece.changeEnd;
        while (piece.changeEnd < changes.size()
            && changes[piece.changeEnd].before + changes[piece.changeEnd].removed <= beforeEnd
            && changes[piece.changeEnd].after + changes[piece.changeEnd].added <= afterEnd)
            ++piece.changeEnd;
        addHunks(hunks, changes, first, piece, context);
    };
    for (const Gap &gap : file.gaps) {
        addPiece(gap.before, gap.after);
        hidden = gap.hidden;
    }
    addPiece(file.before->count(), file.after->count());
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
