#pragma once

#include "shared/diff/Text.h"

#include <QCache>

#include <memory>

namespace mergeloom {

/// A line of text as cells: which column each character is in. When lines are wrapped, columns count anew in each piece.
struct CellLine {
    QString text;            ///< as shown
    QList<qsizetype> starts; ///< of the pieces; the first is 0
    QList<qint32> columns; ///< of each UTF-16 unit and the end; empty: each unit is one column, the line is not wrapped

    qsizetype pieceEnd(qsizetype piece) const { return piece + 1 < starts.size() ? starts[piece + 1] : text.size(); }
    qsizetype pieceOf(qsizetype unit) const;
    /// Of a unit, or of the end of the piece.
    qint32 column(qsizetype piece, qsizetype unit) const;
    /// The unit in a piece that has a column, or the nearest.
    qsizetype unitAt(qsizetype piece, qint32 column) const;

    static CellLine of(const QString &shown, int wrapColumns, int tabWidth);
};

/// Lines that were looked at lately.
class CellLines
{
public:
    CellLines();
    void reset(int wrapColumns, int tabWidth);
    std::shared_ptr<const CellLine> line(const Text &text, qsizetype place);

private:
    QCache<std::pair<const Text *, qsizetype>, std::shared_ptr<const CellLine>> m_lines;
    int m_wrapColumns = 0;
    int m_tabWidth = 4;
};

} // namespace mergeloom
