#include "service/storage/TableCopy.h"

#include "service/storage/PostgresCopy.h"
#include "service/storage/RunText.h"
#include "service/storage/Statement.h"

namespace mergeloom {

namespace {

constexpr qsizetype blockSize = 1 << 20;

bool isServer(const ReadTransaction &transaction) { return transaction.connection().dialect() == Dialect::PostgreSql; }

bool isSearchText(const StoredTable &table) { return table.name == QLatin1StringView(searchTextTable); }

QByteArray columnList(const StoredTable &table)
{
    QByteArrayList names;
    for (const StoredColumn &column : table.columns)
        names << column.name.toUtf8();
    return names.join(", ");
}

QByteArray selectAll(const ReadTransaction &transaction, const StoredTable &table)
{
    if (isSearchText(table))
        return RunText::selectAll(transaction);
    return "SELECT " + columnList(table) + " FROM " + table.name.toUtf8() + " ORDER BY "
        + table.key.join(u',').toUtf8();
}

void addField(RowBuilder &rows, const Statement &row, int column, ColumnKind kind)
{
    if (row.isNull(column))
        return rows.addNull();
    switch (kind) {
    case ColumnKind::Integer:
        return rows.add(row.integer(column));
    case ColumnKind::Real:
        return rows.add(row.real(column));
    case ColumnKind::Bytes:
        return rows.add(row.bytes(column));
    case ColumnKind::Text:
        // The other database could not keep a zero.
        return rows.add(row.text(column).replace(QChar(u'\0'), QChar::ReplacementCharacter).toUtf8());
    }
}

Result<void> readByStatement(const ReadTransaction &transaction, const StoredTable &table, const OnRows &onRows)
{
    Statement statement(transaction, selectAll(transaction, table));
    RowBuilder rows;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return rows.size() > 0 ? onRows(rows.take()) : Result<void>();
        rows.begin(table.columns.size());
        for (int column = 0; column < table.columns.size(); ++column)
            addField(rows, statement, column, table.columns[column].kind);
        if (rows.size() >= blockSize)
            MERGELOOM_CHECK(onRows(rows.take()));
    }
}

Result<void> readByCopy(const ReadTransaction &transaction, const StoredTable &table, const OnRows &onRows)
{
    Rows rows;
    MERGELOOM_CHECK(postgres::copyOut(
        transaction.connection(), selectAll(transaction, table), [&](QByteArrayView row) -> Result<void> {
            rows.bytes.append(row.data(), row.size());
            ++rows.count;
            return rows.bytes.size() >= blockSize ? onRows(std::exchange(rows, {})) : Result<void>();
        }));
    return rows.count > 0 ? onRows(rows) : Result<void>();
}

class CopyWriter : public TableWriter
{
public:
    CopyWriter(const WriteTransaction &transaction, const StoredTable &table)
        : m_table(table), m_copy(transaction.connection(), table.name.toUtf8())
    {
    }
    Result<void> begin() { return m_copy.begin(columnList(m_table)); }
    Result<void> put(const Rows &rows) override { return m_copy.put(rows.bytes); }
    Result<void> end() override { return m_copy.end(); }

private:
    const StoredTable &m_table;
    postgres::CopyIn m_copy;
};

class StatementWriter : public TableWriter
{
public:
    StatementWriter(const WriteTransaction &transaction, const StoredTable &table, const QByteArray &sql)
        : m_table(table), m_statement(transaction, sql)
    {
    }
    Result<void> put(const Rows &rows) override
    {
        RowReader reader(m_table, rows.bytes);
        for (;;) {
            MERGELOOM_TRY(const auto fields, reader.next());
            if (fields.isEmpty())
                return {};
            for (qsizetype column = 0; column < fields.size(); ++column)
                bind(fields[column], m_table.columns[column].kind);
            MERGELOOM_CHECK(m_statement.run());
        }
    }

private:
    void bind(const RowReader::Field &field, ColumnKind kind)
    {
        if (!field)
            m_statement.bindNull();
        else if (kind == ColumnKind::Integer)
            m_statement.bind(RowReader::integer(*field));
        else if (kind == ColumnKind::Real)
            m_statement.bind(RowReader::real(*field));
        else if (kind == ColumnKind::Text)
            m_statement.bind(QString::fromUtf8(*field));
        else
            m_statement.bind(field->toByteArray());
    }

    const StoredTable &m_table;
    Statement m_statement;
};

class SearchTextWriter : public TableWriter
{
public:
    SearchTextWriter(const WriteTransaction &transaction, const StoredTable &table)
        : m_transaction(transaction), m_table(table)
    {
    }
    Result<void> put(const Rows &rows) override
    {
        RowReader reader(m_table, rows.bytes);
        for (;;) {
            MERGELOOM_TRY(const auto fields, reader.next());
            if (fields.isEmpty())
                return {};
            if (!fields[0] || !fields[1])
                return failure(ErrorCode::Corrupt, QStringLiteral("A search text is of no run."));
            MERGELOOM_CHECK(RunText::put(m_transaction, RowReader::integer(*fields[0]), QString::fromUtf8(*fields[1])));
        }
    }

private:
    const WriteTransaction &m_transaction;
    const StoredTable &m_table;
};

QByteArray insertOf(const StoredTable &table)
{
    QByteArrayList places(table.columns.size(), "?");
    return "INSERT INTO " + table.name.toUtf8() + " (" + columnList(table) + ") VALUES (" + places.join(", ") + ')';
}

QByteArray overwriteOf(const StoredTable &table)
{
    QByteArrayList changes;
    for (const StoredColumn &column : table.columns)
        changes << column.name.toUtf8() + " = excluded." + column.name.toUtf8();
    return insertOf(table) + " ON CONFLICT (" + table.key.join(u',').toUtf8() + ") DO UPDATE SET " + changes.join(", ");
}

} // namespace

void TableCount::add(const Rows &rows)
{
    m_rows += rows.count;
    m_hash.add(rows.bytes);
}

TableTally TableCount::tally(const StoredTable &table) const
{
    return {
        table.name, m_rows, isSearchText(table) ? QString() : QString::fromLatin1(bytesOf(m_hash.digest()).toHex())};
}

Result<void> readTable(const ReadTransaction &transaction, const StoredTable &table, const OnRows &onRows)
{
    return isServer(transaction) ? readByCopy(transaction, table, onRows) : readByStatement(transaction, table, onRows);
}

Result<std::unique_ptr<TableWriter>> TableWriter::begin(const WriteTransaction &transaction, const StoredTable &table)
{
    if (isSearchText(table))
        return std::make_unique<SearchTextWriter>(transaction, table);
    Statement seed(transaction, "SELECT 1 FROM " + table.name.toUtf8() + " LIMIT 1");
    MERGELOOM_TRY(const bool isSeeded, seed.next());
    if (isSeeded)
        return std::make_unique<StatementWriter>(transaction, table, overwriteOf(table));
    if (!isServer(transaction))
        return std::make_unique<StatementWriter>(transaction, table, insertOf(table));
    auto writer = std::make_unique<CopyWriter>(transaction, table);
    MERGELOOM_CHECK(writer->begin());
    return writer;
}

} // namespace mergeloom
