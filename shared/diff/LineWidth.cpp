#include "shared/diff/LineWidth.h"

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Wide and full-width characters of Unicode 15 (EastAsianWidth.txt), in blocks.
constexpr std::array<Range, 41> wideRanges{
    {{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
        {0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267f, 0x267f}, {0x2693, 0x2693}, {0x26a1, 0x26a1},
        {0x26aa, 0x26ab}, {0x26bd, 0x26be}, {0x26c4, 0x26c5}, {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea},
        {0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd}, {0x2705, 0x2705}, {0x270a, 0x270b},
        {0x2728, 0x2728}, {0x274c, 0x274c}, {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
        {0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50}, {0x2b55, 0x2b55}, {0x2e80, 0x303e},
        {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe10, 0xfe19}}};
constexpr std::array<Range, 12> wideRangesAbove{{{0xfe30, 0xfe6b}, {0xff01, 0xff60}, {0xffe0, 0xffe6},
    {0x16fe0, 0x18cff}, {0x1aff0, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e},
    {0x1f191, 0x1f19a}, {0x1f200, 0x1f64f}, {0x1f680, 0x1faff}, {0x20000, 0x3fffd}}};

template <size_t Count>
bool isIn(const std::array<Range, Count> &ranges, char32_t character)
{
    const auto at = std::lower_bound(
        ranges.begin(), ranges.end(), character, [](const Range &range, char32_t c) { return range.last < c; });
    return at != ranges.end() && at->first <= character;
}

char32_t characterAt(const QString &text, qsizetype at)
{
    const QChar unit = text[at];
    if (unit.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(unit, text[at + 1]);
    return unit.unicode();
}

bool isAsciiWithoutControls(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte >= 0x20 && byte < 0x7f; });
}

/// The same as wrapStarts() finds, for a character in each byte and column.
int asciiDisplayLines(QByteArrayView line, int wrapColumns)
{
    int count = 1;
    for (; line.size() > wrapColumns; ++count) {
        const qsizetype blank = line.first(wrapColumns).lastIndexOf(' ');
        line = line.sliced(blank < 0 ? wrapColumns : blank + 1);
    }
    return count;
}

} // namespace

int columnsOf(char32_t character, qint64 column, int tabWidth)
{
    if (character == '\t')
        return tabWidth - int(column % tabWidth);
    if (character < 0x300)
        return 1;
    const QChar::Category category = QChar::category(character);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing || category == QChar::Other_Format
        || (character >= 0x1160 && character <= 0x11ff)) // vowels and ends of Hangul syllables
        return 0;
    return character >= 0x1100 && (isIn(wideRanges, character) || isIn(wideRangesAbove, character)) ? 2 : 1;
}

QList<qsizetype> wrapStarts(const QString &shown, int wrapColumns, int tabWidth)
{
    QList<qsizetype> starts{0};
    if (wrapColumns <= 0 || tabWidth <= 0)
        return starts;
    qint64 column = 0;        // in the display line
    qsizetype afterBlank = 0; // where the display line may end
    qint64 columnAfterBlank = 0;
    for (qsizetype at = 0; at < shown.size();) {
        const char32_t character = characterAt(shown, at);
        int columns = columnsOf(character, column, tabWidth);
        if (column + columns > wrapColumns && at > starts.last()) {
            const bool atBlank = afterBlank > starts.last();
            starts.append(atBlank ? afterBlank : at);
            column = atBlank ? column - columnAfterBlank : 0;
            columns = columnsOf(character, column, tabWidth);
        }
        column += columns;
        at += character > 0xffff ? 2 : 1;
        if (character == ' ' || character == '\t') {
            afterBlank = at;
            columnAfterBlank = column;
        }
    }
    return starts;
}

int displayLinesOf(const Text &text, qsizetype place, int wrapColumns, int tabWidth)
{
    if (wrapColumns <= 0)
        return 1;
    const QByteArrayView line = text.line(place);
    const bool isOneByteEach = text.encoding() == Encoding::Utf8 || text.encoding() == Encoding::Latin1;
    if (isOneByteEach && isAsciiWithoutControls(line))
        return asciiDisplayLines(line, wrapColumns);
    return int(wrapStarts(text.shown(place), wrapColumns, tabWidth).size());
}

} // namespace mergeloom
