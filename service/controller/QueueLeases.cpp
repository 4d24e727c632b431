// How leases run, and how a job goes back into the queue.
#include "service/controller/JobEvents.h"
#include "service/controller/Queue.h"
#include "service/controller/Refusals.h"

namespace mergeloom {

namespace {

bool isHeld(JobState state) { return state == JobState::Leased || state == JobState::Running; }

RunResult cancelledUnheard()
{
    RunResult result;
    result.outcome = Outcome::Cancelled;
    result.reason = Reason::Cancelled;
    result.summary = QStringLiteral("Cancelled; the executor was not heard of again.");
    return result;
}

} // namespace

Result<void> Queue::start()
{
    MERGELOOM_TRY(const auto jobs,
        m_database.read([](const ReadTransaction &transaction) { return JobStore::held(transaction); }));
    for (const StoredJob &job : jobs)
        extend(job);
    return {};
}

void Queue::extend(const StoredJob &job)
{
    QMutexLocker lock(&m_mutex);
    Lease &lease = m_leases[job.view.id];
    lease.end = m_options.clock() + m_options.leaseTime;
    lease.beat = job.view.updatedAt;
}

/// For leases that another gateway gave or extended: they last from when this one saw it.
Result<void> Queue::look()
{
    MERGELOOM_TRY(const auto jobs,
        m_database.read([](const ReadTransaction &transaction) { return JobStore::held(transaction); }));
    for (const StoredJob &job : jobs) {
        if (!isBeat(job))
            extend(job);
    }
    return {};
}

/// Nobody has extended its lease since this gateway did, or saw it.
bool Queue::isBeat(const StoredJob &job) const
{
    QMutexLocker lock(&m_mutex);
    const auto lease = m_leases.constFind(job.view.id);
    return lease != m_leases.cend() && lease->beat == job.view.updatedAt;
}

void Queue::forget(const JobId &id)
{
    QMutexLocker lock(&m_mutex);
    m_leases.remove(id);
}

QList<JobId> Queue::expired() const
{
    const auto now = m_options.clock();
    QList<JobId> ids;
    QMutexLocker lock(&m_mutex);
    for (auto it = m_leases.begin(); it != m_leases.end(); ++it)
        if (it->end <= now)
            ids << it.key();
    return ids;
}

/// True when the job went back; false when there was nothing to do.
Result<bool> Queue::putBack(const WriteTransaction &transaction, const JobId &id, const QString &why)
{
    MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
    if (!job || !isHeld(job->view.state))
        return false;
    MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobReleased), *job,
        {{"reason", why}, {"worker", job->view.worker}, {"lease_id", job->leaseId.text()},
            {"run_id", job->view.runId ? job->view.runId->text() : QString()}}));
    MERGELOOM_TRY(const bool isCancelled,
        job->view.runId ? JobStore::isCancelled(transaction, *job->view.runId) : Result<bool>(false));
    if (isCancelled) {
        MERGELOOM_CHECK(close(transaction, *job, cancelledUnheard()));
        return true;
    }
    job->view.state = JobState::Queued;
    job->view.updatedAt = Timestamp::now();
    MERGELOOM_CHECK(JobStore::update(transaction, *job));
    return true;
}

/// Unlike a lease that ran out, one that was given back cannot be taken up again by a late heartbeat.
Result<void> Queue::handBack(const WriteTransaction &transaction, const JobId &id, const QString &why)
{
    MERGELOOM_CHECK(putBack(transaction, id, why));
    MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
    if (!job || job->view.state != JobState::Queued)
        return {};
    job->leaseId = {};
    job->workerId = {};
    MERGELOOM_CHECK(DayBudget::settle(transaction, id)); // nobody takes its run up again
    return JobStore::update(transaction, *job);
}

Result<protocol::Acknowledged> Queue::release(
    const JobId &id, const protocol::ReleaseRequest &request, const WorkerId &worker)
{
    MERGELOOM_TRY(const bool isReleased, m_database.write([&](const WriteTransaction &transaction) -> Result<bool> {
        MERGELOOM_TRY(const auto job, JobStore::find(transaction, id));
        if (!job)
            return noJob(id);
        if (request.leaseId.isEmpty() || job->leaseId != request.leaseId || job->workerId != worker
            || job->view.runId != request.runId)
            return false;
        return putBack(transaction, id, QStringLiteral("Its executor stopped, and handed the job back."));
    }));
    if (isReleased) {
        queueChanged();
        m_commandObservers.notify(id);
    }
    return protocol::Acknowledged{};
}

Result<int> Queue::expireLeases()
{
    // Jobs that waited for another day can be given out.
    const qint64 day = m_options.wallClock().microseconds / (qint64(24) * 3600 * 1'000'000);
    if (m_day.exchange(day) != day)
        queueChanged();
    if (m_database.isShared())
        MERGELOOM_CHECK(look());
    if (expired().isEmpty())
        return 0;
    int count = 0;
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        count = 0;
        for (const JobId &id : expired()) { // again: a heartbeat may have come while this waited for the writer
            MERGELOOM_TRY(const auto job, JobStore::find(transaction, id));
            if (m_database.isShared() && job && isHeld(job->view.state) && !isBeat(*job)) {
                extend(*job);
                continue;
            }
            MERGELOOM_TRY(const bool isReleased,
                putBack(transaction, id,
                    QStringLiteral("The lease ran out: its executor was not heard of for %1 s.")
                        .arg(m_options.leaseTime.count())));
            // One that was released stays until the next time: its release may not be committed.
            if (isReleased)
                ++count;
            else
                forget(id);
        }
        return {};
    }));
    if (count > 0)
        queueChanged();
    return count;
}

} // namespace mergeloom
