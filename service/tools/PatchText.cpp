#include "service/tools/PatchText.h"

namespace mergeloom {

namespace {

constexpr auto addMark = "*** Add File: ";
constexpr auto updateMark = "*** Update File: ";
constexpr auto deleteMark = "*** Delete File: ";
constexpr auto moveMark = "*** Move to: ";
constexpr auto endOfFileMark = "*** End of File";

class PatchReader
{
public:
    explicit PatchReader(const QString &text) : m_lines(text.toUtf8().trimmed().split('\n'))
    {
        for (QByteArray &line : m_lines)
            if (line.endsWith('\r'))
                line.chop(1);
        // Models put the patch into the here-document or the fence that they know from a shell.
        while (!m_lines.isEmpty() && !m_lines.first().trimmed().startsWith("*** Begin Patch") && m_at < 3) {
            m_lines.removeFirst();
            ++m_at;
        }
        m_at = 0;
    }

    Result<QList<FilePatch>> run()
    {
        if (m_lines.isEmpty() || !m_lines.first().trimmed().startsWith("*** Begin Patch"))
            return failure(ErrorCode::InvalidInput, QStringLiteral("A patch begins with the line “*** Begin Patch”."));
        QList<FilePatch> patches;
        for (m_at = 1; m_at < m_lines.size();) {
            const QByteArray line = m_lines.at(m_at);
            if (line.trimmed() == "*** End Patch") {
                if (patches.isEmpty())
                    return failure(ErrorCode::InvalidInput, QStringLiteral("The patch changes no file."));
                return patches;
            }
            if (line.trimmed().isEmpty()) {
                ++m_at;
                continue;
            }
            MERGELOOM_TRY(FilePatch patch, readFile());
            patches << std::move(patch);
        }
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("The patch does not end with the line “*** End Patch”."));
    }

private:
    bool isMark() const { return m_lines.at(m_at).startsWith("*** "); }

    Unexpected bad(const QString &what) const
    {
        return failure(ErrorCode::InvalidInput, QStringLiteral("Line %1 of the patch: %2").arg(m_at + 1).arg(what));
    }

    Result<FilePatch> readFile()
    {
        const QByteArray line = m_lines.at(m_at);
        FilePatch patch;
        if (line.startsWith(addMark))
            patch.kind = FilePatch::Kind::Add;
        else if (line.startsWith(deleteMark))
            patch.kind = FilePatch::Kind::Delete;
        else if (!line.startsWith(updateMark))
            return bad(
                QStringLiteral("expected “*** Add File: ”, “*** Update File: ” or “*** Delete File: ”, found “%1”.")
                    .arg(QString::fromUtf8(line)));
        patch.path = QString::fromUtf8(line.mid(line.indexOf(": ") + 2).trimmed());
        if (patch.path.isEmpty())
            return bad(QStringLiteral("no file is named."));
        ++m_at;
        if (patch.kind == FilePatch::Kind::Add)
            MERGELOOM_CHECK(readAdded(patch));
        if (patch.kind == FilePatch::Kind::Update)
            MERGELOOM_CHECK(readUpdate(patch));
        return patch;
    }

    Result<void> readAdded(FilePatch &patch)
    {
        for (; m_at < m_lines.size() && !isMark(); ++m_at) {
            if (!m_lines.at(m_at).startsWith('+'))
                return bad(QStringLiteral("each line of a new file begins with “+”."));
            patch.added << m_lines.at(m_at).mid(1);
        }
        return {};
    }

    Result<void> readUpdate(FilePatch &patch)
    {
        if (m_at < m_lines.size() && m_lines.at(m_at).startsWith(moveMark)) {
            patch.moveTo = QString::fromUtf8(m_lines.at(m_at).mid(qstrlen(moveMark)).trimmed());
            if (patch.moveTo.isEmpty())
                return bad(QStringLiteral("no file is named."));
            ++m_at;
        }
        while (m_at < m_lines.size() && !isMark()) {
            MERGELOOM_TRY(PatchChunk chunk, readChunk());
            if (!chunk.lines.isEmpty())
                patch.chunks << std::move(chunk);
        }
        if (patch.chunks.isEmpty() && patch.moveTo.isEmpty())
            return bad(QStringLiteral("the update of %1 has no lines.").arg(patch.path));
        return {};
    }

    Result<PatchChunk> readChunk()
    {
        PatchChunk chunk;
        for (; m_at < m_lines.size() && m_lines.at(m_at).startsWith("@@"); ++m_at)
            if (const QByteArray anchor = m_lines.at(m_at).mid(2).trimmed();
                !anchor.isEmpty() && !anchor.startsWith('-'))
                chunk.anchors << anchor; // “-1,4 +1,5 @@” of a unified diff says nothing that can be relied on
        for (; m_at < m_lines.size(); ++m_at) {
            const QByteArray line = m_lines.at(m_at);
            if (line.trimmed() == endOfFileMark) {
                chunk.isAtEnd = true;
                ++m_at;
                break;
            }
            if (line.startsWith("@@") || isMark())
                break;
            const char mark = line.isEmpty() ? ' ' : line.at(0); // an empty line has often lost its space
            if (mark != ' ' && mark != '+' && mark != '-')
                return bad(QStringLiteral("a line begins with a space, “+” or “-”, not with “%1”.")
                               .arg(QString::fromUtf8(line.left(1))));
            const auto kind = mark == '+' ? PatchChunk::Kind::Add
                : mark == '-'             ? PatchChunk::Kind::Remove
                                          : PatchChunk::Kind::Keep;
            chunk.lines << PatchChunk::Line{kind, line.mid(1)};
        }
        return chunk;
    }

    QList<QByteArray> m_lines;
    qsizetype m_at = 0;
};

} // namespace

QList<QByteArray> PatchChunk::before() const
{
    QList<QByteArray> texts;
    for (const Line &line : lines)
        if (line.kind != Kind::Add)
            texts << line.text;
    return texts;
}

Result<QList<FilePatch>> parsePatch(const QString &text) { return PatchReader(text).run(); }

} // namespace mergeloom
