#include "service/storage/SealedStore.h"

#include "service/storage/Paging.h"

#include <array>

namespace mergeloom {

namespace {

struct SealedColumn {
    const char *table;
    const char *column; ///< beside `id`
};

constexpr std::array sealedColumns{
    SealedColumn{"provider_profile", "sealed_secret"}, SealedColumn{"repository", "sealed_credential"}};

} // namespace

QByteArray sealedPlace(const char *table, const QString &id) { return QByteArray(table) + '/' + id.toUtf8(); }

Result<QList<SealedValue>> SealedStore::list(const ReadTransaction &transaction)
{
    QList<SealedValue> all;
    for (const SealedColumn &column : sealedColumns) {
        const QByteArray name(column.column);
        Statement statement(transaction,
            "SELECT id, " + name + " FROM " + column.table + " WHERE length(" + name + ") > 0 ORDER BY id");
        MERGELOOM_TRY(const auto values, readAll<SealedValue>(statement, [&](const Statement &row) {
            return Result<SealedValue>(SealedValue{column.table, row.text(0), row.bytes(1)});
        }));
        all += values;
    }
    return all;
}

Result<void> SealedStore::replace(const WriteTransaction &transaction, const SealedValue &value)
{
    for (const SealedColumn &column : sealedColumns)
        if (value.table == column.table) {
            Statement statement(
                transaction, QByteArray("UPDATE ") + column.table + " SET " + column.column + " = ? WHERE id = ?");
            return statement.bind(value.sealed).bind(value.id).run();
        }
    return failure(
        ErrorCode::Internal, QStringLiteral("The table %1 has no sealed values.").arg(QString::fromUtf8(value.table)));
}

QList<QByteArray> SealedStore::columns()
{
    QList<QByteArray> names;
    for (const SealedColumn &column : sealedColumns)
        names << QByteArray(column.table) + '.' + column.column;
    return names;
}

} // namespace mergeloom
