#pragma once

#include "service/providers/SignIn.h"

#include <QHash>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace mergeloom {

/// Which profiles are signed in on this host, as their programs said. Thread-safe; a program is only ever waited for on a
/// thread of its own, and asked again when its credential changed or its answer is old.
class SignInWatch
{
public:
    explicit SignInWatch(std::chrono::milliseconds freshFor = std::chrono::minutes(10)) : m_freshFor(freshFor) {}

    /// At once. Errors: unauthorized (needs a sign-in; what to do), what else checkSignIn() gave; `unavailable` with
    /// details.state `checking` until there is a first answer.
    Result<void> state(const SignIn &signIn);

private:
    using Clock = std::chrono::steady_clock;
    struct Known {
        QString stamp;
        Clock::time_point at;
        std::optional<Result<void>> answer;
        bool isAsked = false;
    };
    void work(const std::stop_token &stop);

    const std::chrono::milliseconds m_freshFor;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    QHash<QString, Known> m_known; ///< by profile and program
    std::deque<SignIn> m_waiting;
    std::jthread m_thread; ///< last: it uses all the others
};

} // namespace mergeloom
