#include "shared/domain/GuardedChange.h"

namespace mergeloom {

namespace {

/// Reads digits at `at`, and moves it behind them; large numbers stay at the largest.
int readNumber(QByteArrayView text, qsizetype &at)
{
    qint64 number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
        number = std::min<qint64>(number * 10 + (text[at] - '0'), std::numeric_limits<int>::max());
    return int(number);
}

struct HunkRange {
    int newLine = 0;
    int oldLeft = 0;
    int newLeft = 0;
};

/// `@@ -1,2 +3,4 @@`; a count that is not given is 1.
HunkRange readHunkHeader(QByteArrayView line)
{
    HunkRange range;
    qsizetype at = 4; // after `@@ -`
    const auto count = [&] {
        if (at >= line.size() || line[at] != ',')
            return 1;
        return readNumber(line, ++at);
    };
    readNumber(line, at);
    range.oldLeft = count();
    at += 2; // ` +`
    range.newLine = readNumber(line, at);
    range.newLeft = count();
    return range;
}

} // namespace

QList<GuardLine> hunkLines(QByteArrayView patchOfFile)
{
    QList<GuardLine> lines;
    HunkRange range;
    for (qsizetype at = 0; at < patchOfFile.size();) {
        const qsizetype feed = patchOfFile.indexOf('\n', at);
        const qsizetype end = feed < 0 ? patchOfFile.size() : feed;
        const QByteArrayView line = patchOfFile.sliced(at, end - at);
        at = end + 1;
        // Counts tell where a hunk ends, so that no content can look like a header.
        if (range.oldLeft <= 0 && range.newLeft <= 0) {
            if (line.startsWith("@@ -"))
                range = readHunkHeader(line);
            continue;
        }
        if (line.isEmpty() || line[0] == '\\')
            continue;
        using Kind = GuardLine::Kind;
        const Kind kind = line[0] == '+' ? Kind::Added : line[0] == '-' ? Kind::Removed : Kind::Context;
        lines.append({kind, range.newLine, line.sliced(1)});
        if (kind != Kind::Added)
            --range.oldLeft;
        if (kind != Kind::Removed) {
            --range.newLeft;
            ++range.newLine;
        }
    }
    return lines;
}

} // namespace mergeloom
