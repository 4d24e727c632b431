#include "service/controller/Queue.h"

#include "service/controller/JobEvents.h"
#include "service/controller/Refusals.h"
#include "service/storage/WorkerStore.h"

namespace mergeloom {

namespace {

/// From this attempt on, a job whose executor ended under it is not given out again by itself.
constexpr int mostAttemptsAfterLoss = 5;

bool isHeld(JobState state) { return state == JobState::Leased || state == JobState::Running; }

JobState stateOf(const RunResult &result)
{
    switch (result.outcome) {
    case Outcome::Completed:
        return JobState::Completed;
    case Outcome::Blocked:
        return JobState::Blocked;
    case Outcome::Cancelled:
        return JobState::Cancelled;
    case Outcome::Failed:
        break;
    }
    return result.reason == Reason::PublishFailed ? JobState::PublishFailed : JobState::Failed;
}

RunResult resultOf(Reason reason, const QString &summary)
{
    RunResult result;
    result.outcome = outcomeOf(reason);
    result.reason = reason;
    result.summary = summary;
    return result;
}

} // namespace

Queue::Queue(Database &database, SecretBox box, Options options)
    : m_database(database), m_box(std::move(box)), m_options(std::move(options))
{
}

Result<void> Queue::start()
{
    MERGELOOM_TRY(const auto jobs,
        m_database.read([](const ReadTransaction &transaction) { return JobStore::held(transaction); }));
    for (const StoredJob &job : jobs)
        extend(job.view.id);
    return {};
}

void Queue::extend(const JobId &id)
{
    QMutexLocker lock(&m_mutex);
    m_leases[id].end = m_options.clock() + m_options.leaseTime;
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

/// None: the request is new. An offer without an envelope: the lease that it was answered with is gone, and the request came
/// late; it must not get another job, of which nobody would know.
Result<std::optional<Queue::Offer>> Queue::offeredBefore(
    const WriteTransaction &transaction, const protocol::LeaseRequest &request)
{
    if (request.requestId.isEmpty())
        return std::optional<Offer>();
    MERGELOOM_TRY(const auto lease, JobStore::leaseOfRequest(transaction, request.executorId, request.requestId));
    if (!lease)
        return std::optional<Offer>();
    MERGELOOM_TRY(const auto jobs, JobStore::held(transaction));
    for (const StoredJob &job : jobs) {
        if (job.leaseId != *lease)
            continue;
        MERGELOOM_TRY(JobEnvelope again, envelope(transaction, job));
        extend(job.view.id); // the executor counts from when it asked this time
        return std::optional(Offer{std::move(again)});
    }
    return std::optional(Offer{});
}

Result<Queue::Offer> Queue::offer(const WriteTransaction &transaction, const protocol::LeaseRequest &request)
{
    MERGELOOM_TRY(const auto before, offeredBefore(transaction, request));
    if (before)
        return *before;
    MERGELOOM_TRY(auto running, JobStore::held(transaction));
    if (request.holdsNothing) {
        const auto isOrphan = [&](const StoredJob &job) { return job.workerId == request.executorId; };
        for (const StoredJob &job : running)
            if (isOrphan(job))
                MERGELOOM_CHECK(handBack(transaction, job.view.id, QStringLiteral("its executor was started again")));
        running.removeIf(isOrphan);
    }
    if (m_options.maximumRunning > 0 && running.size() >= m_options.maximumRunning)
        return Offer{};
    MERGELOOM_TRY(auto job, JobStore::next(transaction));
    if (!job)
        return Offer{};
    MERGELOOM_TRY(const auto worker, WorkerStore::find(transaction, request.executorId));
    if (!worker)
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no worker %1. Enrol it again.").arg(request.executorId.text()));

    job->view.attempt += 1;
    job->view.runId = RunId::make();
    job->view.state = JobState::Leased;
    job->view.stage.clear();
    job->view.worker = worker->name;
    job->view.updatedAt = Timestamp::now();
    job->leaseId = LeaseId::make();
    job->workerId = worker->id;
    auto made = envelope(transaction, *job);
    if (!made) {
        // Left in the queue it would stand before all others for ever.
        MERGELOOM_CHECK(close(transaction, *job, resultOf(Reason::CheckoutFailed, made.error().message)));
        return Offer{std::nullopt, true};
    }
    MERGELOOM_CHECK(JobStore::update(transaction, *job));
    MERGELOOM_CHECK(JobStore::rememberOwner(transaction, *job->view.runId, worker->id));
    if (!request.requestId.isEmpty())
        MERGELOOM_CHECK(JobStore::rememberRequest(
            transaction, worker->id, request.requestId, job->leaseId, job->view.id, Timestamp::now()));
    MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobLeased), *job,
        {{"worker", worker->name}, {"lease_id", job->leaseId.text()}, {"run_id", job->view.runId->text()},
            {"attempt", job->view.attempt}}));
    forget(job->view.id); // and what was told to the run before
    extend(job->view.id);
    return Offer{std::move(*made)};
}

Result<std::optional<JobEnvelope>> Queue::tryLease(const protocol::LeaseRequest &request)
{
    for (;;) {
        // Most calls find nothing, and then need not wait for the writer.
        MERGELOOM_TRY(
            const bool isWorthTrying, m_database.read([&](const ReadTransaction &transaction) -> Result<bool> {
                MERGELOOM_TRY(
                    const auto before, JobStore::leaseOfRequest(transaction, request.executorId, request.requestId));
                MERGELOOM_TRY(const auto next, JobStore::next(transaction));
                return before || next || request.holdsNothing;
            }));
        if (!isWorthTrying)
            return std::optional<JobEnvelope>();
        MERGELOOM_TRY(Offer given,
            m_database.write([&](const WriteTransaction &transaction) { return offer(transaction, request); }));
        if (!given.isAgain)
            return std::move(given.envelope);
    }
}

/// Nobody else has the job; whether the lease ran out meanwhile is told by the job's state.
Result<StoredJob> Queue::ofLease(
    const ReadTransaction &transaction, const JobId &id, const LeaseId &lease, const WorkerId &worker) const
{
    MERGELOOM_TRY(auto job, JobStore::find(transaction, id));
    if (!job)
        return noJob(id);
    if (lease.isEmpty() || job->leaseId != lease || job->workerId != worker || !isOpen(job->view.state))
        return leaseLost(id);
    return *job;
}

Result<StoredJob> Queue::takenUpAgain(
    const WriteTransaction &transaction, const JobId &id, const LeaseId &lease, const WorkerId &worker)
{
    MERGELOOM_TRY(auto job, ofLease(transaction, id, lease, worker));
    if (job.view.state == JobState::Queued) {
        job.view.state = JobState::Leased;
        MERGELOOM_CHECK(JobStore::update(transaction, job));
        MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobLeased), job,
            {{"worker", job.view.worker}, {"lease_id", lease.text()},
                {"run_id", job.view.runId ? job.view.runId->text() : QString()}, {"attempt", job.view.attempt},
                {"is_resumed", true}}));
    }
    extend(id);
    return job;
}

Result<protocol::LeaseAnswer> Queue::answer(const WriteTransaction &transaction, const StoredJob &job)
{
    protocol::LeaseAnswer answer;
    answer.leaseSeconds = int(m_options.leaseTime.count());
    if (!job.view.runId)
        return answer;
    MERGELOOM_TRY(const auto commands, JobStore::openCommands(transaction, *job.view.runId));
    const auto now = m_options.clock();
    QMutexLocker lock(&m_mutex);
    auto &toldAt = m_leases[job.view.id].toldAt;
    // An answer can get lost on its way, so what is not acknowledged is told again.
    for (const protocol::RunCommand &command : commands) {
        if (toldAt.contains(command.id) && now - toldAt.value(command.id) < m_options.leaseTime / 4)
            continue;
        toldAt.insert(command.id, now);
        answer.commands << command;
    }
    return answer;
}

Result<protocol::ResumeAnswer> Queue::resume(
    const JobId &id, const protocol::ResumeRequest &request, const WorkerId &worker)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<protocol::ResumeAnswer> {
        MERGELOOM_TRY(StoredJob job, takenUpAgain(transaction, id, request.leaseId, worker));
        if (job.view.runId != request.runId)
            return leaseLost(id);
        {
            QMutexLocker lock(&m_mutex);
            m_leases[id].toldAt.clear(); // to the process before
        }
        job.view.state = JobState::Running;
        job.view.updatedAt = Timestamp::now();
        MERGELOOM_CHECK(JobStore::update(transaction, job));
        MERGELOOM_TRY(const protocol::LeaseAnswer renewed, answer(transaction, job));
        MERGELOOM_TRY(JobEnvelope given, envelope(transaction, job));
        return protocol::ResumeAnswer{renewed.leaseSeconds, renewed.commands, std::move(given)};
    });
}

Result<protocol::LeaseAnswer> Queue::heartbeat(
    const JobId &id, const protocol::HeartbeatRequest &request, const WorkerId &worker)
{
    return m_database.write([&](const WriteTransaction &transaction) -> Result<protocol::LeaseAnswer> {
        MERGELOOM_TRY(StoredJob job, ofLease(transaction, id, request.leaseId, worker));
        // One that is on its way for long must not take up what its executor has handed back.
        if (job.view.state == JobState::Queued)
            return leaseExpired(id);
        extend(id);
        job.view.state = JobState::Running;
        if (!request.acknowledged.isEmpty() && job.view.runId)
            MERGELOOM_CHECK(JobStore::acknowledge(transaction, *job.view.runId, request.acknowledged));
        if (!request.stage.isEmpty())
            job.view.stage = request.stage;
        job.view.updatedAt = Timestamp::now();
        MERGELOOM_CHECK(JobStore::update(transaction, job));
        return answer(transaction, job);
    });
}

Result<void> Queue::close(const WriteTransaction &transaction, StoredJob &job, const RunResult &result)
{
    job.view.state = stateOf(result);
    job.view.reason = enumName(result.reason);
    job.view.summary = result.summary;
    if (!result.branch.isEmpty())
        job.view.branch = result.branch;
    job.view.updatedAt = Timestamp::now();
    MERGELOOM_CHECK(JobStore::update(transaction, job));
    MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobFinished), job,
        {{"state", enumName(job.view.state)}, {"outcome", enumName(result.outcome)}, {"reason", job.view.reason},
            {"summary", result.summary}, {"run_id", job.view.runId ? job.view.runId->text() : QString()}}));
    return {};
}

Result<protocol::FinishAnswer> Queue::finish(
    const JobId &id, const protocol::FinishRequest &request, const WorkerId &worker)
{
    // A late result is stored and refused: the refusal must not undo the storing.
    const auto stored = m_database.write([&](const WriteTransaction &transaction) -> Result<std::optional<Error>> {
        MERGELOOM_TRY(const auto before, JobStore::result(transaction, request.leaseId));
        if (before && before->workerId == worker)
            return before->isLate ? std::optional(leaseLost(id).value()) : std::nullopt;
        StoredResult result{id, request.runId, request.leaseId, worker, request.result, false, Timestamp::now()};
        auto job = takenUpAgain(transaction, id, request.leaseId, worker);
        if (!job && job.error().code != ErrorCode::Conflict)
            return failure(job);
        if (!job || job->view.runId != request.runId) {
            result.isLate = true;
            MERGELOOM_CHECK(JobStore::putResult(transaction, result));
            MERGELOOM_CHECK(EventStore::record(transaction, QLatin1StringView(controllerStream),
                QLatin1StringView(event_type::jobFinished),
                {{"job_id", id.text()}, {"run_id", request.runId.text()}, {"state", "unchanged"},
                    {"outcome", enumName(request.result.outcome)}, {"reason", enumName(Reason::LeaseLost)},
                    {"summary", "A result came under a lost lease; it is kept as evidence."}}));
            return std::optional(leaseLost(id).value());
        }
        MERGELOOM_CHECK(JobStore::putResult(transaction, result));
        // The executor was ended, not the work: the job goes back, unless its runs have killed executors before.
        if (request.result.reason == Reason::LeaseLost && job->view.attempt < mostAttemptsAfterLoss) {
            MERGELOOM_CHECK(handBack(transaction, id, request.result.summary));
        } else {
            MERGELOOM_CHECK(close(transaction, *job, request.result));
        }
        return std::optional<Error>();
    });
    if (!stored)
        return failure(stored);
    if (*stored)
        return Unexpected(**stored);
    queueChanged();
    m_commandObservers.notify(id); // a heartbeat that waits for commands has nothing to wait for any more
    return protocol::FinishAnswer{};
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
        MERGELOOM_CHECK(close(transaction, *job,
            resultOf(Reason::Cancelled, QStringLiteral("Cancelled; the executor was not heard of again."))));
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
    if (expired().isEmpty())
        return 0;
    int count = 0;
    MERGELOOM_CHECK(m_database.write([&](const WriteTransaction &transaction) -> Result<void> {
        for (const JobId &id : expired()) { // again: a heartbeat may have come while this waited for the writer
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
