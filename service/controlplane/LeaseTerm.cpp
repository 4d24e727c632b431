#include "service/controlplane/LeaseTerm.h"

#include <ctime>

namespace mergeloom {

LeaseTerm::Moment LeaseTerm::now()
{
    // CLOCK_MONOTONIC stands still while the host sleeps, and the controller's lease does not wait for that.
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec)
        + std::chrono::duration_cast<Moment>(std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace mergeloom
