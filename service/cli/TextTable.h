#pragma once

#include "service/cli/Terminal.h"

#include <QList>
#include <QStringList>

namespace mergeloom {

/// A table with aligned columns that fits the terminal: the column marked as flexible gives way.
class TextTable
{
public:
    struct Column {
        QString title;
        enum Kind { Text, Number, State, Flexible } kind = Text;
    };
    explicit TextTable(QList<Column> columns) : m_columns(std::move(columns)) {}

    /// Cells are made plain here.
    void add(const QStringList &cells);
    bool isEmpty() const { return m_rows.isEmpty(); }
    void print(const Terminal &terminal) const;

private:
    QList<int> widths(int available) const;

    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

} // namespace mergeloom
