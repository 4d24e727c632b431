#pragma once

#include "service/platform/HttpClient.h"
#include "shared/core/Log.h"
#include "shared/core/Result.h"
#include "shared/core/Timestamp.h"

#include <QString>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// Both clocks, since either alone misleads: the wall clock is put forward and back, and the steady one stands still
/// while the machine sleeps.
struct ExpiryClock {
    std::function<Timestamp()> now;
    std::function<std::chrono::milliseconds()> steady;

    static ExpiryClock real()
    {
        return {[] { return Timestamp::now(); },
            [] {
                return std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::steady_clock::now().time_since_epoch());
            }};
    }
};

/// A value that ends at a time, such as an access token, and how the next one is fetched. For any thread; one fetches
/// at a time. A value that is about to end is fetched anew by the thread that asks first, while the others go on with
/// the old one; so does that thread when the fetch fails. A value whose end has come is waited for.
template <class T>
class Expiring
{
public:
    struct Fresh {
        T value;
        /// Counted from the moment in which the fetch began; none: it does not end. Services that tell a moment instead
        /// of a time: see lifetimeUntil().
        std::optional<std::chrono::milliseconds> lifetime;
    };
    using Fetch = std::function<Result<Fresh>(std::stop_token)>;

    /// `name` is for people: "The Google access token". Refreshed when less than `ahead` is left, or less than a quarter
    /// of the lifetime where that is shorter.
    Expiring(QString name, Fetch fetch, std::chrono::milliseconds ahead = std::chrono::minutes(5),
        ExpiryClock clock = ExpiryClock::real())
        : m_name(std::move(name)), m_fetch(std::move(fetch)), m_ahead(ahead), m_clock(std::move(clock))
    {
    }

    /// Errors are those of the fetch; `cancelled` when `stop` came first.
    Result<T> get(std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        const quint64 failuresBefore = m_failures;
        for (;;) {
            const bool isUsable = isBefore(m_usableUntil);
            if (isUsable && (m_isFetching || isBefore(m_refreshAt) || m_clock.steady() < m_pauseUntil))
                return *m_value;
            if (!m_isFetching)
                return fetch(lock, isUsable, std::move(stop));
            if (!m_changed.wait(lock, stop, [&] { return !m_isFetching; }))
                return failure(ErrorCode::Cancelled, QStringLiteral("%1 was no longer waited for.").arg(m_name));
            // Whoever waited for a fetch that failed has its answer; another one right now would fail alike.
            if (m_failures != failuresBefore && !isBefore(m_usableUntil))
                return Unexpected(*m_error);
        }
    }

    /// The service does not take `value`: it is not given again.
    void refuse(const T &value)
    {
        const std::lock_guard lock(m_mutex);
        if (m_value && *m_value == value)
            m_value.reset();
    }

private:
    /// A moment on both clocks.
    struct Moment {
        std::optional<Timestamp> wall; ///< none: never
        std::chrono::milliseconds steady{0};
    };

    bool isBefore(const Moment &moment) const
    {
        return m_value && (!moment.wall || (m_clock.now() < *moment.wall && m_clock.steady() < moment.steady));
    }

    Result<T> fetch(std::unique_lock<std::mutex> &lock, bool isUsable, std::stop_token stop)
    {
        const Timestamp wall = m_clock.now();
        const std::chrono::milliseconds steady = m_clock.steady();
        m_isFetching = true;
        lock.unlock();
        Result<Fresh> fetched = m_fetch(stop);
        lock.lock();
        m_isFetching = false;
        m_changed.notify_all();
        if (fetched) {
            store(std::move(*fetched), wall, steady);
            return *m_value;
        }
        if (!stop.stop_requested()) { // one who was told to stop says nothing about the service
            ++m_failures;
            m_error = fetched.error();
        }
        if (!isUsable || !isBefore(m_usableUntil))
            return Unexpected(fetched.error());
        m_pauseUntil = m_clock.steady() + pauseAfterFailure;
        log::warning(QStringLiteral("A credential could not be refreshed; the old one is still good"),
            {{"credential", m_name}, {"error", fetched.error().message}});
        return *m_value;
    }

    void store(Fresh fresh, Timestamp wall, std::chrono::milliseconds steady)
    {
        m_value = std::move(fresh.value);
        m_usableUntil = m_refreshAt = {};
        m_pauseUntil = std::chrono::milliseconds(0);
        if (!fresh.lifetime)
            return;
        const auto after = [&](std::chrono::milliseconds span) {
            return Moment{Timestamp{wall.microseconds + span.count() * 1000}, steady + span};
        };
        // What was just fetched is tried once, even where a clock that is wrong makes it seem too old.
        const auto lifetime = std::max(*fresh.lifetime, std::chrono::milliseconds(0));
        m_usableUntil = after(lifetime - std::min(transit, lifetime / 10));
        m_refreshAt = after(lifetime - std::min(m_ahead, lifetime / 4));
    }

    /// A request is on its way for a moment before the service looks at its token.
    static constexpr std::chrono::milliseconds transit{10'000};
    static constexpr std::chrono::milliseconds pauseAfterFailure{10'000};

    const QString m_name;
    const Fetch m_fetch;
    const std::chrono::milliseconds m_ahead;
    const ExpiryClock m_clock;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::optional<T> m_value;
    Moment m_usableUntil;
    Moment m_refreshAt;
    std::chrono::milliseconds m_pauseUntil{0}; ///< of refreshes ahead of time
    bool m_isFetching = false;
    quint64 m_failures = 0;
    std::optional<Error> m_error; ///< of the newest failure
};

/// What is left until `end`, for answers that tell a moment; zero when it is over. `skew`: see clockSkew().
std::chrono::milliseconds lifetimeUntil(Timestamp end, Timestamp now, std::chrono::milliseconds skew = {});

/// How far the clock of a service is ahead of ours, by the `date` of its answer; zero where it sent none, or where the way
/// of the answer explains the difference.
std::chrono::milliseconds clockSkew(const HttpHeaders &headers, Timestamp now);

} // namespace mergeloom
