#include "service/platform/HttpDate.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace mergeloom {

std::optional<Timestamp> httpDate(const QByteArray &text)
{
    const QDateTime local =
        QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!local.isValid())
        return std::nullopt;
    return Timestamp{QDateTime(local.date(), local.time(), QTimeZone::utc()).toMSecsSinceEpoch() * 1000};
}

} // namespace mergeloom
