#include "service/storage/Dialect.h"

#include <QRegularExpression>

namespace mergeloom {

namespace {

/// `/* by index */` behind a table.
QByteArray withIndexNamed(QByteArray sql)
{
    const qsizetype begin = sql.indexOf("/* by ");
    if (begin < 0)
        return sql;
    sql.remove(sql.indexOf(" */", begin), 3);
    return sql.replace(begin, 6, "INDEXED BY ");
}

} // namespace

QByteArray spelledFor(Dialect dialect, TransactionKind kind, const QByteArray &sql)
{
    // SQLite has one writer: nobody else can change a row that it has read.
    if (dialect == Dialect::Sqlite)
        return withIndexNamed(sql);
    static const QRegularExpression list(QStringLiteral("SELECT value FROM json_each\\((\\?|[a-z_]+)\\)"));
    QString spelled = QString::fromUtf8(sql);
    spelled.replace(list, QStringLiteral("SELECT json_array_elements_text(CAST(\\1 AS json))"));
    spelled.replace(QStringLiteral(" LIKE "), QStringLiteral(" ILIKE "));
    const bool isWrite = kind == TransactionKind::Write;
    spelled.replace(QStringLiteral("/* lock */"), isWrite ? QStringLiteral("FOR UPDATE") : QString());
    spelled.replace(QStringLiteral("/* claim */"), isWrite ? QStringLiteral("FOR UPDATE SKIP LOCKED") : QString());
    return spelled.toUtf8();
}

} // namespace mergeloom
