#include "shared/diff/PatchHeader.h"

#include "shared/diff/PatchPath.h"

namespace mergeloom {

namespace {

constexpr QByteArrayView noFile = "/dev/null";

/// Takes `beginning` away from `text` when it begins so.
bool takeBeginning(QByteArrayView &text, QByteArrayView beginning)
{
    if (!text.startsWith(beginning))
        return false;
    text = text.sliced(beginning.size());
    return true;
}

QByteArray nameIn(QByteArrayView text)
{
    if (text.startsWith('"'))
        return takeQuotedPath(text).value_or(QByteArray());
    const qsizetype tab = text.indexOf('\t'); // a time of `diff -u`, or the end of a name with blanks
    return text.first(tab < 0 ? text.size() : tab).toByteArray();
}

/// a/ of git, and what its options diff.mnemonicPrefix and diff.noprefix make of it.
bool hasPrefix(QByteArrayView name)
{
    return name.size() > 2 && name[1] == '/' && QByteArrayView("abciow").contains(name[0]);
}

struct TwoNames {
    QByteArray before;
    QByteArray after;
    bool havePrefix = true;
};

std::optional<TwoNames> namesOf(QByteArray before, QByteArray after)
{
    if (before == after)
        return TwoNames{before, after, false};
    if (!hasPrefix(before) || !hasPrefix(after))
        return std::nullopt;
    return TwoNames{before.sliced(2), after.sliced(2)};
}

/// `a/name b/name`. Names with blanks are not told apart there, but then both are the same; others stand in further lines.
std::optional<TwoNames> namesOfGitLine(QByteArrayView text)
{
    if (text.startsWith('"') || text.endsWith('"')) {
        const bool isFirstQuoted = text.startsWith('"');
        const QByteArray whole = text.toByteArray();
        QByteArrayView rest = text;
        const QByteArray first = isFirstQuoted ? takeQuotedPath(rest).value_or(QByteArray())
                                               : whole.first(std::max<qsizetype>(0, whole.indexOf(" \"")));
        if (!isFirstQuoted)
            rest = rest.sliced(first.size());
        if (!takeBeginning(rest, " ") || first.isEmpty())
            return std::nullopt;
        return namesOf(first, nameIn(rest));
    }
    for (qsizetype blank = text.indexOf(' '); blank > 0; blank = text.indexOf(' ', blank + 1)) {
        const QByteArrayView before = text.first(blank);
        const QByteArrayView after = text.sliced(blank + 1);
        if (before.size() == after.size() && before.size() > 2
            && (before == after || (hasPrefix(before) && hasPrefix(after) && before.sliced(2) == after.sliced(2))))
            return namesOf(before.toByteArray(), after.toByteArray());
    }
    if (text.count(' ') == 1) { // a rename
        const qsizetype blank = text.indexOf(' ');
        return namesOf(text.first(blank).toByteArray(), text.sliced(blank + 1).toByteArray());
    }
    return std::nullopt;
}

quint32 modeIn(QByteArrayView text)
{
    return text.first(std::min<qsizetype>(8, text.size())).toByteArray().toUInt(nullptr, 8);
}

/// `index 1234567..89abcde 100644`
void takeIndexLine(QByteArrayView text, FileDiff &file)
{
    const qsizetype dots = text.indexOf("..");
    if (dots < 0)
        return;
    const qsizetype blank = text.indexOf(' ', dots);
    file.beforeId = text.first(dots).toByteArray();
    file.afterId = text.sliced(dots + 2, (blank < 0 ? text.size() : blank) - dots - 2).toByteArray();
    if (blank >= 0 && !file.beforeMode && !file.afterMode)
        file.beforeMode = file.afterMode = modeIn(text.sliced(blank + 1));
}

/// False when the line is none of those that git writes between `diff --git` and the content.
bool takeExtendedLine(QByteArrayView text, FileDiff &file)
{
    const auto takePath = [&](QString &path, FileStatus status) {
        file.status = status;
        path = pathFromBytes(nameIn(text));
    };
    if (takeBeginning(text, "old mode ")) {
        file.beforeMode = modeIn(text);
    } else if (takeBeginning(text, "new mode ")) {
        file.afterMode = modeIn(text);
    } else if (takeBeginning(text, "deleted file mode ")) {
        file.status = FileStatus::Deleted;
        file.beforeMode = modeIn(text);
    } else if (takeBeginning(text, "new file mode ")) {
        file.status = FileStatus::Added;
        file.afterMode = modeIn(text);
    } else if (takeBeginning(text, "rename from ")) {
        takePath(file.beforePath, FileStatus::Renamed);
    } else if (takeBeginning(text, "rename to ")) {
        takePath(file.afterPath, FileStatus::Renamed);
    } else if (takeBeginning(text, "copy from ")) {
        takePath(file.beforePath, FileStatus::Copied);
    } else if (takeBeginning(text, "copy to ")) {
        takePath(file.afterPath, FileStatus::Copied);
    } else if (takeBeginning(text, "similarity index ")) {
        file.similarity = text.chopped(std::min<qsizetype>(1, text.size())).toByteArray().toInt();
    } else if (takeBeginning(text, "index ")) {
        takeIndexLine(text, file);
    } else {
        return text.startsWith("dissimilarity index ");
    }
    return true;
}

bool isNamePair(QByteArrayView first, QByteArrayView rest)
{
    if (!first.startsWith("--- "))
        return false;
    PatchLines following(rest);
    following.next();
    return following.line().startsWith("+++ ");
}

/// `--- a/name` and `+++ b/name`, which say what the line of git could not.
void takeNamePair(PatchLines &lines, FileDiff &file, bool isGit, bool havePrefix)
{
    QByteArray before = nameIn(lines.head().sliced(4));
    lines.next();
    QByteArray after = nameIn(lines.head().sliced(4));
    lines.next();
    if (!isGit) {
        if (before == noFile)
            file.status = FileStatus::Added;
        else if (after == noFile)
            file.status = FileStatus::Deleted;
        havePrefix =
            (before == noFile || hasPrefix(before)) && (after == noFile || hasPrefix(after)) && before != after;
    }
    for (QByteArray *name : {&before, &after})
        if (havePrefix && *name != noFile && hasPrefix(*name))
            *name = name->sliced(2);
    if (file.beforePath.isEmpty())
        file.beforePath = pathFromBytes(before == noFile ? after : before);
    if (file.afterPath.isEmpty())
        file.afterPath = pathFromBytes(after == noFile ? before : after);
}

} // namespace

void PatchLines::find()
{
    const qsizetype end = m_rest.indexOf('\n');
    m_line = end < 0 ? m_rest : m_rest.first(end);
}

void PatchLines::next()
{
    if (m_rest.isEmpty())
        return;
    m_rest = m_rest.sliced(std::min(m_rest.size(), m_line.size() + 1));
    ++m_number;
    find();
}

void PatchLines::skipTo(QByteArrayView rest)
{
    m_number += m_rest.first(m_rest.size() - rest.size()).count('\n');
    m_rest = rest;
    find();
}

bool isFileStart(const PatchLines &lines)
{
    return lines.line().startsWith("diff --git ") || isNamePair(lines.line(), lines.rest());
}

bool isCombinedStart(const PatchLines &lines)
{
    return lines.line().startsWith("diff --cc ") || lines.line().startsWith("diff --combined ");
}

bool takeFileHeader(PatchLines &lines, FileDiff &file)
{
    QByteArrayView text = lines.head();
    std::optional<TwoNames> names;
    const bool isGit = takeBeginning(text, "diff --git ");
    if (isGit) {
        names = namesOfGitLine(text);
        lines.next();
        while (!lines.isAtEnd() && takeExtendedLine(lines.head(), file))
            lines.next();
    }
    if (isNamePair(lines.line(), lines.rest()))
        takeNamePair(lines, file, isGit, !names || names->havePrefix);
    if (names && file.beforePath.isEmpty())
        file.beforePath = pathFromBytes(names->before);
    if (names && file.afterPath.isEmpty())
        file.afterPath = pathFromBytes(names->after);
    if (file.status == FileStatus::Added)
        file.beforePath = file.afterPath;
    else if (file.status == FileStatus::Deleted)
        file.afterPath = file.beforePath;
    return !file.beforePath.isEmpty() && !file.afterPath.isEmpty();
}

} // namespace mergeloom
