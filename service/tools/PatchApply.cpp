#include "service/tools/PatchText.h"
#include "service/tools/TextLines.h"

namespace mergeloom {

namespace {

enum class Likeness { Exact, TrailingSpace, AnySpace };

QByteArray withoutTrailingSpace(QByteArray line)
{
    while (!line.isEmpty() && (line.endsWith(' ') || line.endsWith('\t') || line.endsWith('\r')))
        line.chop(1);
    return line;
}

bool isLike(const QByteArray &line, const QByteArray &wanted, Likeness likeness)
{
    switch (likeness) {
    case Likeness::Exact:
        return line == wanted;
    case Likeness::TrailingSpace:
        return withoutTrailingSpace(line) == withoutTrailingSpace(wanted);
    case Likeness::AnySpace:
        return line.trimmed() == wanted.trimmed();
    }
    return false;
}

bool matchesAt(const QList<QByteArray> &lines, qsizetype at, const QList<QByteArray> &wanted, Likeness likeness)
{
    if (at < 0 || at + wanted.size() > lines.size())
        return false;
    for (qsizetype i = 0; i < wanted.size(); ++i)
        if (!isLike(lines.at(at + i), wanted.at(i), likeness))
            return false;
    return true;
}

/// Where the lines stand, not before `from`; -1 when nowhere. The exact ones first: white space is what models get wrong.
qsizetype findLines(const QList<QByteArray> &lines, const QList<QByteArray> &wanted, qsizetype from, bool isAtEnd)
{
    for (const Likeness likeness : {Likeness::Exact, Likeness::TrailingSpace, Likeness::AnySpace}) {
        if (isAtEnd && lines.size() - wanted.size() >= from
            && matchesAt(lines, lines.size() - wanted.size(), wanted, likeness))
            return lines.size() - wanted.size();
        for (qsizetype at = from; at + wanted.size() <= lines.size(); ++at)
            if (matchesAt(lines, at, wanted, likeness))
                return at;
    }
    return -1;
}

Unexpected notFound(const QString &path, const QList<QByteArray> &wanted)
{
    return failure(ErrorCode::Conflict,
        QStringLiteral(
            "These lines are not in %1 (or not below the change before them):\n%2\nRead the file and make the patch from its "
            "present text. Nothing was changed.")
            .arg(path, QString::fromUtf8(wanted.join('\n'))));
}

/// What stands in place of the lines that were found: kept ones stay as the file has them, white space included.
QList<QByteArray> replacement(const PatchChunk &chunk, const QList<QByteArray> &lines, qsizetype at)
{
    QList<QByteArray> result;
    for (const PatchChunk::Line &line : chunk.lines) {
        if (line.kind == PatchChunk::Kind::Add)
            result << line.text;
        else if (line.kind == PatchChunk::Kind::Keep)
            result << lines.at(at++);
        else
            ++at;
    }
    return result;
}

} // namespace

Result<QByteArray> applyChunks(const QByteArray &bytes, const FilePatch &patch)
{
    TextLines text = TextLines::of(bytes);
    qsizetype from = 0;
    for (PatchChunk chunk : patch.chunks) {
        for (const QByteArray &anchor : chunk.anchors) {
            const qsizetype at = findLines(text.lines, {anchor}, from, false);
            if (at < 0)
                return notFound(patch.path, {anchor});
            from = at + 1;
        }
        QList<QByteArray> wanted = chunk.before();
        qsizetype at = wanted.isEmpty() ? (chunk.anchors.isEmpty() || chunk.isAtEnd ? text.lines.size() : from)
                                        : findLines(text.lines, wanted, from, chunk.isAtEnd);
        // A last empty line of a chunk often stands for the line end of the file, which is no line of it.
        if (at < 0 && wanted.last().isEmpty() && chunk.lines.last().kind == PatchChunk::Kind::Keep) {
            chunk.lines.removeLast();
            wanted.removeLast();
            at = findLines(text.lines, wanted, from, chunk.isAtEnd);
        }
        if (at < 0)
            return notFound(patch.path, wanted);
        const QList<QByteArray> lines = replacement(chunk, text.lines, at);
        text.lines.remove(at, wanted.size());
        for (qsizetype i = 0; i < lines.size(); ++i)
            text.lines.insert(at + i, lines.at(i));
        from = at + lines.size();
    }
    return text.joined();
}

} // namespace mergeloom
