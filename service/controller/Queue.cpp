#include "service/controller/Queue.h"

#include "service/controller/JobEvents.h"
#include "service/controller/Refusals.h"
#include "service/controller/WorkerCheckpoints.h"
#include "service/storage/WorkerStore.h"

namespace mergeloom {

namespace {

/// From this attempt on, a job whose executor ended under it is not given out again by itself.
constexpr int mostAttemptsAfterLoss = 5;

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
    : m_database(database), m_box(std::move(box)), m_options(std::move(options)), m_dayBudget(m_options.dayBudgets)
{
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
        MERGELOOM_TRY(auto same, JobStore::find(transaction, job.view.id));
        if (!same || same->leaseId != *lease || same->view.state == JobState::Queued || !isOpen(same->view.state))
            continue;
        same->view.updatedAt = Timestamp::now();
        MERGELOOM_CHECK(JobStore::update(transaction, *same));
        MERGELOOM_TRY(JobEnvelope again, envelope(transaction, *same));
        extend(*same); // the executor counts from when it asked this time
        return std::optional(Offer{std::move(again)});
    }
    return std::optional(Offer{});
}

Result<Queue::Candidates> Queue::candidates(const ReadTransaction &transaction) const
{
    Candidates found;
    QStringList withoutRepositories;
    for (;;) {
        MERGELOOM_TRY(auto job, JobStore::next(transaction, withoutRepositories));
        if (!job)
            return found;
        MERGELOOM_TRY(const bool isFree, JobStore::claimRepository(transaction, *job->repositoryId));
        if (!isFree) {
            withoutRepositories << job->repositoryId->text();
            continue;
        }
        if (job->view.replayOf) { // which spends nothing
            found.next = std::move(job);
            return found;
        }
        MERGELOOM_TRY(const DayOffer day, m_dayBudget.offer(transaction, *job, m_options.wallClock()));
        if (day.waits.isEmpty()) {
            found.next = std::move(job);
            found.share = day.share;
            return found;
        }
        withoutRepositories << job->repositoryId->text();
        if (job->view.waitsFor == day.waits)
            continue;
        job->view.waitsFor = day.waits;
        found.waiting << *job;
    }
}

Result<Queue::Offer> Queue::offer(const WriteTransaction &transaction, const protocol::LeaseRequest &request)
{
    // Its row is kept until the end: the same request again, to another gateway, waits for the answer to this one.
    MERGELOOM_TRY(const auto worker, WorkerStore::find(transaction, request.executorId));
    if (!worker)
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no worker %1. Enrol it again.").arg(request.executorId.text()));
    MERGELOOM_TRY(const auto before, offeredBefore(transaction, request));
    if (before)
        return *before;
    MERGELOOM_TRY(const auto running, JobStore::held(transaction));
    if (m_options.maximumRunning > 0 && running.size() >= m_options.maximumRunning)
        return Offer{};
    MERGELOOM_TRY(Candidates found, candidates(transaction));
    for (const StoredJob &waiting : found.waiting) {
        MERGELOOM_CHECK(JobStore::setWaiting(transaction, *waiting.repositoryId, waiting.view.waitsFor));
        MERGELOOM_CHECK(recordJobEvent(
            transaction, QLatin1StringView(event_type::jobWaits), waiting, {{"reason", waiting.view.waitsFor}}));
    }
    auto &job = found.next;
    if (!job)
        return Offer{};
    job->view.attempt += 1;
    job->view.runId = RunId::make();
    job->view.state = JobState::Leased;
    job->view.stage.clear();
    job->view.worker = worker->name;
    job->view.updatedAt = Timestamp::now();
    job->leaseId = LeaseId::make();
    job->workerId = worker->id;
    job->view.waitsFor.clear();
    if (!job->view.replayOf)
        MERGELOOM_CHECK(m_dayBudget.reserve(transaction, *job, found.share, m_options.wallClock()));
    auto made = envelope(transaction, *job);
    if (!made) {
        // Left in the queue it would stand before all others for ever.
        MERGELOOM_CHECK(close(transaction, *job, resultOf(Reason::CheckoutFailed, made.error().message)));
        return Offer{std::nullopt, true};
    }
    MERGELOOM_CHECK(JobStore::update(transaction, *job));
    MERGELOOM_CHECK(JobStore::setWaiting(transaction, *job->repositoryId, {}));
    MERGELOOM_CHECK(JobStore::rememberOwner(transaction, *job->view.runId, worker->id));
    if (!request.requestId.isEmpty())
        MERGELOOM_CHECK(JobStore::rememberRequest(
            transaction, worker->id, request.requestId, job->leaseId, job->view.id, Timestamp::now()));
    MERGELOOM_CHECK(recordJobEvent(transaction, QLatin1StringView(event_type::jobLeased), *job,
        {{"worker", worker->name}, {"lease_id", job->leaseId.text()}, {"run_id", job->view.runId->text()},
            {"attempt", job->view.attempt}}));
    forget(job->view.id); // and what was told to the run before
    extend(*job);
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
                MERGELOOM_TRY(const Candidates found, candidates(transaction));
                return before || found.next || !found.waiting.isEmpty();
            }));
        if (!isWorthTrying)
            return std::optional<JobEnvelope>();
        const auto work = [&](const WriteTransaction &transaction) { return offer(transaction, request); };
        // Rows say whether a job is free, but not how much all jobs together may use.
        const bool isLimited =
            m_options.maximumRunning > 0 || m_options.dayBudgets.tokens > 0 || m_options.dayBudgets.costUsd > 0;
        MERGELOOM_TRY(Offer given, isLimited ? m_database.write(work) : m_database.writeBeside(work));
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
    extend(job);
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
        // The lease gets a new id, so that what an earlier process sent, and what is still on its way, does no harm. The same
        // resume again is told the id that it was told before.
        MERGELOOM_TRY(const auto renamed, JobStore::leaseOfRequest(transaction, worker, request.leaseId.text()));
        MERGELOOM_TRY(StoredJob job, takenUpAgain(transaction, id, renamed.value_or(request.leaseId), worker));
        if (job.view.runId != request.runId)
            return leaseLost(id);
        if (!renamed) {
            job.leaseId = LeaseId::make();
            MERGELOOM_CHECK(JobStore::rememberRequest(
                transaction, worker, request.leaseId.text(), job.leaseId, id, Timestamp::now()));
        }
        {
            QMutexLocker lock(&m_mutex);
            m_leases[id].toldAt.clear(); // to the process before
        }
        job.view.state = JobState::Running;
        job.view.updatedAt = Timestamp::now();
        MERGELOOM_CHECK(JobStore::update(transaction, job));
        extend(job);
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
        job.view.state = JobState::Running;
        if (!request.acknowledged.isEmpty() && job.view.runId)
            MERGELOOM_CHECK(JobStore::acknowledge(transaction, *job.view.runId, request.acknowledged));
        if (!request.stage.isEmpty())
            job.view.stage = request.stage;
        if (job.view.runId)
            MERGELOOM_CHECK(
                DayBudget::heard(transaction, *job.view.runId, {request.tokens, request.costUsd.value_or(0)}));
        MERGELOOM_CHECK(WorkerCheckpoints::take(transaction, worker, request.checkpoint));
        job.view.updatedAt = Timestamp::now();
        extend(job);
        MERGELOOM_CHECK(JobStore::update(transaction, job));
        return answer(transaction, job);
    });
}

Result<void> Queue::close(const WriteTransaction &transaction, StoredJob &job, const RunResult &result)
{
    MERGELOOM_CHECK(DayBudget::settle(transaction, job.view.id));
    job.view.state = stateOf(result);
    job.view.waitsFor.clear();
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
        MERGELOOM_CHECK(WorkerCheckpoints::take(transaction, worker, request.checkpoint));
        StoredResult result{id, request.runId, request.leaseId, worker, request.result, false, Timestamp::now()};
        MERGELOOM_CHECK(
            DayBudget::heard(transaction, request.runId, {request.result.tokens, request.result.costUsd.value_or(0)}));
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

} // namespace mergeloom
