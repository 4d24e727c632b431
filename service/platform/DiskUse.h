#pragma once

#include "shared/core/Result.h"

#include <QString>

#include <stop_token>

namespace mergeloom {

/// What the files beneath a directory take on its file system, in bytes of allocated blocks as `du` counts them: hidden and
/// ignored files and folders too, a file with several names once. Links are not followed, other file systems not entered. One
/// `stat` for each file, nothing is read. What comes and goes meanwhile may be counted or not. Errors: io, cancelled.
Result<qint64> diskUse(const QString &directory, std::stop_token stop);
/// Bytes that are free on the file system of `path`; -1: it does not tell.
qint64 freeBytes(const QString &path);

} // namespace mergeloom
