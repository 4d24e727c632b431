#pragma once

#include <chrono>

namespace mergeloom {

/// Says how long to try again: with ever longer waits, and not for ever.
class Patience
{
public:
    explicit Patience(std::chrono::milliseconds most);
    /// Waits a little and says true, or that it is over.
    bool tryAgain();

private:
    std::chrono::steady_clock::time_point m_end;
    std::chrono::milliseconds m_next{10};
};

} // namespace mergeloom
