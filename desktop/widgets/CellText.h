#pragma once

#include "desktop/widgets/RecordColumns.h"

#include <QJsonValue>

namespace mergeloom {

/// A value as a cell shows it, in the user's language; empty for none. Text is made safe to show.
QString cellText(const QJsonValue &value, CellFormat format);
/// What hovering shows: the exact time, the whole id. Empty: nothing more than the cell. Plain text.
QString cellDetail(const QJsonValue &value, CellFormat format);

/// "just now", "3 min ago", "in 2 h", else the day.
QString relativeTime(const Timestamp &time, const Timestamp &now = Timestamp::now());
/// In the user's zone and language, to the second.
QString exactTime(const Timestamp &time);
/// "850 ms", "12 s", "2 min 5 s", "3 h 20 min".
QString durationText(qint64 milliseconds);
/// "$0.0042", "$12.50".
QString moneyText(double dollars);
/// "3.4 MB", powers of 1000.
QString bytesText(qint64 bytes);
/// The last eight characters, after "…"; those of one time differ there.
QString shortId(const QString &id);

} // namespace mergeloom
