#pragma once

#include "service/storage/Database.h"
#include "service/storage/JobStore.h"
#include "service/storage/RepositoryStore.h"
#include "service/storage/SpendStore.h"
#include "shared/domain/Outcome.h"

namespace mergeloom {

/// What budgets of a day leave to a job that is to be given out.
struct DayOffer {
    DayBudgets share; ///< held for its run from the lease on; 0: no budget of a day speaks of it
    QString waits;    ///< why it must wait, in plain words; empty: it need not
};

/// Budgets of a day: of each repository, and of all of them. Each run has a share of what its day has left, held for it from its
/// lease to its end, so that runs at the same time stay within the budget together; at its end what it has spent takes the place
/// of the share. A run counts on the day of its lease, however long it goes on, and once, however often it is resumed.
class DayBudget
{
public:
    /// `ofAll`: of all repositories together; 0: no limit.
    explicit DayBudget(const DayBudgets &ofAll) : m_ofAll(ofAll) {}

    /// A run with limits of its own asks for no more than those; one without gets all that is left. Too little for a first
    /// call is nothing.
    Result<DayOffer> offer(const ReadTransaction &transaction, const StoredJob &job, const Timestamp &now) const;
    Result<void> reserve(
        const WriteTransaction &transaction, const StoredJob &job, const DayBudgets &share, const Timestamp &now) const;
    /// As much of `asked` as the day of the run has left is held for it, and given back; of what no budget of a day speaks of, all.
    Result<Budgets> extend(const WriteTransaction &transaction, const RunId &run, const Budgets &asked) const;
    /// What an executor says that a run has spent so far; less than was known is not believed.
    static Result<void> heard(const WriteTransaction &transaction, const RunId &run, const DayBudgets &spent);
    /// Runs of the job are over: nothing is held any more, and what is known of their spending counts.
    static Result<void> settle(const WriteTransaction &transaction, const JobId &job);

private:
    struct Rest {
        std::optional<double> amount; ///< none: no limit
        double limit = 0;
        QString of;
    };
    template <class T>
    Result<Rest> rest(const ReadTransaction &transaction, qint64 day, const StoredRepository &repository,
        const JobId &job, T DayBudgets::*amount) const;

    DayBudgets m_ofAll;
};

} // namespace mergeloom
