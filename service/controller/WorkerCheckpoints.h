#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// Checkpoints of the audit logs of workers that keep their own record: each is an event here, out of reach of whoever changes
/// the record there. Which key is the right one is for those to know who compare.
struct WorkerCheckpoints {
    /// Keeps a note (C2SP `tlog-checkpoint`) that covers more than the last one of this worker. What is no checkpoint is told in
    /// the log alone: it does not end a lease. Empty: none was given.
    static Result<void> take(const WriteTransaction &transaction, const WorkerId &worker, const QString &note);
};

} // namespace mergeloom
