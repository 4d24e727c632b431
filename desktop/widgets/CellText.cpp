#include "desktop/widgets/CellText.h"

#include "desktop/widgets/Colours.h"
#include "desktop/widgets/ShownText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

#include <cmath>

namespace mergeloom {

namespace {

constexpr qint64 secondUs = 1'000'000;

QString cellWords(const char *words) { return QCoreApplication::translate("Cell", words); }

QDateTime localTime(const Timestamp &time)
{
    return QDateTime::fromMSecsSinceEpoch(time.microseconds / 1000).toLocalTime();
}

QString listText(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue &part : value.toArray())
            parts << listText(part);
        return parts.join(QStringLiteral(", "));
    }
    if (value.isDouble())
        return QLocale().toString(value.toDouble(), 'g', 10);
    if (value.isBool())
        return cellText(value, CellFormat::YesNo);
    return shownLine(value.toString());
}

} // namespace

QString cellText(const QJsonValue &value, CellFormat format)
{
    if (value.isNull() || value.isUndefined())
        return {};
    switch (format) {
    case CellFormat::Text:
        return listText(value);
    case CellFormat::RelativeTime:
        if (const auto time = Timestamp::parse(value.toString()))
            return relativeTime(*time);
        return {};
    case CellFormat::Duration:
        return durationText(value.toInteger());
    case CellFormat::Seconds:
        return durationText(qint64(value.toDouble() * 1000));
    case CellFormat::Money:
        return moneyText(value.toDouble());
    case CellFormat::Count:
        return value.toDouble() == std::floor(value.toDouble()) ? QLocale().toString(value.toInteger())
                                                                : QLocale().toString(value.toDouble(), 'g', 4);
    case CellFormat::Bytes:
        return bytesText(value.toInteger());
    case CellFormat::YesNo:
        return value.toBool() ? cellWords(QT_TRANSLATE_NOOP("Cell", "yes"))
                              : cellWords(QT_TRANSLATE_NOOP("Cell", "no"));
    case CellFormat::Status:
        return shownLine(statusText(value.toString()));
    case CellFormat::ShortId:
        return shownLine(shortId(value.toString()));
    }
    return {};
}

QString cellDetail(const QJsonValue &value, CellFormat format)
{
    if (format == CellFormat::RelativeTime) {
        const auto time = Timestamp::parse(value.toString());
        return time ? exactTime(*time) : QString();
    }
    if (format == CellFormat::ShortId)
        return shownLine(value.toString());
    if (format == CellFormat::Money && value.isDouble())
        return QStringLiteral("$") + QLocale().toString(value.toDouble(), 'f', 6);
    if (format == CellFormat::Bytes && value.isDouble())
        return cellWords(QT_TRANSLATE_NOOP("Cell", "%1 bytes")).arg(QLocale().toString(value.toInteger()));
    return {};
}

QString relativeTime(const Timestamp &time, const Timestamp &now)
{
    const qint64 seconds = (now.microseconds - time.microseconds) / secondUs;
    const qint64 distance = std::abs(seconds);
    if (distance < 5)
        return cellWords(QT_TRANSLATE_NOOP("Cell", "just now"));
    QString amount;
    if (distance < 60)
        amount = cellWords(QT_TRANSLATE_NOOP("Cell", "%1 s")).arg(distance);
    else if (distance < 3600)
        amount = cellWords(QT_TRANSLATE_NOOP("Cell", "%1 min")).arg(distance / 60);
    else if (distance < 86'400)
        amount = cellWords(QT_TRANSLATE_NOOP("Cell", "%1 h")).arg(distance / 3600);
    else if (distance < 7 * 86'400)
        amount = cellWords(QT_TRANSLATE_NOOP("Cell", "%1 d")).arg(distance / 86'400);
    else
        return QLocale().toString(localTime(time).date(), QLocale::ShortFormat);
    return (
        seconds > 0 ? cellWords(QT_TRANSLATE_NOOP("Cell", "%1 ago")) : cellWords(QT_TRANSLATE_NOOP("Cell", "in %1")))
        .arg(amount);
}

QString exactTime(const Timestamp &time) { return localTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t")); }

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 1000)
        return cellWords(QT_TRANSLATE_NOOP("Cell", "%1 ms")).arg(std::max<qint64>(0, milliseconds));
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 60)
        return cellWords(QT_TRANSLATE_NOOP("Cell", "%1 s")).arg(seconds);
    if (seconds < 3600)
        return cellWords(QT_TRANSLATE_NOOP("Cell", "%1 min %2 s")).arg(seconds / 60).arg(seconds % 60);
    return cellWords(QT_TRANSLATE_NOOP("Cell", "%1 h %2 min")).arg(seconds / 3600).arg(seconds / 60 % 60);
}

QString moneyText(double dollars)
{
    if (dollars == 0)
        return QStringLiteral("$0");
    return QStringLiteral("$") + QLocale().toString(dollars, 'f', std::abs(dollars) < 0.1 ? 4 : 2);
}

QString bytesText(qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

QString shortId(const QString &id) { return id.size() <= 10 ? id : u'…' + id.right(8); }

} // namespace mergeloom
