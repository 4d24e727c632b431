#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QString>

namespace mergeloom {

/// A git object in a file of its own (Documentation/gitformat-loose).
struct LooseObjectFile {
    QByteArray type;    ///< `blob`, `tree`, `commit`, `tag`
    QByteArray content; ///< of a tree; others are not kept in memory

    /// Reads it to its end and checks it against its name, `id` in 40 hex digits. libgit2 1.5 reads a file that was cut off for
    /// ever, so what may be damaged is read here. Errors: not_found, corrupt, io.
    static Result<LooseObjectFile> read(const QString &path, const QString &id);
};

} // namespace mergeloom
