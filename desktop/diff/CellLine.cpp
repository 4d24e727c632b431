#include "desktop/diff/CellLine.h"

#include "shared/diff/LineWidth.h"

namespace mergeloom {

namespace {

constexpr int keptUnits = 4 << 20;

bool isPlain(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; });
}

} // namespace

qsizetype CellLine::pieceOf(qsizetype unit) const
{
    return std::max<qsizetype>(0, std::upper_bound(starts.begin(), starts.end(), unit) - starts.begin() - 1);
}

qint32 CellLine::column(qsizetype piece, qsizetype unit) const
{
    if (columns.isEmpty())
        return qint32(unit);
    // The end of a piece has, as the beginning of the next, column 0.
    if (unit >= pieceEnd(piece) && piece + 1 < starts.size() && unit > starts[piece])
        return columns[unit - 1] + 1;
    return columns[unit];
}

qsizetype CellLine::unitAt(qsizetype piece, qint32 column) const
{
    const qsizetype end = pieceEnd(piece);
    if (columns.isEmpty())
        return std::clamp<qsizetype>(column, 0, end);
    if (column >= this->column(piece, end))
        return end;
    const auto first = columns.begin() + starts[piece];
    const auto after = std::upper_bound(first, columns.begin() + end, column);
    qsizetype unit = after == first ? starts[piece] : after - columns.begin() - 1;
    while (unit > starts[piece] && columns[unit] == columns[unit - 1])
        --unit; // a character and what combines with it are one
    return unit;
}

CellLine CellLine::of(const QString &shown, int wrapColumns, int tabWidth)
{
    CellLine line{shown, {0}, {}};
    if (isPlain(shown) && (wrapColumns <= 0 || shown.size() <= wrapColumns))
        return line;
    line.starts = wrapStarts(shown, wrapColumns, tabWidth);
    line.columns.reserve(shown.size() + 1);
    qsizetype piece = 0;
    qint32 column = 0;
    for (qsizetype at = 0; at < shown.size(); ++at) {
        if (piece + 1 < line.starts.size() && line.starts[piece + 1] == at) {
            ++piece;
            column = 0;
        }
        const QChar unit = shown[at];
        const bool isPair = unit.isHighSurrogate() && at + 1 < shown.size() && shown[at + 1].isLowSurrogate();
        const char32_t character = isPair ? QChar::surrogateToUcs4(unit, shown[at + 1]) : unit.unicode();
        const int columns = columnsOf(character, column, tabWidth);
        // What combines with a character is in its cell.
        const qint32 own = columns == 0 && column > 0 && !line.columns.isEmpty() ? line.columns.constLast() : column;
        line.columns.append(own);
        if (isPair) {
            line.columns.append(own);
            ++at;
        }
        column += columns;
    }
    line.columns.append(column);
    return line;
}

CellLines::CellLines() : m_lines(keptUnits) {}

void CellLines::reset(int wrapColumns, int tabWidth)
{
    m_lines.clear();
    m_wrapColumns = wrapColumns;
    m_tabWidth = tabWidth;
}

std::shared_ptr<const CellLine> CellLines::line(const Text &text, qsizetype place)
{
    const std::pair key(&text, place);
    if (const auto *known = m_lines.object(key))
        return *known;
    auto made = std::make_shared<const CellLine>(CellLine::of(text.shown(place), m_wrapColumns, m_tabWidth));
    // A line that is larger than all that is kept is not kept, and still drawn.
    m_lines.insert(key, new std::shared_ptr<const CellLine>(made),
        int(std::min<qsizetype>(keptUnits, 64 + made->text.size() + made->columns.size())));
    return made;
}

} // namespace mergeloom
