#pragma once

#include "service/storage/Database.h"
#include "shared/domain/Retention.h"

namespace mergeloom {

/// What is kept how long, and when that was looked at.
struct StoredRetention {
    QList<RetentionPolicy> policies;
    qint64 version = 1; ///< rises with each change
    std::optional<Timestamp> changedAt;
    QString changedBy;
    std::optional<Timestamp> ranAt; ///< when policies were last carried out to the end
    bool isSweepDue = false;        ///< something was removed, and its bytes may still lie in free pages
};

/// Nothing of the run is removed while it stands.
struct LegalHold {
    RunId run;
    QString reason;
    QString by;
    Timestamp at;
};

struct RetentionStore {
    static Result<StoredRetention> state(const ReadTransaction &transaction);
    static Result<void> putPolicies(const WriteTransaction &transaction, const StoredRetention &retention);
    static Result<void> putRun(const WriteTransaction &transaction, const Timestamp &ranAt);
    enum class Sweep { Done, Due };
    static Result<void> putSweep(const WriteTransaction &transaction, Sweep sweep);

    static Result<void> putHold(const WriteTransaction &transaction, const LegalHold &hold);
    static Result<void> dropHold(const WriteTransaction &transaction, const RunId &run);
    static Result<std::optional<LegalHold>> hold(const ReadTransaction &transaction, const RunId &run);
    /// Oldest first.
    static Result<QList<LegalHold>> holds(const ReadTransaction &transaction);

    /// Runs that have ended and were not measured yet.
    static Result<QList<RunId>> unmeasured(const ReadTransaction &transaction, int limit);
    /// What the database keeps of a run's events.
    static Result<KeptRun> measure(const ReadTransaction &transaction, const RunId &run);
    static Result<void> putKept(const WriteTransaction &transaction, const KeptRun &run);
    /// Runs that have ended, whose job is over, and that were measured.
    static Result<QList<KeptRun>> kept(const ReadTransaction &transaction);
    /// What the log says of it: changes of policies, removals, legal holds. In the order of ids, after that of `afterId`.
    static Result<QList<StoredEvent>> eventsAfter(const ReadTransaction &transaction, qint64 afterId, int limit);
    /// The same from the end; `beforeId` 0: from the newest.
    static Result<QList<StoredEvent>> eventsBefore(const ReadTransaction &transaction, qint64 beforeId, int limit);
    /// Whether something may be removed of it: it is over, and no hold stands.
    static Result<bool> isRemovable(const ReadTransaction &transaction, const RunId &run);
};

} // namespace mergeloom
