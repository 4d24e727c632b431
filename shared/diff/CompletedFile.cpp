#include "shared/diff/CompletedFile.h"

namespace mergeloom {

namespace {

/// Every line that the patch knows of the side before stands at its number in the whole.
bool fits(const Text &patched, const Text &whole)
{
    for (qsizetype place = 0; place < patched.count(); ++place) {
        const qint64 there = patched.number(place) - 1;
        if (there < 0 || there >= whole.count() || patched.lineWithEnd(place) != whole.lineWithEnd(qsizetype(there)))
            return false;
    }
    return true;
}

} // namespace

std::optional<FileDiff> completedFile(const FileDiff &patched, const QByteArray &before)
{
    if (patched.isBinary)
        return std::nullopt;
    FileDiff file = patched;
    file.before = Text::of(before);
    if (!fits(*patched.before, *file.before))
        return std::nullopt;
    QByteArray after;
    qsizetype known = 0; // lines of the whole that `after` has, or has the change of
    qsizetype grown = 0; // lines that `after` has more
    file.changes.clear();
    for (const Change &change : patched.changes) {
        const qsizetype from = change.removed > 0 ? qsizetype(patched.before->number(change.before)) - 1
                                                  : qsizetype(patched.after->number(change.after)) - 1 - grown;
        if (from < known || from + change.removed > file.before->count())
            return std::nullopt;
        after += file.before->lines(known, from - known);
        if (!after.isEmpty() && !after.endsWith('\n') && change.added > 0)
            return std::nullopt; // lines behind the end of the file
        after += patched.after->lines(change.after, change.added);
        file.changes.append({from, change.removed, from + grown, change.added});
        known = from + change.removed;
        grown += change.added - change.removed;
    }
    after += file.before->lines(known, file.before->count() - known);
    file.after = Text::of(after);
    if (!fits(*patched.after, *file.after))
        return std::nullopt;
    file.gaps.clear();
    file.isWhole = true;
    file.beforeBytes = before;
    file.afterBytes = after;
    file.beforeSize = before.size();
    file.afterSize = after.size();
    return file;
}

} // namespace mergeloom
