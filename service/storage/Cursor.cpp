#include "service/storage/Cursor.h"

#include "shared/core/Json.h"

namespace mergeloom {

namespace {

Unexpected noCursor()
{
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("The cursor is not one that this list gave out. Start again without it."),
        {{"field", "cursor"}});
}

} // namespace

QString makeCursor(const QStringList &key)
{
    return QString::fromLatin1(
        compactJsonOf(key).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Result<QStringList> readCursor(const QString &text, qsizetype parts)
{
    if (text.isEmpty())
        return QStringList();
    const auto bytes = QByteArray::fromBase64Encoding(
        text.toUtf8(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return noCursor();
    const auto key = parseJsonAs<QStringList>(*bytes);
    if (!key || key->size() != parts)
        return noCursor();
    return *key;
}

Result<qint64> cursorNumber(const QStringList &key)
{
    bool isNumber = false;
    const qint64 number = key.value(0).toLongLong(&isNumber);
    if (!isNumber)
        return noCursor();
    return number;
}

QString containsPattern(const QString &text)
{
    QString escaped = text;
    escaped.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'%', QStringLiteral("\\%"))
        .replace(u'_', QStringLiteral("\\_"));
    return u'%' + escaped + u'%';
}

} // namespace mergeloom
