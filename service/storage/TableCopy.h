#pragma once

#include "service/platform/Sha256.h"
#include "service/storage/RowFormat.h"

#include <functional>

namespace mergeloom {

/// What a table holds: with equal tallies two tables hold the same rows.
struct TableTally {
    QString table;
    qint64 rows = 0;
    QString sha256; ///< of all its rows, hex; empty for the search texts, which each database folds in its own way

    bool operator==(const TableTally &) const = default;
    static constexpr auto jsonName = "TableTally";
    static constexpr auto fields()
    {
        return fieldList(required("table", &TableTally::table), required("rows", &TableTally::rows),
            required("sha256", &TableTally::sha256));
    }
};

class TableCount
{
public:
    void add(const Rows &rows);
    TableTally tally(const StoredTable &table) const;

private:
    Sha256Sum m_hash;
    qint64 m_rows = 0;
};

/// All rows of a table in the order of its key, some at a time.
using OnRows = std::function<Result<void>(const Rows &rows)>;
Result<void> readTable(const ReadTransaction &transaction, const StoredTable &table, const OnRows &onRows);

/// Puts rows into a table of a new database: by COPY, or by one prepared statement. Rows that a migration has put there are
/// overwritten. Without an end() it is not complete.
class TableWriter
{
public:
    static Result<std::unique_ptr<TableWriter>> begin(const WriteTransaction &transaction, const StoredTable &table);
    virtual ~TableWriter() = default;
    /// `corrupt` when the rows are not what the columns hold.
    virtual Result<void> put(const Rows &rows) = 0;
    virtual Result<void> end() { return {}; }
};

} // namespace mergeloom
