#include "shared/diff/LineDiff.h"

#include <git2.h>

#include <mutex>

namespace mergeloom {

namespace {

void startLineDiffLibrary()
{
    static std::once_flag started; // counted by the library itself, so that others may start it as well
    std::call_once(started, [] { git_libgit2_init(); });
}

quint32 flagsOf(Whitespace mode)
{
    switch (mode) {
    case Whitespace::IgnoreAtEnd:
        return GIT_DIFF_IGNORE_WHITESPACE_EOL;
    case Whitespace::IgnoreAmount:
        return GIT_DIFF_IGNORE_WHITESPACE_CHANGE;
    case Whitespace::IgnoreAll:
        return GIT_DIFF_IGNORE_WHITESPACE;
    case Whitespace::Exact:
    case Whitespace::IgnoreBlankLines: // which git takes away after the comparison
        break;
    }
    return 0;
}

/// Hunks without context are the changes. A side without lines names the line ahead of it.
int addChange(const git_diff_delta *, const git_diff_hunk *hunk, void *changes)
{
    static_cast<QList<Change> *>(changes)->append({hunk->old_lines ? hunk->old_start - 1 : hunk->old_start,
        hunk->old_lines, hunk->new_lines ? hunk->new_start - 1 : hunk->new_start, hunk->new_lines});
    return 0;
}

/// Nothing when the library refuses: texts over one gigabyte.
std::optional<QList<Change>> gitChanges(QByteArrayView before, QByteArrayView after, quint32 flags)
{
    startLineDiffLibrary();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_FORCE_TEXT | flags;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    QList<Change> changes;
    const int code = git_diff_buffers(before.data(), size_t(before.size()), nullptr, after.data(), size_t(after.size()),
        nullptr, &options, nullptr, nullptr, addChange, nullptr, &changes);
    if (code != 0)
        return std::nullopt;
    return changes;
}

bool isWide(const Text &text) { return text.encoding() == Encoding::Utf16Le || text.encoding() == Encoding::Utf16Be; }

void appendUtf8(QByteArray &bytes, char32_t character)
{
    if (character < 0x80) {
        bytes += char(character);
    } else if (character < 0x800) {
        bytes += char(0xc0 | (character >> 6));
        bytes += char(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        bytes += char(0xe0 | (character >> 12));
        bytes += char(0x80 | ((character >> 6) & 0x3f));
        bytes += char(0x80 | (character & 0x3f));
    } else {
        bytes += char(0xf0 | (character >> 18));
        bytes += char(0x80 | ((character >> 12) & 0x3f));
        bytes += char(0x80 | ((character >> 6) & 0x3f));
        bytes += char(0x80 | (character & 0x3f));
    }
}

/// UTF-16 as bytes with the same lines, different for different texts: lone surrogates and a last odd byte have spellings too.
QByteArray narrow(const Text &text)
{
    const QByteArrayView wide = text.bytes();
    const int low = text.encoding() == Encoding::Utf16Le ? 0 : 1;
    const auto unit = [&](qsizetype at) { return char16_t(uchar(wide[at + low]) | uchar(wide[at + 1 - low]) << 8); };
    QByteArray bytes;
    bytes.reserve(wide.size());
    for (qsizetype at = 0; at + 1 < wide.size(); at += 2) {
        const char16_t first = unit(at);
        if (QChar::isHighSurrogate(first) && at + 3 < wide.size() && QChar::isLowSurrogate(unit(at + 2))) {
            appendUtf8(bytes, QChar::surrogateToUcs4(first, unit(at + 2)));
            at += 2;
        } else {
            appendUtf8(bytes, first);
        }
    }
    if (wide.size() % 2 != 0)
        bytes += '\xff' + QByteArray::number(uchar(wide.back()), 16);
    return bytes;
}

QList<Change> allChanged(const Text &before, const Text &after)
{
    if (before.bytes() == after.bytes())
        return {};
    return {{0, before.count(), 0, after.count()}};
}

/// What git takes for an empty line, but for a last line of one character without a newline, which git hides.
bool isEmptyLine(const Text &text, qsizetype place) { return text.lineWithEnd(place) == "\n"; }

void markIgnorable(QList<Change> &changes, const Text &before, const Text &after)
{
    const auto areEmpty = [](const Text &text, qsizetype first, qsizetype count) {
        for (qsizetype place = first; place < first + count; ++place)
            if (!isEmptyLine(text, place))
                return false;
        return true;
    };
    for (Change &change : changes)
        change.isIgnorable =
            areEmpty(before, change.before, change.removed) && areEmpty(after, change.after, change.added);
}

} // namespace

QList<Change> lineDiff(const Text &before, const Text &after, Whitespace mode)
{
    std::optional<QList<Change>> changes;
    const quint32 flags = flagsOf(mode) | GIT_DIFF_INDENT_HEURISTIC;
    if (!isWide(before) && !isWide(after))
        changes = gitChanges(before.bytes(), after.bytes(), flags);
    else if (before.encoding() == after.encoding())
        changes = gitChanges(narrow(before), narrow(after), flags);
    if (!changes) // one is UTF-16 and the other is not
        return allChanged(before, after);
    if (mode == Whitespace::IgnoreBlankLines)
        markIgnorable(*changes, before, after);
    return *changes;
}

QList<Change> changesOf(const FileDiff &file, Whitespace mode)
{
    if (mode == Whitespace::Exact)
        return file.changes;
    if (file.gaps.isEmpty())
        return lineDiff(*file.before, *file.after, mode);
    QList<Change> changes;
    Gap from;
    const auto addPiece = [&](qsizetype beforeEnd, qsizetype afterEnd) {
        const auto before = Text::of(file.before->lines(from.before, beforeEnd - from.before).toByteArray(), {{}});
        const auto after = Text::of(file.after->lines(from.after, afterEnd - from.after).toByteArray(), {{}});
        for (Change change : lineDiff(*before, *after, mode)) {
            change.before += from.before;
            change.after += from.after;
            changes.append(change);
        }
    };
    for (const Gap &gap : file.gaps) {
        addPiece(gap.before, gap.after);
        from = gap;
    }
    addPiece(file.before->count(), file.after->count());
    return changes;
}

QList<Change> plainLineDiff(QByteArrayView before, QByteArrayView after)
{
    if (auto changes = gitChanges(before, after, 0))
        return *changes;
    return {{0, before.count('\n'), 0, after.count('\n')}};
}

} // namespace mergeloom
