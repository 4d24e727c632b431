#pragma once

#include "shared/core/PlainText.h"
#include "shared/core/Timestamp.h"

#include <QString>

namespace mergeloom {

/// At most `width` cells; what is too long ends with `…`. Wide characters count twice.
QString elided(const QString &text, int width);
int cellWidth(const QString &text);

/// `12 s ago`, `3 min ago`, `2 h ago`, `5 days ago`.
QString relativeTime(const Timestamp &then, const Timestamp &now);
/// `0.8 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
QString shownDuration(qint64 milliseconds);
/// `1,234,567`.
QString shownNumber(qint64 number);

} // namespace mergeloom
