#pragma once

#include "shared/core/Result.h"

#include <QString>
#include <QStringList>

namespace mergeloom {

/// An opaque cursor from the sort key of the last row of a page.
QString makeCursor(const QStringList &key);
/// `invalid_input` when the text is no cursor of `parts` parts. An empty text gives an empty list: the first page.
Result<QStringList> readCursor(const QString &text, qsizetype parts);
/// A cursor whose first part is a number.
Result<qint64> cursorNumber(const QStringList &key);

/// For `LIKE ? ESCAPE '\'`: rows that contain the text.
QString containsPattern(const QString &text);

} // namespace mergeloom
