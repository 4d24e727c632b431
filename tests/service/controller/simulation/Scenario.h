#pragma once

#include "tests/service/controller/simulation/SimulatedExecutor.h"

namespace mergeloom::simulation {

/// What one seed makes: a few jobs and executors, four minutes of misfortune, and then a world in order, in which every job
/// has to come to its end.
class Scenario
{
public:
    Scenario(World &world, const QList<WorkerId> &workers, const QStringList &repositories)
        : m_world(world), m_gateway(world), m_repositories(repositories)
    {
        const int executors = int(world.chance.between(1, workers.size()));
        for (int n = 0; n < executors; ++n)
            m_executors.push_back(std::make_unique<SimulatedExecutor>(world, m_gateway, workers[n], n + 1));
    }

    void perform()
    {
        Chance &chance = m_world.chance;
        for (auto &executor : m_executors)
            m_world.agenda.in(chance.between(0, 3000), [&executor] { executor->start(); });
        for (qint64 n = chance.between(1, 3); n > 0; --n)
            m_world.agenda.in(chance.between(0, 30'000), [this] { submit(); });
        for (qint64 n = chance.between(2, 9); n > 0; --n)
            m_world.agenda.in(chance.between(0, badTime), [this] { misfortune(); });
        m_world.agenda.in(badTime, [this] { settle(); });
        while (m_world.broken.isEmpty() && !m_isOver && m_world.agenda.step())
            check();
    }

private:
    static constexpr qint64 badTime = 240'000;
    static constexpr qint64 longest = badTime + 3'600'000;

    /// The first promise: at no instant do two executors hold a job that both may publish.
    void check()
    {
        QMap<JobId, int> holders;
        for (const auto &executor : m_executors)
            if (const auto job = executor->entitledTo(); job && ++holders[*job] > 1)
                m_world.breach(QStringLiteral("two executors may publish %1").arg(m_world.named(*job)));
    }

    void submit()
    {
        if (!m_gateway.isUp())
            return m_world.agenda.in(2000, [this] { submit(); });
        api::TicketRequest request;
        request.title = QStringLiteral("simulated");
        request.repository = m_repositories[m_world.chance.between(0, m_repositories.size() - 1)];
        if (const auto ticket = m_gateway.intake().submit(request, QStringLiteral("people")); ticket && ticket->job)
            m_jobs << ticket->job->id;
    }

    SimulatedExecutor &someExecutor()
    {
        return *m_executors[size_t(m_world.chance.between(0, qint64(m_executors.size()) - 1))];
    }
    void then(qint64 least, qint64 most, std::function<void()> what)
    {
        m_world.agenda.in(m_world.chance.between(least, most), [this, what = std::move(what)] {
            if (!m_isSettled)
                what();
        });
    }

    void misfortune()
    {
        SimulatedExecutor &one = someExecutor();
        switch (m_world.chance.between(0, 13)) {
        case 0:
            one.up.isCut = one.down.isCut = true;
            m_world.note(QStringLiteral("network"), QStringLiteral("is cut"));
            return then(1000, 150'000, [&one] { one.up.isCut = one.down.isCut = false; });
        case 1:
            one.down.isCut = true;
            m_world.note(QStringLiteral("network"), QStringLiteral("brings no answers"));
            return then(1000, 100'000, [&one] { one.down.isCut = false; });
        case 2:
            one.up.isSlow = one.down.isSlow = true;
            return then(10'000, 200'000, [&one] { one.up.isSlow = one.down.isSlow = false; });
        case 3:
        case 4:
            one.pause();
            m_world.note(QStringLiteral("executor"), QStringLiteral("stands still"));
            return then(100, 150'000, [&one] { one.goOn(); });
        case 5:
            one.crash();
            return then(100, 120'000, [&one] { one.start(); });
        case 6:
            one.drain();
            return then(1000, 120'000, [&one] { one.start(); });
        case 7:
            m_gateway.crash();
            return then(100, 90'000, [this] { startGateway(); });
        case 8:
        case 9: {
            const bool sleeps = m_world.chance.oneIn(2);
            m_gateway.pause(sleeps);
            m_world.note(QStringLiteral("gateway"), sleeps ? QStringLiteral("sleeps") : QStringLiteral("stands still"));
            return then(100, 120'000, [this] { m_gateway.goOn(); });
        }
        case 10:
            m_world.note(QStringLiteral("disk"), QStringLiteral("is full"));
            m_world.failCommits(1);
            return then(500, 60'000, [this] { m_world.failCommits(0); });
        case 11:
            return jumpWallClock();
        default:
            return interfere();
        }
    }

    void startGateway()
    {
        if (!m_gateway.isUp()) {
            m_world.note(QStringLiteral("gateway"), QStringLiteral("starts"));
            m_gateway.start();
        }
    }
    void jumpWallClock();
    /// People cancel, and try again.
    void interfere()
    {
        if (!m_gateway.isUp() || m_jobs.isEmpty())
            return;
        const JobId job = m_jobs[m_world.chance.between(0, m_jobs.size() - 1)];
        const bool isCancelled = m_world.chance.oneIn(2);
        m_world.note(QStringLiteral("people"),
            (isCancelled ? QStringLiteral("cancel ") : QStringLiteral("try again ")) + m_world.named(job));
        if (isCancelled)
            (void)m_gateway.queue().cancel(job, {}, QStringLiteral("people"));
        else
            (void)m_gateway.intake().retry(job, QStringLiteral("people"));
    }

    /// From here on all is well.
    void settle()
    {
        m_world.note(QStringLiteral("world"), QStringLiteral("is in order again"));
        m_isSettled = true;
        m_world.failCommits(0);
        m_gateway.goOn();
        startGateway();
        for (auto &executor : m_executors) {
            executor->up.isCut = executor->down.isCut = executor->up.isSlow = executor->down.isSlow = false;
            executor->up.isPerfect = executor->down.isPerfect = true;
            executor->goOn();
        }
        look();
    }

    /// The second promise: no job is lost.
    void look()
    {
        for (auto &executor : m_executors)
            executor->start();
        bool isAnyOpen = false;
        for (const JobId &job : m_jobs)
            isAnyOpen = isAnyOpen || isOpen(m_world.stored(job).view.state);
        if (!isAnyOpen) {
            m_isOver = true;
            return;
        }
        if (m_world.agenda.now() > longest)
            return m_world.breach(QStringLiteral("a job is lost: all is well for an hour, and it has not ended"));
        m_world.agenda.in(10'000, [this] { look(); });
    }

    World &m_world;
    Gateway m_gateway;
    QStringList m_repositories;
    std::vector<std::unique_ptr<SimulatedExecutor>> m_executors;
    QList<JobId> m_jobs;
    bool m_isSettled = false;
    bool m_isOver = false;
};

} // namespace mergeloom::simulation
