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
    PatchWriting(const FileDiff &file, int context) : _file(file), _context(context) {}

    Result<QByteArray> write()
    {
        if (isUnchanged())
            return QByteArray();
        writeHeader();
        writeIndexLine();
        if (_file.isBinary || isWide(*_file.before) || isWide(*_file.after)) {
            MERGELOOM_CHECK(writeBinary());
        } else if (!_file.changes.isEmpty()) {
            writeText();
        }
        return _patch;
    }

private:
    static bool isWide(const Text &text)
    {
        return text.encoding() == Encoding::Utf16Le || text.encoding() == Encoding::Utf16Be;
    }

    /// git writes nothing then, and git apply refuses a file of which nothing is said.
    bool isUnchanged() const
    {
        return _file.status == FileStatus::Modified && _file.beforeMode == _file.afterMode && _file.changes.isEmpty()
            && _file.beforeBytes == _file.afterBytes && (!_file.isBinary || _file.isWhole);
    }

    void writeHeader()
    {
        const QByteArray before = pathToBytes(_file.beforePath);
        const QByteArray after = pathToBytes(_file.afterPath);
        _patch = "diff --git " + quotedPath("a/" + before) + ' ' + quotedPath("b/" + after) + '\n';
        if (_file.status == FileStatus::Added)
            _patch += "new file mode " + modeText(_file.afterMode) + '\n';
        else if (_file.status == FileStatus::Deleted)
            _patch += "deleted file mode " + modeText(_file.beforeMode) + '\n';
        else if (_file.beforeMode != _file.afterMode)
            _patch += "old mode " + modeText(_file.beforeMode) + "\nnew mode " + modeText(_file.afterMode) + '\n';
        if (_file.status != FileStatus::Renamed && _file.status != FileStatus::Copied)
            return;
        const QByteArray verb = _file.status == FileStatus::Renamed ? "rename" : "copy";
        if (_file.similarity >= 0)
            _patch += "similarity index " + QByteArray::number(_file.similarity) + "%\n";
        _patch += verb + " from " + quotedPath(before) + '\n' + verb + " to " + quotedPath(after) + '\n';
    }

    /// The names of the content: those that a patch had, or that follow from the content. Binary patches want them in full.
    void writeIndexLine()
    {
        const bool isRead = !_file.isBinary && !_file.beforeId.isEmpty() && !_file.afterId.isEmpty();
        if (!isRead && !_file.isWhole)
            return;
        const QByteArray before = isRead ? _file.beforeId : contentId(_file, Side::Before);
        const QByteArray after = isRead ? _file.afterId : contentId(_file, Side::After);
        if (before == after)
            return;
        _patch += "index " + before + ".." + after;
        if (isWritten(_file, Side::Before) && isWritten(_file, Side::After) && _file.beforeMode == _file.afterMode
            && _file.afterMode)
            _patch += ' ' + modeText(_file.afterMode);
        _patch += '\n';
    }

    void writeText()
    {
        _patch += isWritten(_file, Side::Before) ? nameLine("--- ", "a/", _file.beforePath) : "--- /dev/null\n";
        _patch += isWritten(_file, Side::After) ? nameLine("+++ ", "b/", _file.afterPath) : "+++ /dev/null\n";
        for (const Hunk &hunk : hunksOf(_file, _file.changes, _context))
            writeHunk(hunk);
    }

    void writeHunk(const Hunk &hunk)
    {
        _patch += "@@ -" + rangeText(hunk.beforeNumber, hunk.beforeCount) + " +"
            + rangeText(hunk.afterNumber, hunk.afterCount) + " @@\n";
        qsizetype place = hunk.after;
        for (qsizetype at = hunk.firstChange; at < hunk.firstChange + hunk.changeCount; ++at) {
            const Change &change = _file.changes[at];
            for (; place < change.after; ++place)
                appendLine(_patch, ' ', *_file.after, place);
            for (qsizetype line = change.before; line < change.before + change.removed; ++line)
                appendLine(_patch, '-', *_file.before, line);
            for (; place < change.after + change.added; ++place)
                appendLine(_patch, '+', *_file.after, place);
        }
        for (; place < hunk.after + hunk.afterCount; ++place)
            appendLine(_patch, ' ', *_file.after, place);
    }

    Result<void> writeBinary()
    {
        if (!_file.isWhole)
            return failure(ErrorCode::Unsupported,
                QStringLiteral("The content of the binary file %1 is not known, so no patch of it can be written.")
                    .arg(visibleText(_file.afterPath)));
        if (_file.beforeBytes == _file.afterBytes && isWritten(_file, Side::Before) && isWritten(_file, Side::After))
            return {};
        _patch += "GIT binary patch\n" + binaryContent(_file.afterBytes) + binaryContent(_file.beforeBytes);
        return {};
    }

    const FileDiff &_file;
    int _context;
    QByteArray _patch;
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
