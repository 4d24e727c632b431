#pragma once

#include "service/storage/StoredTables.h"

#include <QByteArrayView>

namespace mergeloom {

/// Some rows of a table, as PostgreSQL's binary COPY has them: for each a 16-bit count of fields, for each field a 32-bit length
/// (-1: null) and its bytes; numbers in 8 bytes, texts as UTF-8; the highest byte first.
/// https://www.postgresql.org/docs/current/sql-copy.html
struct Rows {
    qint64 count = 0;
    QByteArray bytes;
};

/// Writes them field by field.
class RowBuilder
{
public:
    void begin(qsizetype fields);
    void addNull();
    void add(qint64 number);
    void add(double number);
    void add(QByteArrayView bytes);
    qsizetype size() const { return m_rows.bytes.size(); }
    /// What there is, and begins anew.
    Rows take() { return std::exchange(m_rows, {}); }

private:
    Rows m_rows;
};

/// Reads them one after the other.
class RowReader
{
public:
    RowReader(const StoredTable &table, QByteArrayView bytes) : m_table(table), m_rest(bytes) {}
    using Field = std::optional<QByteArrayView>;
    /// The next row's fields; they live as long as the bytes. Empty: no more. `corrupt` when a field is not what its column
    /// holds.
    Result<QList<Field>> next();

    static qint64 integer(QByteArrayView field);
    static double real(QByteArrayView field);

private:
    Result<Field> nextField(const StoredColumn &column);
    Unexpected damaged(const QString &what) const;

    const StoredTable &m_table;
    QByteArrayView m_rest;
};

} // namespace mergeloom
