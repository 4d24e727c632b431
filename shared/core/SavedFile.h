#pragma once

#include "shared/core/Result.h"

#include <QByteArray>

namespace mergeloom {

/// Who may use a saved file.
enum class Readers { AsTheUmaskSays, OwnerAlone };

/// Replaces a file as a whole, synced to disk; when that fails, the old one stays. `io` names the path and the reason.
Result<void> saveFile(const QString &path, const QByteArray &content, Readers readers = Readers::AsTheUmaskSays);

} // namespace mergeloom
