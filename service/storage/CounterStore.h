#pragma once

#include "service/storage/Database.h"

namespace mergeloom {

/// Numbers with a name, e.g. the last of `LOCAL-n`.
struct CounterStore {
    /// The next one, from 1.
    static Result<qint64> next(const WriteTransaction &transaction, const QString &name);
    static Result<std::optional<qint64>> value(const ReadTransaction &transaction, const QString &name);
    static Result<void> put(const WriteTransaction &transaction, const QString &name, qint64 value);
    /// Whether it was less, or not there: now it is that value.
    static Result<bool> raise(const WriteTransaction &transaction, const QString &name, qint64 value);
};

} // namespace mergeloom
