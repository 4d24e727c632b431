#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace mergeloom {

/// Paths are bytes to git; those that are no UTF-8 go through lone surrogates (U+DC80 to U+DCFF) there and back unharmed.
QString pathFromBytes(QByteArrayView bytes);
QByteArray pathToBytes(const QString &path);

/// As git writes a name into a patch: quoted like a C string when a byte of it needs that.
QByteArray quotedPath(const QByteArray &path);

/// A name at the beginning of `text`, quoted like a C string. `text` loses it. Nothing when it is none.
std::optional<QByteArray> takeQuotedPath(QByteArrayView &text);

} // namespace mergeloom
