#pragma once

#include <QString>

namespace mergeloom {

/// A new ULID: 26 characters of Crockford base 32, ordered by time (https://github.com/ulid/spec). Two made in one
/// millisecond by one process are ordered too.
QString makeUlid();
/// Whether an id that came from elsewhere can be used as a name: 1 to 64 letters, digits, `-` and `_`.
bool isPlainId(const QString &text);

} // namespace mergeloom
