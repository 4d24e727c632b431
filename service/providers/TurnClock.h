#pragma once

#include "shared/core/Result.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace mergeloom {

/// Ends the turn of a program that has said its last word and does not go, that says nothing any more, or that must not go
/// on. All of it may be called from any thread.
class TurnClock
{
public:
    /// `silence`: so long without a word is too long.
    TurnClock(std::chrono::milliseconds silence, std::stop_token stop);

    void heard();
    /// It has said its last word: what is not gone by itself after this time is ended.
    void endAfter(std::chrono::milliseconds time);
    /// It must not go on. The first reason counts.
    void end(const Error &why);
    /// A person holds it up, and silence is nothing to wonder about until release().
    void hold();
    void release();

    std::stop_token token() const { return m_ending.get_token(); }
    std::optional<Error> why() const;

private:
    using Clock = std::chrono::steady_clock;
    void watch(const std::stop_token &stop);

    const std::chrono::milliseconds m_silence;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    Clock::time_point m_heard = Clock::now();
    std::optional<Clock::time_point> m_end;
    int m_holds = 0;
    std::optional<Error> m_why;
    std::stop_source m_ending;
    std::stop_callback<std::function<void()>> m_onStop;
    std::jthread m_thread; ///< last: it uses all the others
};

} // namespace mergeloom
