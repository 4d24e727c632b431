#pragma once

#include "service/storage/Database.h"
#include "shared/core/Json.h"

namespace mergeloom {

/// What every row of a column is, in both databases; or it is null.
enum class ColumnKind { Integer, Real, Text, Bytes };

template <>
struct EnumNames<ColumnKind> {
    static constexpr std::array names{std::pair{ColumnKind::Integer, "integer"}, std::pair{ColumnKind::Real, "real"},
        std::pair{ColumnKind::Text, "text"}, std::pair{ColumnKind::Bytes, "bytes"}};
};

struct StoredColumn {
    QString name;
    ColumnKind kind = ColumnKind::Integer;

    bool operator==(const StoredColumn &) const = default;
    static constexpr auto jsonName = "StoredColumn";
    static constexpr auto fields()
    {
        return fieldList(required("name", &StoredColumn::name), required("kind", &StoredColumn::kind));
    }
};

/// A table that holds what the worker keeps, as both databases have it.
struct StoredTable {
    QString name;
    QList<StoredColumn> columns; ///< by name
    QStringList key;             ///< its rows are read in this order

    bool operator==(const StoredTable &) const = default;
    static constexpr auto jsonName = "StoredTable";
    static constexpr auto fields()
    {
        return fieldList(required("name", &StoredTable::name), required("columns", &StoredTable::columns),
            required("key", &StoredTable::key));
    }
};

/// The texts of the full-text index. Each database keeps it in its own way: what is read of it is text, from which the index
/// is made anew.
inline constexpr auto searchTextTable = "run_text";

/// All tables by the schema itself, those that others refer to before them, the search texts last. Not among them is what
/// belongs to one database alone: the list of its migrations, and the marks of its writers. `internal` names a table that
/// cannot be carried from one database to the other.
Result<QList<StoredTable>> storedTables(const ReadTransaction &transaction);

/// Of PostgreSQL: moves the counters of numbered rows behind the rows that are there.
Result<void> setCounters(const WriteTransaction &transaction);

} // namespace mergeloom
