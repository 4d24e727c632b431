#pragma once

#include "service/storage/Database.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/WorkerProtocol.h"

namespace mergeloom {

/// A job with what only the queue needs to know.
struct StoredJob {
    api::JobView view;
    TicketId ticketId;
    std::optional<RepositoryId> repositoryId; ///< none: a job that was blocked before it had one
    QStringList contextRepositories;          ///< aliases
    QString provider;
    QString model;
    LeaseId leaseId;   ///< the newest; kept while the job waits in the queue again, so that its holder can resume
    WorkerId workerId; ///< its holder
};

/// Empty fields do not filter.
struct JobFilter {
    QList<JobState> states;
    QString repository;
    QString text; ///< in key and title
};

/// How an attempt ended, as its executor told it.
struct StoredResult {
    JobId jobId;
    RunId runId;
    LeaseId leaseId;
    WorkerId workerId;
    RunResult result;
    bool isLate = false; ///< came under a lost lease: evidence only
    Timestamp finishedAt;
};

struct OpenJobs {
    int count = 0;
    Timestamp oldest; ///< when it was queued
};

struct JobStore {
    static Result<void> insert(const WriteTransaction &transaction, const StoredJob &job);
    static Result<void> update(const WriteTransaction &transaction, const StoredJob &job);
    static Result<std::optional<StoredJob>> find(const ReadTransaction &transaction, const JobId &id);
    static Result<std::optional<StoredJob>> findByTicket(const ReadTransaction &transaction, const TicketId &id);
    static Result<std::optional<StoredJob>> findByRun(const ReadTransaction &transaction, const RunId &id);
    /// Newest first.
    static Result<api::Page<api::JobView>> list(
        const ReadTransaction &transaction, const JobFilter &filter, int limit, const QString &cursor);
    /// In the order in which they will be leased.
    static Result<QList<api::JobView>> queue(const ReadTransaction &transaction, int limit);
    /// The job to lease next: highest priority, then oldest, of an enabled repository that has no running job.
    /// A transaction that writes has claimed it: others get another one.
    static Result<std::optional<StoredJob>> next(
        const ReadTransaction &transaction, const QStringList &withoutRepositories = {});
    /// After next(), so that no two give out jobs of one repository: false when it is claimed, or has a running job by now.
    static Result<bool> claimRepository(const ReadTransaction &transaction, const RepositoryId &id);
    /// Says of the queued jobs of a repository why none of them is given out; empty: nothing is in their way.
    static Result<void> setWaiting(
        const WriteTransaction &transaction, const RepositoryId &repository, const QString &waitsFor);
    /// Leased and running jobs.
    static Result<QList<StoredJob>> held(const ReadTransaction &transaction);
    static Result<int> openOfRepository(const ReadTransaction &transaction, const RepositoryId &id);
    static Result<QMap<QString, int>> countByState(const ReadTransaction &transaction);
    /// By state, of the jobs that are queued, leased or running: how many, and since when the oldest.
    static Result<QMap<QString, OpenJobs>> countOpen(const ReadTransaction &transaction);

    /// The lease that a request id was answered with.
    static Result<std::optional<LeaseId>> leaseOfRequest(
        const ReadTransaction &transaction, const WorkerId &worker, const QString &requestId);
    static Result<void> rememberRequest(const WriteTransaction &transaction, const WorkerId &worker,
        const QString &requestId, const LeaseId &lease, const JobId &job, const Timestamp &now);

    static Result<void> rememberOwner(const WriteTransaction &transaction, const RunId &run, const WorkerId &worker);
    /// Whether the run was ever given to this worker.
    static Result<bool> isOwner(const ReadTransaction &transaction, const RunId &run, const WorkerId &worker);

    static Result<void> addCommand(const WriteTransaction &transaction, const RunId &run,
        const protocol::RunCommand &command, const Timestamp &now);
    /// Those not yet acknowledged, oldest first. A cancel never is: it is told until the run has ended.
    static Result<QList<protocol::RunCommand>> openCommands(const ReadTransaction &transaction, const RunId &run);
    static Result<int> openMessages(const ReadTransaction &transaction, const RunId &run);
    static Result<void> acknowledge(const WriteTransaction &transaction, const RunId &run, const QStringList &ids);
    /// Whether the run was ever told to cancel.
    static Result<bool> isCancelled(const ReadTransaction &transaction, const RunId &run);

    static Result<void> putResult(const WriteTransaction &transaction, const StoredResult &result);
    /// What its job and results tell of it in words gives way to `words`.
    static Result<void> forgetRun(const WriteTransaction &transaction, const RunId &run, const QString &words);
    static Result<std::optional<StoredResult>> result(const ReadTransaction &transaction, const LeaseId &lease);
};

} // namespace mergeloom
