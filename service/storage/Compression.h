#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

namespace mergeloom {

/// zstd, for lines and views that are long enough to gain by it.
QByteArray compressed(const QByteArray &bytes);
/// `corrupt` when the bytes are damaged, or would be longer than `limit`.
Result<QByteArray> decompressed(const QByteArray &bytes, qsizetype limit = 256 * 1024 * 1024);

} // namespace mergeloom
