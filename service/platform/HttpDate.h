#pragma once

#include "shared/core/Timestamp.h"

#include <QByteArray>

#include <optional>

namespace mergeloom {

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), as in the headers `date` and `retry-after`.
std::optional<Timestamp> httpDate(const QByteArray &text);

} // namespace mergeloom
