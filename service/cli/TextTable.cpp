#include "service/cli/TextTable.h"

#include "service/cli/TerminalText.h"

namespace mergeloom {

namespace {

constexpr int gap = 2;
constexpr int narrowest = 8;

} // namespace

void TextTable::add(const QStringList &cells)
{
    QStringList row;
    for (const QString &cell : cells)
        row << plainLine(cell);
    m_rows << row;
}

QList<int> TextTable::widths(int available) const
{
    QList<int> widths;
    int total = gap * int(m_columns.size() - 1);
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        int width = cellWidth(m_columns[i].title);
        for (const QStringList &row : m_rows)
            width = std::max(width, cellWidth(row.value(i)));
        widths << width;
        total += width;
    }
    const auto shrink = [&](qsizetype i, int least) {
        const int less = std::min(std::max(0, total - available), std::max(0, widths[i] - least));
        widths[i] -= less;
        total -= less;
    };
    for (qsizetype i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].kind == Column::Flexible)
            shrink(i, narrowest);
    // Still too wide for this terminal: every text gives way, from the right.
    for (qsizetype i = m_columns.size() - 1; i >= 0; --i)
        if (m_columns[i].kind == Column::Text)
            shrink(i, narrowest);
    return widths;
}

void TextTable::print(const Terminal &terminal) const
{
    // A pipe gets everything, uncut.
    const QList<int> widths = this->widths(terminal.isTerminal ? terminal.width : 10'000);
    const auto cell = [&](qsizetype i, const QString &text) {
        const QString cut = elided(text, widths[i]);
        const QString blanks(std::max(0, widths[i] - cellWidth(cut)), u' ');
        if (m_columns[i].kind == Column::Number)
            return blanks + cut;
        return i + 1 < m_columns.size() ? cut + blanks : cut;
    };
    const auto printRow = [&](const QStringList &row, bool isHead) {
        QString line;
        for (qsizetype i = 0; i < m_columns.size(); ++i) {
            const QString text = cell(i, row.value(i));
            const Style style = isHead               ? Style::Dim
                : m_columns[i].kind == Column::State ? styleOfState(row.value(i))
                                                     : Style::Plain;
            line += terminal.painted(style, text);
            if (i + 1 < m_columns.size())
                line += QString(gap, u' ');
        }
        terminal.line(line);
    };
    QStringList titles;
    for (const Column &column : m_columns)
        titles << column.title;
    printRow(titles, true);
    for (const QStringList &row : m_rows)
        printRow(row, false);
}

} // namespace mergeloom
