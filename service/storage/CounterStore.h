#pragma once

#include "service/storage/Database.h"

namespace mergeloom {

/// Numbers that only rise, e.g. of `LOCAL-n`.
struct CounterStore {
    /// The next one, from 1.
    static Result<qint64> next(const WriteTransaction &transaction, const QString &name);
};

} // namespace mergeloom
