#pragma once

#include "service/controller/DayBudget.h"
#include "service/controller/Observers.h"
#include "service/platform/SecretBox.h"
#include "service/storage/Database.h"
#include "service/storage/JobStore.h"
#include "shared/api/ApiTypes.h"
#include "shared/api/WorkerProtocol.h"

#include <QHash>
#include <QMutex>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

namespace mergeloom {

/// The monotonic clock; tests give their own.
using SteadyClock = std::function<std::chrono::steady_clock::time_point()>;

/// Queued, leased or running.
inline bool isOpen(JobState state)
{
    return state == JobState::Queued || state == JobState::Leased || state == JobState::Running;
}

/// Jobs from queued to their end, and their leases. A job is never with two executors. Thread-safe; calls block on the
/// database and return at once otherwise: who wants to wait for a job or a command listens to onQueueChanged() and
/// onCommand() and asks again.
///
/// Leases live by monotonic time in memory: after a restart every held job gets a whole new lease time. Each time that one is
/// extended, its job's `updated_at` changes in the database: by that a gateway knows of the leases that others extend, without
/// comparing clocks. A lease is lost
/// only when its job has been given to another, cancelled, or retried; until then its holder takes it up again by
/// resume or finish. Executors count for themselves (LeaseTerm) and publish only while that count says that they hold it.
class Queue
{
public:
    struct Options {
        std::chrono::seconds leaseTime{60};
        int maximumRunning = 0; ///< of all repositories together; 0: no limit
        DayBudgets dayBudgets;  ///< of all repositories together
        SteadyClock clock = [] { return std::chrono::steady_clock::now(); };
        std::function<Timestamp()> wallClock = [] { return Timestamp::now(); }; ///< says which day it is
    };
    Queue(Database &database, SecretBox box, Options options);

    /// Reads the held jobs and starts their leases anew; once, before anything else.
    Result<void> start();

    // ---- executors. `worker` is who calls; all but tryLease(): `conflict` with details.reason `lease_lost`.

    /// The next job, or none. The same request id gives the same envelope as long as that lease holds, and none after that.
    Result<std::optional<JobEnvelope>> tryLease(const protocol::LeaseRequest &request);
    /// The answer's job has the lease's new id: under the old one nothing is taken any more but the same resume again.
    Result<protocol::ResumeAnswer> resume(
        const JobId &id, const protocol::ResumeRequest &request, const WorkerId &worker);
    /// Answers at once; `waitSeconds` is for the caller. details.reason `lease_expired`: resume() may help. A command is
    /// given out again after a quarter of the lease time, until it is acknowledged.
    Result<protocol::LeaseAnswer> heartbeat(
        const JobId &id, const protocol::HeartbeatRequest &request, const WorkerId &worker);
    /// The same finish again gets the same answer. Under a lost lease the result is kept as evidence and refused.
    Result<protocol::FinishAnswer> finish(
        const JobId &id, const protocol::FinishRequest &request, const WorkerId &worker);
    /// The job goes back into the queue; its run can be taken up again by resume() until somebody else has the job.
    Result<protocol::Acknowledged> release(
        const JobId &id, const protocol::ReleaseRequest &request, const WorkerId &worker);
    /// Puts jobs whose lease ran out back into the queue, and sees when a new day begins; called about once a second. Gives
    /// the number of jobs.
    Result<int> expireLeases();

    // ---- people. `by` is who did it, for audit.

    /// A queued job ends at once; a running one is told. `conflict` when it has ended.
    Result<api::JobView> cancel(const JobId &id, const QString &reason, const QString &by);
    /// A command of `command.by` for a run, which gets an id. `conflict` when the run has ended or waits for an executor.
    Result<protocol::RunCommand> send(const RunId &run, protocol::RunCommand command);
    /// Whether this run was ever given to this worker, who then may ship its journal.
    Result<bool> isOwner(const RunId &run, const WorkerId &worker);
    /// Whether the worker holds a job whose provider this profile is (`default`: the default one), and may know its secret.
    Result<bool> needsProvider(const WorkerId &worker, const QString &profile);
    Result<api::JobView> find(const JobId &id);
    Result<api::JobView> findByRun(const RunId &id);
    Result<api::Page<api::JobView>> list(const JobFilter &filter, int limit, const QString &cursor);
    Result<QMap<QString, int>> countByState();

    /// Who put a job into the queue, or enabled a repository, says so after the commit.
    void queueChanged() const { m_queueObservers.notify(); }

    /// A job may have become free to lease. Called on any thread.
    void onQueueChanged(std::function<void()> callback) { m_queueObservers.add(std::move(callback)); }
    /// The same for commands of other gateways.
    void commandWaits(const JobId &id) const { m_commandObservers.notify(id); }

    /// A command waits for the run of this job. Called on any thread.
    void onCommand(std::function<void(JobId)> callback) { m_commandObservers.add(std::move(callback)); }

private:
    struct Lease {
        std::chrono::steady_clock::time_point end;
        Timestamp beat; ///< the job's `updated_at` when it was last extended
        QHash<QString, std::chrono::steady_clock::time_point> toldAt; ///< by the id of the command
    };
    struct Offer {
        std::optional<JobEnvelope> envelope;
        bool isAgain = false; ///< a job could not be given out and was ended: ask again
    };
    /// The job to give out next, and those that could be next but for a budget of the day.
    struct Candidates {
        std::optional<StoredJob> next;
        DayBudgets share;
        QList<StoredJob> waiting; ///< one of each repository, with why; only those that were not told so yet
    };
    Result<Candidates> candidates(const ReadTransaction &transaction) const;
    Result<Offer> offer(const WriteTransaction &transaction, const protocol::LeaseRequest &request);
    Result<std::optional<Offer>> offeredBefore(
        const WriteTransaction &transaction, const protocol::LeaseRequest &request);
    Result<JobEnvelope> envelope(const ReadTransaction &transaction, const StoredJob &job) const;
    Result<StoredJob> ofLease(
        const ReadTransaction &transaction, const JobId &id, const LeaseId &lease, const WorkerId &worker) const;
    Result<StoredJob> takenUpAgain(
        const WriteTransaction &transaction, const JobId &id, const LeaseId &lease, const WorkerId &worker);
    Result<protocol::LeaseAnswer> answer(const WriteTransaction &transaction, const StoredJob &job);
    Result<void> close(const WriteTransaction &transaction, StoredJob &job, const RunResult &result);
    Result<bool> putBack(const WriteTransaction &transaction, const JobId &id, const QString &why);
    Result<void> handBack(const WriteTransaction &transaction, const JobId &id, const QString &why);
    void extend(const StoredJob &job);
    bool isBeat(const StoredJob &job) const;
    Result<void> look();
    void forget(const JobId &id);
    QList<JobId> expired() const;

    Database &m_database;
    SecretBox m_box;
    Options m_options;
    DayBudget m_dayBudget;
    std::atomic<qint64> m_day{0}; ///< as last seen
    mutable QMutex m_mutex;       ///< of m_leases; taken inside a transaction, never around one
    /// Of every held job. May hold more: a transaction can fail after an entry was made, so that one goes only when its time
    /// is over and the database says that nobody holds the job.
    QHash<JobId, Lease> m_leases;
    Observers<> m_queueObservers;
    Observers<JobId> m_commandObservers;
};

} // namespace mergeloom
