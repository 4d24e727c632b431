#include "service/providers/TurnClock.h"

#include <algorithm>

namespace mergeloom {

TurnClock::TurnClock(std::chrono::milliseconds silence, std::stop_token stop)
    : m_silence(silence), m_onStop(std::move(stop), [this] { m_ending.request_stop(); }),
      m_thread([this](const std::stop_token &over) { watch(over); })
{
}

void TurnClock::heard()
{
    const std::lock_guard lock(m_mutex);
    m_heard = Clock::now();
}

void TurnClock::endAfter(std::chrono::milliseconds time)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_end)
            m_end = Clock::now() + time;
    }
    m_changed.notify_all();
}

void TurnClock::end(const Error &why)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_why || m_end)
            return;
        m_why = why;
    }
    m_ending.request_stop();
}

void TurnClock::hold()
{
    const std::lock_guard lock(m_mutex);
    ++m_holds;
}

void TurnClock::release()
{
    const std::lock_guard lock(m_mutex);
    --m_holds;
    m_heard = Clock::now();
}

std::optional<Error> TurnClock::why() const
{
    const std::lock_guard lock(m_mutex);
    return m_why;
}

void TurnClock::watch(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        const Clock::time_point now = Clock::now();
        if (m_holds > 0)
            m_heard = now;
        const Clock::time_point due = m_end.value_or(m_heard + m_silence);
        if (now >= due) {
            if (!m_end)
                m_why = Error{ErrorCode::Timeout,
                    QStringLiteral("The agent program said nothing for %1 s, and was ended.")
                        .arg(double(m_silence.count()) / 1000),
                    {}};
            lock.unlock();
            m_ending.request_stop();
            return;
        }
        m_changed.wait_until(lock, stop, due, [&] { return m_end && *m_end < due; });
    }
}

} // namespace mergeloom
