#include "service/executor/LeaseKeeper.h"

namespace mergeloom {

namespace {

/// From then on the wait is on record.
constexpr std::chrono::seconds quietWait{3};

} // namespace

void LeaseKeeper::renewed(LeaseTerm::Moment askedAt, std::chrono::seconds length)
{
    {
        const std::lock_guard lock(m_mutex);
        m_term.renew(askedAt, length);
        m_newest = std::max(m_newest, askedAt);
    }
    m_changed.notify_all();
}

void LeaseKeeper::look(LeaseTerm::Moment now)
{
    std::stop_source ended(std::nostopstate);
    {
        const std::lock_guard lock(m_mutex);
        if (!m_term.holds(now))
            ended = m_held;
    }
    ended.request_stop();
}

std::stop_token LeaseKeeper::hold(const StageScope &scope)
{
    const LeaseTerm::Moment asked = LeaseTerm::now();
    m_renew();
    const auto isRenewed = [&] { return m_newest >= asked && m_term.holds(LeaseTerm::now()); };
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait_for(lock, scope.stop, quietWait, isRenewed) && !scope.stop.stop_requested()) {
        lock.unlock();
        scope.message(QStringLiteral("warning"),
            QStringLiteral("The push waits until the controller has renewed the lease of the job."));
        lock.lock();
        m_changed.wait(lock, scope.stop, isRenewed);
    }
    m_held = std::stop_source();
    const std::stop_source held = m_held;
    lock.unlock();
    // Made without the lock: of a run that was stopped it is called at once.
    m_runStops.emplace(scope.stop, [held]() mutable { held.request_stop(); });
    return held.get_token();
}

} // namespace mergeloom
