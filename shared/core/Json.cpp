#include "shared/core/Json.h"

#include <cmath>

namespace mergeloom {

QByteArray compactJson(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    // QJsonDocument takes no bare value: print it as the one entry of a list, without the brackets.
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

Result<QJsonValue> parseJson(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("This is not valid JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

namespace json_detail {

Unexpected wrongType(const QString &path, const char *wanted)
{
    const QString place = path.isEmpty() ? QStringLiteral("The value") : path;
    return failure(ErrorCode::InvalidInput, QStringLiteral("%1 must be %2.").arg(place, QString::fromUtf8(wanted)),
        {{"field", path}});
}

QString childPath(const QString &path, const QString &name) { return path.isEmpty() ? name : path + u'.' + name; }

Result<qint64> readInteger(const QJsonValue &json, const QString &path, qint64 lowest, qint64 highest)
{
    const double number = json.toDouble();
    if (!json.isDouble() || std::trunc(number) != number)
        return wrongType(path, "a whole number");
    const qint64 value = json.toInteger(highest);
    if (value < lowest || value > highest || std::abs(number) > 9.2e18)
        return wrongType(path, QStringLiteral("between %1 and %2").arg(lowest).arg(highest).toUtf8().constData());
    return value;
}

} // namespace json_detail

} // namespace mergeloom
