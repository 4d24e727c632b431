#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// What a run has spent on its day, and what is held for it until it has ended.
struct StoredSpend {
    RunId runId;
    JobId jobId;
    RepositoryId repositoryId;
    qint64 day = 0; ///< of its lease, since 1970, UTC
    DayBudgets reserved;
    DayBudgets spent; ///< as last heard
    bool isSettled = false;
};

struct SpendStore {
    static Result<void> insert(const WriteTransaction &transaction, const StoredSpend &spend);
    static Result<void> update(const WriteTransaction &transaction, const StoredSpend &spend);
    static Result<std::optional<StoredSpend>> find(const ReadTransaction &transaction, const RunId &run);
    static Result<QList<StoredSpend>> openOfJob(const ReadTransaction &transaction, const JobId &job);
    /// What runs of a day, of one repository or of all, have spent, with what is held for those that go on. Of earlier runs of
    /// `job` nothing is held: they are over when it is given out again.
    static Result<DayBudgets> usedOn(const ReadTransaction &transaction, qint64 day,
        const std::optional<RepositoryId> &repository, const JobId &job);
};

} // namespace mergeloom
