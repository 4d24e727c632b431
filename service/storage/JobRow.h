#pragma once

#include "service/storage/JobStore.h"
#include "service/storage/Statement.h"

namespace mergeloom {

/// What readJobRow() reads.
inline constexpr const char *jobColumns =
    "job.id, job.ticket_id, job.repository_id, job.ticket_key, job.title, job.repository, job.state, "
    "job.priority, job.attempt, job.run_id, job.stage, job.reason, job.summary, job.branch, job.worker, "
    "job.worker_id, job.lease_id, job.context_repositories, job.provider, job.model, job.queued_at, "
    "job.updated_at, job.waits_for, job.replay_of";

/// Reads a job whose columns begin at `first`.
Result<StoredJob> readJobRow(const Statement &statement, int first);

} // namespace mergeloom
