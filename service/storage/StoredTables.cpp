#include "service/storage/StoredTables.h"

#include "service/storage/Paging.h"

#include <algorithm>

namespace mergeloom {

namespace {

bool isInPostgres(const ReadTransaction &transaction)
{
    return transaction.connection().dialect() == Dialect::PostgreSql;
}

const QStringList &tablesOfOneDatabase()
{
    static const QStringList names{QStringLiteral("schema_migration"), QStringLiteral("write_mark"),
        QStringLiteral("removal_permit")}; // empty between two transactions
    return names;
}

struct ColumnRow {
    QString table;
    QString column;
    QString type;
    int placeInKey = 0; ///< from 1; 0: it is no part of it
};

struct Reference {
    QString child;
    QString parent;
};

// Virtual tables are a full-text index, and shadow tables what it consists of.
constexpr auto columnsInSqlite = R"sqlite(
    SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
    WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' ORDER BY t.name, c.name)sqlite";

constexpr auto columnsInPostgres = R"postgres(
    SELECT c.relname, a.attname, coalesce(b.typname, t.typname), coalesce(k.place, 0)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
        LEFT JOIN (SELECT conrelid, part.number, part.place FROM pg_constraint, unnest(conkey) WITH ORDINALITY AS part (number, place)
            WHERE contype = 'p') k ON k.conrelid = c.oid AND k.number = a.attnum
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attname)postgres";

constexpr auto referencesInSqlite = R"sqlite(
    SELECT t.name, r."table" FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS r
    WHERE t.schema = 'main' AND t.type = 'table')sqlite";

constexpr auto referencesInPostgres = R"postgres(
    SELECT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND n.nspname = current_schema())postgres";

std::optional<ColumnKind> kindOf(const QString &type)
{
    static const QHash<QString, ColumnKind> kinds{{QStringLiteral("INTEGER"), ColumnKind::Integer},
        {QStringLiteral("BIGINT"), ColumnKind::Integer}, {QStringLiteral("INT8"), ColumnKind::Integer},
        {QStringLiteral("REAL"), ColumnKind::Real}, {QStringLiteral("FLOAT8"), ColumnKind::Real},
        {QStringLiteral("TEXT"), ColumnKind::Text}, {QStringLiteral("BLOB"), ColumnKind::Bytes},
        {QStringLiteral("BYTEA"), ColumnKind::Bytes}};
    const auto found = kinds.constFind(type.toUpper());
    return found == kinds.cend() ? std::nullopt : std::optional(*found);
}

Result<StoredTable> tableOf(const QString &name, const QList<ColumnRow> &rows)
{
    StoredTable table{name, {}, {}};
    QMap<int, QString> key;
    for (const ColumnRow &row : rows) {
        const auto kind = kindOf(row.type);
        if (!kind)
            return failure(ErrorCode::Internal,
                QStringLiteral("The column %1.%2 has the type %3, which is not known to be the same in both databases.")
                    .arg(name, row.column, row.type));
        table.columns.append({row.column, *kind});
        if (row.placeInKey > 0)
            key.insert(row.placeInKey, row.column);
    }
    table.key = key.values();
    if (table.key.isEmpty())
        return failure(ErrorCode::Internal,
            QStringLiteral("The table %1 has no primary key: its rows have no order to be read in.").arg(name));
    return table;
}

/// Who is referred to comes first.
QStringList inOrder(QStringList names, const QList<Reference> &references)
{
    QStringList ordered;
    const auto isReady = [&](const QString &name) {
        return std::ranges::all_of(references, [&](const Reference &reference) {
            return reference.child != name || reference.parent == name || ordered.contains(reference.parent);
        });
    };
    while (!names.isEmpty()) {
        const auto next = std::ranges::find_if(names, isReady);
        ordered << names.takeAt(next == names.end() ? 0 : next - names.begin());
    }
    return ordered;
}

} // namespace

Result<QList<StoredTable>> storedTables(const ReadTransaction &transaction)
{
    Statement columns(transaction, isInPostgres(transaction) ? columnsInPostgres : columnsInSqlite);
    MERGELOOM_TRY(const auto rows, readAll<ColumnRow>(columns, [](const Statement &row) {
        return Result<ColumnRow>({row.text(0), row.text(1), row.text(2), int(row.integer(3))});
    }));
    Statement links(transaction, isInPostgres(transaction) ? referencesInPostgres : referencesInSqlite);
    MERGELOOM_TRY(const auto references, readAll<Reference>(links, [](const Statement &row) {
        return Result<Reference>({row.text(0), row.text(1)});
    }));
    QMap<QString, QList<ColumnRow>> found;
    for (const ColumnRow &row : rows)
        if (!tablesOfOneDatabase().contains(row.table) && row.table != QLatin1StringView(searchTextTable))
            found[row.table].append(row);
    QList<StoredTable> tables;
    for (const QString &name : inOrder(found.keys(), references)) {
        MERGELOOM_TRY(const StoredTable table, tableOf(name, found.value(name)));
        tables.append(table);
    }
    tables.append({QLatin1StringView(searchTextTable),
        {{QStringLiteral("number"), ColumnKind::Integer}, {QStringLiteral("text"), ColumnKind::Text}},
        {QStringLiteral("number")}});
    return tables;
}

Result<void> setCounters(const WriteTransaction &transaction)
{
    if (!isInPostgres(transaction))
        return {};
    Statement statement(transaction, R"postgres(
        SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), max(%I)) FROM %I HAVING max(%I) IS NOT NULL',
            quote_ident(c.relname), a.attname, a.attname, c.relname, a.attname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE n.nspname = current_schema() AND a.attnum > 0 AND a.attidentity <> '')postgres");
    MERGELOOM_TRY(const auto commands,
        readAll<QString>(statement, [](const Statement &row) { return Result<QString>(row.text(0)); }));
    for (const QString &command : commands)
        MERGELOOM_CHECK(transaction.connection().execute(command));
    return {};
}

} // namespace mergeloom
