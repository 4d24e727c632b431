#include "shared/diff/PatchReader.h"

#include "shared/diff/BinaryPatch.h"
#include "shared/diff/PatchHeader.h"

namespace mergeloom {

namespace {

constexpr qint64 mostLines = 2'000'000'000;

struct HunkHeader {
    qint64 before = 0; // line numbers, from 1; of no lines the line ahead
    qint64 removed = 0;
    qint64 after = 0;
    qint64 added = 0;
};

bool takeNumber(QByteArrayView &text, qint64 &number)
{
    qsizetype digits = 0;
    number = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && number <= mostLines)
        number = number * 10 + (text[digits++] - '0');
    text = text.sliced(digits);
    return digits > 0 && number <= mostLines;
}

/// `-1,2` or `-1`, with the given sign.
bool takeRange(QByteArrayView &text, char sign, qint64 &line, qint64 &count)
{
    if (!text.startsWith(sign))
        return false;
    text = text.sliced(1);
    count = 1;
    if (!takeNumber(text, line))
        return false;
    if (!text.startsWith(','))
        return true;
    text = text.sliced(1);
    return takeNumber(text, count);
}

std::optional<HunkHeader> hunkHeaderIn(QByteArrayView text)
{
    HunkHeader header;
    if (!text.startsWith("@@ "))
        return std::nullopt;
    text = text.sliced(3);
    if (!takeRange(text, '-', header.before, header.removed) || !text.startsWith(' '))
        return std::nullopt;
    text = text.sliced(1);
    if (!takeRange(text, '+', header.after, header.added) || !text.startsWith(" @@"))
        return std::nullopt;
    return header;
}

/// The lines of one side, as far as the hunks told them.
struct GrowingSide {
    QByteArray bytes;
    QList<NumberedFrom> numbers;
    qsizetype count = 0;
    qint64 nextNumber = 1; // of the line after the last hunk
    bool isEnded = false;  // by a line without a newline

    void begin(qint64 number)
    {
        numbers.append({count, number});
        nextNumber = number;
    }
    void add(QByteArrayView line)
    {
        bytes += line;
        bytes += '\n';
        ++count;
        ++nextNumber;
    }
    bool endWithoutNewline()
    {
        if (isEnded || bytes.isEmpty() || bytes == "\n" || bytes.endsWith("\n\n"))
            return false; // a line of nothing is none
        bytes.chop(1);
        isEnded = true;
        return true;
    }
};

/// Reads the hunks of one file. What is read before something is wrong stays.
class HunkReading
{
public:
    HunkReading(PatchLines &lines, FileDiff &file, bool hasCarriageReturns)
        : m_lines(lines), m_file(file), m_hasCarriageReturns(hasCarriageReturns)
    {
    }

    /// What is wrong, or nothing.
    QString read()
    {
        QString problem;
        while (problem.isEmpty() && !m_lines.isAtEnd()) {
            const auto header = hunkHeaderIn(m_lines.head());
            if (!header)
                break;
            m_lines.next();
            problem = readHunk(*header);
        }
        m_file.before = Text::of(m_before.bytes, m_before.numbers);
        m_file.after = Text::of(m_after.bytes, m_after.numbers);
        return problem;
    }

private:
    QString readHunk(const HunkHeader &header)
    {
        const qint64 before = header.before + (header.removed == 0);
        const qint64 after = header.after + (header.added == 0);
        const qint64 hidden = before - m_before.nextNumber;
        if (hidden < 0 || after < m_after.nextNumber)
            return QStringLiteral("a hunk is not behind the one before it");
        if (hidden > 0)
            m_file.gaps.append({m_before.count, m_after.count, hidden});
        m_before.begin(before);
        m_after.begin(after);
        m_joinsLast = hidden == 0 && m_joinsLast;
        qint64 removed = header.removed;
        qint64 added = header.added;
        while (removed > 0 || added > 0) {
            if (m_lines.isAtEnd())
                return QStringLiteral("the patch ends within a hunk");
            if (!readLine(removed, added))
                return QStringLiteral("a hunk has other lines than its header says");
            m_lines.next();
        }
        if (m_lines.line().startsWith('\\') && takeMark())
            m_lines.next();
        return {};
    }

    bool readLine(qint64 &removed, qint64 &added)
    {
        QByteArrayView line = m_lines.line();
        if (m_hasCarriageReturns && line.endsWith('\r'))
            line.chop(1);
        const char sign = line.isEmpty() ? ' ' : line[0]; // some programs cut blanks at the end of lines
        if (sign == '\\')
            return takeMark();
        const bool isBefore = sign == ' ' || sign == '-';
        const bool isAfter = sign == ' ' || sign == '+';
        if ((!isBefore && !isAfter) || (isBefore && (removed == 0 || m_before.isEnded))
            || (isAfter && (added == 0 || m_after.isEnded)))
            return false;
        if (sign != ' ' && !m_joinsLast)
            m_file.changes.append({m_before.count, 0, m_after.count, 0});
        m_joinsLast = sign != ' ';
        m_sign = sign;
        line = line.sliced(std::min<qsizetype>(1, line.size()));
        if (isBefore) {
            m_before.add(line);
            --removed;
        }
        if (isAfter) {
            m_after.add(line);
            --added;
        }
        if (m_joinsLast)
            ++(isBefore ? m_file.changes.last().removed : m_file.changes.last().added);
        return true;
    }

    /// `\ No newline at end of file` is about the line ahead of it.
    bool takeMark()
    {
        const char sign = std::exchange(m_sign, '\\');
        return sign == ' ' ? m_before.endWithoutNewline() && m_after.endWithoutNewline()
            : sign == '-'  ? m_before.endWithoutNewline()
            : sign == '+'  ? m_after.endWithoutNewline()
                           : false;
    }

    PatchLines &m_lines;
    FileDiff &m_file;
    bool m_hasCarriageReturns;
    GrowingSide m_before;
    GrowingSide m_after;
    char m_sign = '\\';       // of the last line
    bool m_joinsLast = false; // whether a changed line belongs to the last change
};

class PatchReading
{
public:
    explicit PatchReading(QByteArrayView patch) : m_lines(patch) {}

    Result<DiffDocument> read()
    {
        while (!m_lines.isAtEnd()) {
            if (isCombinedStart(m_lines))
                return failure(ErrorCode::Unsupported,
                    QStringLiteral(
                        "Line %1 begins a combined diff of a merge, which compares with several sides at once. "
                        "Compare the merge with one of its parents.")
                        .arg(m_lines.number()));
            if (isFileStart(m_lines))
                readFile();
            else
                m_lines.next();
        }
        if (m_document.files.isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("There is no patch in it: no line begins a file, as \"diff --git\" or \"---\" would."));
        return m_document;
    }

private:
    void readFile()
    {
        FileDiff file;
        file.isWhole = false;
        const qint64 start = m_lines.number();
        const bool hasCarriageReturns = m_lines.line().endsWith('\r');
        if (!takeFileHeader(m_lines, file)) {
            m_document.notices.append(QStringLiteral("Line %1: the file has no name; it is left out.").arg(start));
            if (m_lines.number() == start)
                m_lines.next();
            return;
        }
        if (file.status == FileStatus::Modified || file.status == FileStatus::Renamed
            || file.status == FileStatus::Copied) {
            file.beforeMode = file.beforeMode ? file.beforeMode : file.afterMode;
            file.afterMode = file.afterMode ? file.afterMode : file.beforeMode;
        }
        QString problem;
        if (m_lines.line().startsWith("Binary files ") && m_lines.head().endsWith(" differ")) {
            file.isBinary = true;
            m_lines.next();
        } else if (m_lines.head() == "GIT binary patch") {
            m_lines.next();
            problem = readBinary(file);
        } else {
            problem = HunkReading(m_lines, file, hasCarriageReturns).read();
            finishText(file, problem.isEmpty());
        }
        if (!problem.isEmpty())
            m_document.notices.append(QStringLiteral("Line %1: %2. The rest of this file is left out.")
                                          .arg(QString::number(m_lines.number()), problem));
        m_document.files.append(file);
    }

    /// A file that was added or deleted stands in the patch as a whole.
    static void finishText(FileDiff &file, bool isComplete)
    {
        const bool isAdded = file.status == FileStatus::Added && file.before->count() == 0;
        const bool isDeleted = file.status == FileStatus::Deleted && file.after->count() == 0;
        if (!isComplete || !file.gaps.isEmpty() || (!isAdded && !isDeleted))
            return;
        file.isWhole = true;
        (isAdded ? file.afterBytes : file.beforeBytes) = (isAdded ? file.after : file.before)->bytes();
        (isAdded ? file.afterSize : file.beforeSize) = (isAdded ? file.after : file.before)->bytes().size();
    }

    /// The new content comes first, then the old one; either may be told as the difference from the other.
    QString readBinary(FileDiff &file)
    {
        file.isBinary = true;
        QByteArrayView rest = m_lines.rest();
        auto after = takeBinaryContent(rest);
        m_lines.skipTo(rest);
        if (!after)
            return after.error().message.chopped(1);
        using Kind = BinaryContent::Kind;
        auto before = Result<BinaryContent>(failure(ErrorCode::NotFound, {}));
        if (rest.startsWith("literal ") || rest.startsWith("delta ")) {
            before = takeBinaryContent(rest);
            m_lines.skipTo(rest);
            if (!before)
                return before.error().message.chopped(1);
        }
        const bool isBeforeKnown = before && before->kind == Kind::Literal;
        const bool isAfterKnown = after->kind == Kind::Literal;
        auto old = isBeforeKnown     ? Result<QByteArray>(before->bytes)
            : before && isAfterKnown ? applyBinaryDelta(after->bytes, before->bytes)
                                     : Result<QByteArray>(failure(ErrorCode::NotFound, {}));
        auto made = isAfterKnown ? Result<QByteArray>(after->bytes)
            : old                ? applyBinaryDelta(*old, after->bytes)
                                 : Result<QByteArray>(failure(ErrorCode::NotFound, {}));
        const DeltaSizes sizes = isAfterKnown ? DeltaSizes{-1, after->bytes.size()} : deltaSizes(after->bytes);
        file.beforeSize = old ? old->size() : sizes.before;
        file.afterSize = made ? made->size() : sizes.after;
        file.beforeBytes = old.value_or(QByteArray());
        file.afterBytes = made.value_or(QByteArray());
        file.isWhole = old && made;
        for (const auto &content : {old, made})
            if (!content && content.error().code != ErrorCode::NotFound)
                return content.error().message.chopped(1);
        return {};
    }

    PatchLines m_lines;
    DiffDocument m_document;
};

} // namespace

Result<DiffDocument> readPatch(QByteArrayView patch) { return PatchReading(patch).read(); }

} // namespace mergeloom
