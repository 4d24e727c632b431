#pragma once

#include "service/controlplane/LeaseTerm.h"
#include "service/pipeline/StageResult.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// The lease of the running job between two threads: the executor's main thread renews it, and the thread of the run asks for
/// a renewed one right before it publishes.
class LeaseKeeper
{
public:
    /// `renew` asks the controller now; it is called on the run's thread.
    explicit LeaseKeeper(std::function<void()> renew) : m_renew(std::move(renew)) {}

    /// The controller has answered what was asked at `askedAt`. Main thread.
    void renewed(LeaseTerm::Moment askedAt, std::chrono::seconds length);
    /// Ends what goes on under a lease whose time is over; to be called about once a second.
    void look(LeaseTerm::Moment now = LeaseTerm::now());

    /// Waits until the lease was renewed by a request that went out after this call. The token is asked to stop when the
    /// lease runs out, and when the run is.
    std::stop_token hold(const StageScope &scope);

private:
    std::function<void()> m_renew;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    LeaseTerm m_term;
    LeaseTerm::Moment m_newest{-1}; ///< when the newest request that was answered went out
    std::stop_source m_held;
    std::optional<std::stop_callback<std::function<void()>>> m_runStops;
};

} // namespace mergeloom
