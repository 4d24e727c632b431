#pragma once

#include "shared/core/Result.h"

#include <QString>

#include <memory>

namespace mergeloom {

/// Keeps a second worker out of a data directory: `<directory>/worker.lock`, held by flock() so that the kernel drops it
/// with the process, however that ends.
class DirectoryLock
{
public:
    /// Makes the directory (0700) when it is missing. Errors: `conflict` when another process has it (details.pid),
    /// `io` when the directory cannot be made or written.
    static Result<std::unique_ptr<DirectoryLock>> take(const QString &directory);
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock &) = delete;
    DirectoryLock &operator=(const DirectoryLock &) = delete;

private:
    explicit DirectoryLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace mergeloom
