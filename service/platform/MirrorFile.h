#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QString>

namespace mergeloom {

/// What is given to readers, in bytes.
inline constexpr qint64 largestGivenFile = 8 << 20;

/// The bytes of a file in a commit or tree of a mirror. `not_found`: the mirror, the commit or the file is not there;
/// `unsupported`: it is a folder, a link or a submodule, or has more than `most` bytes.
Result<QByteArray> mirrorFile(const QString &mirrorPath, const QString &treeish, const QString &path, qint64 most);

} // namespace mergeloom
