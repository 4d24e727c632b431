#include "shared/diff/PatchWriter.h"

#include "shared/diff/BinaryPatch.h"
#include "shared/diff/Hunks.h"
#include "shared/diff/PatchPath.h"

#include <QCryptographicHash>

namespace mergeloom {

namespace {

QByteArray modeText(quint32 mode) { return QByteArray::number(mode ? mode : 0100644, 8).rightJustified(6, '0'); }

/// The name under which git keeps content.
QByteArray contentId(const FileDiff &file, Side side)
{
    const bool isMissing = file.status == (side == Side::Before ? FileStatus::Added : FileStatus::Deleted);
    if (isMissing)
        return QByteArray(40, '0');
    const QByteArray &bytes = side == Side::Before ? file.beforeBytes : file.afterBytes;
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData("blob " + QByteArray::number(bytes.size()) + '\0');
    hash.addData(bytes);
    return hash.result().toHex();
}

bool isWritten(const FileDiff &file, Side side)
{
    return file.status != (side == Side::Before ? FileStatus::Added : FileStatus::Deleted);
}

/// In front of +++ and ---, a name with blanks ends with a tab, so that programs do not take its end for a time.
QByteArray nameLine(const QByteArray &sign, const QByteArray &prefix, const QString &path)
{
    const QByteArray name = prefix + pathToBytes(path);
    const QByteArray quoted = quotedPath(name);
    return sign + quoted + (quoted == name && name.contains(' ') ? "\t\n" : "\n");
}

QByteArray rangeText(qint64 number, qsizetype count)
{
    const QByteArray first = QByteArray::number(number - (count == 0)); // of no lines, the one ahead
    return count == 1 ? first : first + ',' + QByteArray::number(count);
}

void appendLine(QByteArray &patch, char sign, const Text &text, qsizetype place)
{
    patch += sign;
    patch += text.lineWithEnd(place);
    if (text.end(place) == LineEnd::None)
        patch += "\n\\ No newline at end of file\n";
}

class PatchWriting
{
public:
    PatchWriting(const FileDiff &file, int context) : m_file(file), m_context(context) {}

    Result<QByteArray> write()
    {
        if (isUnchanged())
            return QByteArray();
        writeHeader();
        writeIndexLine();
        if (m_file.isBinary || isWide(*m_file.before) || isWide(*m_file.after)) {
            MERGELOOM_CHECK(writeBinary());
        } else if (!m_file.changes.isEmpty()) {
            writeText();
        }
        return m_patch;
    }

private:
    static bool isWide(const Text &text)
    {
        return text.encoding() == Encoding::Utf16Le || text.encoding() == Encoding::Utf16Be;
    }

    /// git writes nothing then, and git apply refuses a file of which nothing is said.
    bool isUnchanged() const
    {
        return m_file.status == FileStatus::Modified && m_file.beforeMode == m_file.afterMode
            && m_file.changes.isEmpty() && m_file.beforeBytes == m_file.afterBytes
            && (!m_file.isBinary || m_file.isWhole);
    }

    void writeHeader()
    {
        const QByteArray before = pathToBytes(m_file.beforePath);
        const QByteArray after = pathToBytes(m_file.afterPath);
        m_patch = "diff --git " + quotedPath("a/" + before) + ' ' + quotedPath("b/" + after) + '\n';
        if (m_file.status == FileStatus::Added)
            m_patch += "new file mode " + modeText(m_file.afterMode) + '\n';
        else if (m_file.status == FileStatus::Deleted)
            m_patch += "deleted file mode " + modeText(m_file.beforeMode) + '\n';
        else if (m_file.beforeMode != m_file.afterMode)
            m_patch += "old mode " + modeText(m_file.beforeMode) + "\nnew mode " + modeText(m_file.afterMode) + '\n';
        if (m_file.status != FileStatus::Renamed && m_file.status != FileStatus::Copied)
            return;
        const QByteArray verb = m_file.status == FileStatus::Renamed ? "rename" : "copy";
        if (m_file.similarity >= 0)
            m_patch += "similarity index " + QByteArray::number(m_file.similarity) + "%\n";
        m_patch += verb + " from " + quotedPath(before) + '\n' + verb + " to " + quotedPath(after) + '\n';
    }

    /// The names of the content: those that a patch had, or that follow from the content. Binary patches want them in full.
    void writeIndexLine()
    {
        const bool isRead = !m_file.isBinary && !m_file.beforeId.isEmpty() && !m_file.afterId.isEmpty();
        if (!isRead && !m_file.isWhole)
            return;
        const QByteArray before = isRead ? m_file.beforeId : contentId(m_file, Side::Before);
        const QByteArray after = isRead ? m_file.afterId : contentId(m_file, Side::After);
        if (before == after)
            return;
        m_patch += "index " + before + ".." + after;
        if (isWritten(m_file, Side::Before) && isWritten(m_file, Side::After) && m_file.beforeMode == m_file.afterMode
            && m_file.afterMode)
            m_patch += ' ' + modeText(m_file.afterMode);
        m_patch += '\n';
    }

    void writeText()
    {
        m_patch += isWritten(m_file, Side::Before) ? nameLine("--- ", "a/", m_file.beforePath) : "--- /dev/null\n";
        m_patch += isWritten(m_file, Side::After) ? nameLine("+++ ", "b/", m_file.afterPath) : "+++ /dev/null\n";
        for (const Hunk &hunk : hunksOf(m_file, m_file.changes, m_context))
            writeHunk(hunk);
    }

    void writeHunk(const Hunk &hunk)
    {
        m_patch += "@@ -" + rangeText(hunk.beforeNumber, hunk.beforeCount) + " +"
            + rangeText(hunk.afterNumber, hunk.afterCount) + " @@\n";
        qsizetype place = hunk.after;
        for (qsizetype at = hunk.firstChange; at < hunk.firstChange + hunk.changeCount; ++at) {
            const Change &change = m_file.changes[at];
            for (; place < change.after; ++place)
                appendLine(m_patch, ' ', *m_file.after, place);
            for (qsizetype line = change.before; line < change.before + change.removed; ++line)
                appendLine(m_patch, '-', *m_file.before, line);
            for (; place < change.after + change.added; ++place)
                appendLine(m_patch, '+', *m_file.after, place);
        }
        for (; place < hunk.after + hunk.afterCount; ++place)
            appendLine(m_patch, ' ', *m_file.after, place);
    }

    Result<void> writeBinary()
    {
        if (!m_file.isWhole)
            return failure(ErrorCode::Unsupported,
                QStringLiteral("The content of the binary file %1 is not known, so no patch of it can be written.")
                    .arg(visibleText(m_file.afterPath)));
        if (m_file.beforeBytes == m_file.afterBytes && isWritten(m_file, Side::Before)
            && isWritten(m_file, Side::After))
            return {};
        m_patch += "GIT binary patch\n" + binaryContent(m_file.afterBytes) + binaryContent(m_file.beforeBytes);
        return {};
    }

    const FileDiff &m_file;
    int m_context;
    QByteArray m_patch;
};

} // namespace

Result<QByteArray> writePatch(const FileDiff &file, int context) { return PatchWriting(file, context).write(); }

Result<QByteArray> writePatch(const DiffDocument &document, int context)
{
    QByteArray patch;
    for (const FileDiff &file : document.files) {
        MERGELOOM_TRY(const QByteArray part, writePatch(file, context));
        patch += part;
    }
    return patch;
}

} // namespace mergeloom
