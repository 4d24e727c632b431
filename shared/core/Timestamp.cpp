#include "shared/core/Timestamp.h"

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace mergeloom {

Timestamp Timestamp::now()
{
    using namespace std::chrono;
    return {duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch()).count()};
}

std::optional<Timestamp> Timestamp::parse(QStringView text)
{
    if (text.size() < 20 || !text.endsWith(u'Z'))
        return std::nullopt;
    const QDateTime whole = QDateTime::fromString(text.left(19).toString() + u'Z', Qt::ISODate);
    if (!whole.isValid())
        return std::nullopt;
    qint64 fraction = 0;
    if (text.size() > 20) {
        if (text.at(19) != u'.' || text.size() > 27)
            return std::nullopt;
        const QString digits = text.mid(20, text.size() - 21).toString();
        bool ok = false;
        fraction = digits.leftJustified(6, u'0').toLongLong(&ok);
        if (!ok || digits.isEmpty() || fraction < 0)
            return std::nullopt;
    }
    return Timestamp{whole.toMSecsSinceEpoch() * 1000 + fraction};
}

QString Timestamp::toString() const
{
    qint64 seconds = microseconds / 1'000'000;
    qint64 fraction = microseconds % 1'000'000;
    if (fraction < 0) {
        fraction += 1'000'000;
        --seconds;
    }
    const QDateTime whole = QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc());
    return whole.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
        + QStringLiteral(".%1Z").arg(fraction, 6, 10, QChar(u'0'));
}

} // namespace mergeloom
