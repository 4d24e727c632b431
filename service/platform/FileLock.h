#pragma once

#include "shared/core/Result.h"

#include <QString>

#include <stop_token>

namespace mergeloom {

/// An flock on a file of its own; the kernel lets go of it when the process dies.
class FileLock
{
public:
    enum class Kind { Exclusive, Shared };
    /// Waits until the lock is free. Errors: cancelled, io.
    static Result<FileLock> take(const QString &path, std::stop_token stop, Kind kind = Kind::Exclusive);
    /// At once: conflict when another holds it.
    static Result<FileLock> tryTake(const QString &path, Kind kind = Kind::Exclusive);

    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

    /// What it guards is used now: that is the file's time of change.
    void touch() const;
    int descriptor() const { return m_descriptor; }
    /// Hands the descriptor over; closing it frees the lock.
    int release();

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace mergeloom
