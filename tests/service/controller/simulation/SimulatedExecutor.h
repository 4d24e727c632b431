#pragma once

#include "tests/service/controller/simulation/SimulatedProcess.h"

#include "shared/core/Ulid.h"

namespace mergeloom::simulation {

/// What an executor does with leases, as service/executor does it: lease, heartbeat, take up again, publish, finish, hand
/// back, and after a restart tell or continue what it had begun. Its work is time that goes by.
class SimulatedExecutor : public SimulatedProcess
{
public:
    SimulatedExecutor(World &world, Gateway &gateway, const WorkerId &worker, int number)
        : SimulatedProcess(world, gateway, QStringLiteral("executor %1").arg(number)), m_worker(worker)
    {
    }

    void start()
    {
        if (isUp())
            return;
        beginLife();
        m_isDraining = false;
        m_requestId = m_keptRequest;
        m_left ? resumeLeft() : lease();
    }
    void crash() ///< kill -9
    {
        if (!isUp())
            return;
        endLife();
        m_run.reset();
    }
    /// TERM: no new job; the running one is handed back at its next checkpoint, or left when the grace time is over.
    void drain()
    {
        if (!isUp() || m_isDraining)
            return;
        m_world.note(m_name, QStringLiteral("drains"));
        m_isDraining = true;
        later(30'000, [this] { crash(); });
        if (!m_run)
            crash();
    }

    /// The job that this executor would publish for at this instant, by all that it knows.
    std::optional<JobId> entitledTo() const
    {
        if (!isUp() || !m_run || m_run->stop || m_run->result || !m_run->term.holds(clock()))
            return std::nullopt;
        return m_run->job.jobId;
    }

private:
    struct Run {
        JobEnvelope job;
        LeaseTerm term;
        int steps = 0;
        bool isBeating = false;
        std::optional<Reason> stop;
        std::optional<RunResult> result;
    };
    /// What the run directory holds.
    struct Left {
        JobEnvelope job;
        int steps = 0;
        QString branchHead; ///< that the checkout was made from
        std::optional<RunResult> result;
    };

    void lease()
    {
        if (m_isDraining)
            return crash();
        if (m_requestId.isEmpty())
            m_requestId = m_keptRequest = makeUlid();
        using Answer = std::optional<JobEnvelope>;
        const auto askedAt = clock();
        ask<Answer>(
            60'000,
            [this, request = protocol::LeaseRequest{m_worker, m_requestId, {}, 0}](
                Queue &queue, const Then<Answer> &reply) {
                const Result<Answer> answer = queue.tryLease(request);
                if (answer && *answer)
                    m_world.checkLease(request.requestId, (*answer)->leaseId);
                reply(answer);
            },
            [this, askedAt](const Result<Answer> &answer) {
                if (!answer)
                    return later(m_world.chance.between(250, 15'000), [this] { lease(); });
                if (*answer)
                    return begin(**answer, askedAt);
                m_requestId.clear();
                later(m_world.chance.between(500, 20'000), [this] { lease(); });
            });
    }

    void begin(const JobEnvelope &job, LeaseTerm::Moment askedAt)
    {
        m_requestId.clear();
        m_left = Left{job, int(m_world.chance.between(1, 12)), m_world.branches[job.jobId].head, {}};
        work(*m_left, askedAt, job.leaseSeconds);
    }

    void work(const Left &left, LeaseTerm::Moment askedAt, int leaseSeconds)
    {
        m_world.note(m_name,
            QStringLiteral("works on %1 under %2, %3 steps")
                .arg(m_world.named(left.job.jobId), m_world.named(left.job.leaseId))
                .arg(left.steps));
        m_run = Run{left.job, {}, left.steps, false, {}, {}};
        m_run->term.renew(askedAt, std::chrono::seconds(leaseSeconds));
        heartbeat();
        step();
    }

    // ---- the main thread

    void heartbeat()
    {
        if (!m_run || m_run->isBeating)
            return;
        m_run->isBeating = true;
        const auto askedAt = clock();
        using Answer = protocol::LeaseAnswer;
        protocol::HeartbeatRequest request;
        request.leaseId = m_run->job.leaseId;
        request.waitSeconds = 15;
        ask<Answer>(
            25'000,
            [this, request, job = m_run->job.jobId](Queue &, const Then<Answer> &reply) {
                m_gateway.beat({job, m_worker, request, m_world.agenda.now() + 15'000, reply});
            },
            [this, askedAt, run = m_run->job.runId, lease = request.leaseId](const Result<Answer> &answer) {
                if (!isActive(run))
                    return;
                m_run->isBeating = false;
                if (answer) {
                    take(*answer, askedAt);
                    return heartbeat();
                }
                if (m_run->stop || m_run->result)
                    return;
                if (m_run->job.leaseId != lease)
                    return heartbeat(); // it has another name by now
                if (isExpired(answer.error()))
                    return resume([this] { heartbeat(); });
                if (isLost(answer.error()))
                    return stop(Reason::LeaseLost);
                later(1000, [this] { heartbeat(); });
            });
    }

    bool isActive(const RunId &run) const { return m_run && m_run->job.runId == run; }

    void takeName(const Resumed &answer, LeaseTerm::Moment askedAt)
    {
        m_run->term.renew(askedAt, std::chrono::seconds(answer.leaseSeconds));
        m_run->job.leaseId = m_left->job.leaseId = answer.job->leaseId;
    }

    void take(const protocol::LeaseAnswer &answer, LeaseTerm::Moment askedAt)
    {
        m_run->term.renew(askedAt, std::chrono::seconds(answer.leaseSeconds));
        for (const protocol::RunCommand &command : answer.commands)
            if (command.command == u"cancel")
                stop(Reason::Cancelled);
    }

    /// Takes a lease that ran out up again; tries until there is an answer.
    void resume(const std::function<void()> &then)
    {
        const auto askedAt = clock();
        const JobEnvelope &job = m_run->job;
        ask<Resumed>(
            10'000,
            [this, id = job.jobId, request = protocol::ResumeRequest{job.leaseId, job.runId}](
                Queue &queue, const Then<Resumed> &reply) { reply(queue.resume(id, request, m_worker)); },
            [this, askedAt, then, run = job.runId](const Result<Resumed> &answer) {
                if (!isActive(run))
                    return;
                if (answer)
                    takeName(*answer, askedAt);
                else if (isLost(answer.error()))
                    stop(Reason::LeaseLost);
                else
                    return later(1000, [this, then] { m_run ? resume(then) : void(); });
                then();
            });
    }

    /// Renews the lease at once; comes back with it, or with a run that is to stop.
    void renew(const std::function<void()> &then)
    {
        using Answer = protocol::LeaseAnswer;
        const auto askedAt = clock();
        protocol::HeartbeatRequest request;
        request.leaseId = m_run->job.leaseId;
        ask<Answer>(
            10'000,
            [this, id = m_run->job.jobId, request](
                Queue &queue, const Then<Answer> &reply) { reply(queue.heartbeat(id, request, m_worker)); },
            [this, askedAt, then, run = m_run->job.runId, lease = request.leaseId](const Result<Answer> &answer) {
                if (!isActive(run))
                    return;
                if (answer)
                    take(*answer, askedAt);
                else if (m_run->job.leaseId != lease)
                    return renew(then);
                else if (isExpired(answer.error()))
                    return resume(then);
                else if (isLost(answer.error()))
                    stop(Reason::LeaseLost);
                else
                    return later(1000, [this, then] { m_run ? renew(then) : void(); });
                then();
            });
    }

    void stop(Reason reason)
    {
        if (m_run->stop || m_run->result)
            return;
        m_world.note(m_name, QStringLiteral("stops its run: %1").arg(enumName(reason)));
        m_run->stop = reason;
    }

    // ---- the run

    void step()
    {
        later(m_world.chance.between(200, 12'000), [this] {
            if (!m_run || m_run->result)
                return;
            if (m_run->stop)
                return end(*m_run->stop);
            m_left->steps = --m_run->steps;
            if (m_isDraining)
                return handBack();
            if (m_run->steps > 0)
                return step();
            if (m_world.chance.oneIn(8))
                return end(Reason::ValidationFailed);
            askToPublish();
        });
    }

    void askToPublish()
    {
        renew([this] {
            if (m_run->stop)
                return end(*m_run->stop);
            // Some time between the answer and the push; a process can stand still right here.
            later(m_world.chance.oneIn(20) ? m_world.chance.between(1, 5000) : 1, [this] { push(); });
        });
    }

    void push()
    {
        if (m_run->stop)
            return end(*m_run->stop);
        if (!m_run->term.holds(clock()))
            return askToPublish();
        const JobEnvelope &job = m_run->job;
        m_world.note(m_name, QStringLiteral("pushes for %1").arg(m_world.named(job.jobId)));
        const StoredJob stored = m_world.stored(job.jobId);
        if (stored.leaseId != job.leaseId
            || (stored.view.state != JobState::Leased && stored.view.state != JobState::Running))
            m_world.breach(QStringLiteral("%1 begins to publish %2 under %3, which the queue does not hold")
                               .arg(m_name, m_world.named(job.jobId), m_world.named(job.leaseId)));
        const qint64 takes =
            m_world.chance.oneIn(6) ? m_world.chance.between(1000, 100'000) : m_world.chance.between(20, 800);
        const QString expected = m_left->branchHead;
        const auto isOnItsWay = std::make_shared<bool>(true);
        // Bytes that have left go on without their sender.
        m_world.agenda.in(takes, [this, life = m_life, job, expected, isOnItsWay] {
            if (!*isOnItsWay || (life != m_life && m_world.chance.oneIn(2)))
                return;
            const bool isMoved = m_world.land(job, expected);
            m_process.act([this, life, isMoved, isOnItsWay] {
                if (life == m_life && std::exchange(*isOnItsWay, false))
                    end(isMoved ? Reason::PublishFailed : Reason::None);
            });
        });
        watch(isOnItsWay);
    }

    /// A push does not outlive the lease by more than a second; what came of it is seen when the lease is held again.
    void watch(const std::shared_ptr<bool> &isOnItsWay)
    {
        later(1000, [this, isOnItsWay] {
            if (!*isOnItsWay)
                return;
            if (!m_run->stop && m_run->term.holds(clock()))
                return watch(isOnItsWay);
            *isOnItsWay = false;
            if (m_run->stop)
                return end(*m_run->stop);
            m_world.note(m_name, QStringLiteral("ends its push: the lease ran out"));
            askToPublish();
        });
    }

    void end(Reason reason)
    {
        RunResult result;
        result.outcome = outcomeOf(reason);
        result.reason = reason;
        result.summary = QStringLiteral("simulated");
        m_run->result = m_left->result = result;
        m_world.note(m_name, QStringLiteral("ends its run: %1").arg(enumName(reason)));
        finish(m_run->job, result, [this] {
            m_run.reset();
            m_left.reset();
            lease();
        });
    }

    void finish(const JobEnvelope &job, const RunResult &result, const std::function<void()> &then)
    {
        using Answer = protocol::FinishAnswer;
        ask<Answer>(
            60'000,
            [this, id = job.jobId, request = protocol::FinishRequest{job.leaseId, job.runId, result}](
                Queue &queue, const Then<Answer> &reply) {
                const Result<Answer> answer = queue.finish(id, request, m_worker);
                m_world.checkFinish(request.leaseId, answer.has_value(), answer || isLost(answer.error()));
                reply(answer);
            },
            [this, job, result, then](const Result<Answer> &answer) {
                if (!answer && !isLost(answer.error()))
                    return later(m_world.chance.between(250, 15'000), [=, this] { finish(job, result, then); });
                then();
            });
    }

    void handBack()
    {
        using Answer = protocol::Acknowledged;
        const JobEnvelope &job = m_run->job;
        m_run->stop = Reason::LeaseLost; // nothing is published any more
        ask<Answer>(
            10'000,
            [this, id = job.jobId, request = protocol::ReleaseRequest{job.leaseId, job.runId}](
                Queue &queue, const Then<Answer> &reply) { reply(queue.release(id, request, m_worker)); },
            [this](const Result<Answer> &answer) {
                if (answer || isLost(answer.error()))
                    return crash();
                later(1000, [this] { handBack(); });
            });
    }

    /// After a restart: what was finished is told, what was not is continued, if the job is still to be had.
    void resumeLeft()
    {
        const Left left = *m_left;
        const auto tell = [this](const Left &told, Reason reason) {
            RunResult result = told.result.value_or(RunResult{});
            if (!told.result) {
                result.reason = reason;
                result.outcome = outcomeOf(reason);
            }
            finish(told.job, result, [this] {
                m_left.reset();
                lease();
            });
        };
        if (left.result || m_world.chance.oneIn(4))
            return tell(left, Reason::LeaseLost);
        const auto askedAt = clock();
        ask<Resumed>(
            10'000,
            [this, left](Queue &queue, const Then<Resumed> &reply) {
                reply(queue.resume(left.job.jobId, {left.job.leaseId, left.job.runId}, m_worker));
            },
            [this, left, askedAt, tell](const Result<Resumed> &answer) {
                if (answer) {
                    m_left->job.leaseId = answer->job->leaseId;
                    return work(*m_left, askedAt, answer->leaseSeconds);
                }
                if (isLost(answer.error()))
                    return tell(left, Reason::LeaseLost);
                later(m_world.chance.between(250, 15'000), [this] { resumeLeft(); });
            });
    }

    WorkerId m_worker;
    bool m_isDraining = false;
    QString m_requestId;   ///< of the request that has no answer yet
    QString m_keptRequest; ///< on disk
    std::optional<Run> m_run;
    std::optional<Left> m_left; ///< on disk
};

} // namespace mergeloom::simulation
