#pragma once

#include <QString>

namespace mergeloom {

/// A new ULID: 26 characters of Crockford base 32, ordered by time (https://github.com/ulid/spec). Two made in one
/// millisecond by one process are ordered too.
QString makeUlid();

} // namespace mergeloom
