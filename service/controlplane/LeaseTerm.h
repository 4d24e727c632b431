#pragma once

#include <algorithm>
#include <chrono>

namespace mergeloom {

/// How long an executor may act under its lease, by its own clock. Counted from when it asked, less a twentieth for clocks
/// that run slow, it ends before the controller's count does: so a job never has two executors that may publish.
class LeaseTerm
{
public:
    /// Time since the host was booted, hours of sleep included; the wall clock does not matter.
    using Moment = std::chrono::milliseconds;
    static Moment now();

    /// The controller has answered what was asked at `askedAt` with a lease of `length` from then on.
    void renew(Moment askedAt, std::chrono::seconds length)
    {
        // Answers can come in another order than they were asked for.
        m_end = std::max(m_end, askedAt + std::chrono::duration_cast<Moment>(length) * 19 / 20);
    }
    bool holds(Moment at) const { return at < m_end; }
    Moment end() const { return m_end; }

private:
    Moment m_end{0};
};

} // namespace mergeloom
