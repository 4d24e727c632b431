#pragma once

#include "service/platform/HttpClient.h"
#include "shared/core/Result.h"
#include "shared/core/Timestamp.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// How one try of a call to a model service went wrong.
struct CallFailure {
    int status = 0;                                 ///< HTTP; 0: none came, or the failure came inside a stream
    QString type;                                   ///< the service's word for it, e.g. `overloaded_error`
    QString code;                                   ///< the service's finer word, e.g. `insufficient_quota`
    QString message;                                ///< the service's text
    std::optional<std::chrono::milliseconds> asked; ///< wait that the body asks for
    HttpHeaders headers;                            ///< of the answer; names in lower case
    std::optional<ErrorCode> transport;             ///< no whole answer came: unavailable (also: cut off), timeout

    /// Reads the error bodies of the vendors: {"error": {"type", "code", "message"}}, {"error": "text"}, {"message"},
    /// {"detail"}, google.rpc.Status ({"error": {"status", "code", "message", "details"}}, also as only element of a list),
    /// or plain text.
    static CallFailure ofBody(int status, const HttpHeaders &headers, const QByteArray &body);
    /// The same from an error event inside a stream; a number as code stands for a status.
    static CallFailure ofStream(const QJsonObject &event);

    bool isContextTooLong() const;
};

/// Time, as tests may want it otherwise.
struct RetryClock {
    std::function<Timestamp()> now;
    /// False when the stop came first.
    std::function<bool(std::chrono::milliseconds, std::stop_token)> sleep;
    std::function<double()> jitter; ///< from 0 to 1

    static RetryClock real();
};

/// Which failures are worth another try, and when. Pure: all it knows comes as an argument.
struct RetryPolicy {
    int maximumRetries = 10;
    std::chrono::milliseconds firstWait{500};
    std::chrono::milliseconds longestWait{60'000}; ///< of our own back-off; a service may ask for more
    std::chrono::milliseconds totalWait{600'000};  ///< of all waits of one call

    static bool isWorthRetrying(const CallFailure &failure);

    /// The wait before retry number `retry` (from 1), or nothing: give up. `waited` is the sum so far.
    std::optional<std::chrono::milliseconds> waitBefore(
        int retry, std::chrono::milliseconds waited, const CallFailure &failure, Timestamp now, double jitter) const;

    /// What the service itself asked for: `retry-after-ms`, `retry-after` (seconds or date), or for a 429 the reset
    /// times of those limits that have nothing remaining. Nothing when it said nothing that can be read.
    static std::optional<std::chrono::milliseconds> askedWait(const CallFailure &failure, Timestamp now);

    /// The error that a caller gets; `service` is a name for people.
    static Error errorOf(const CallFailure &failure, const QString &service, int tries);
};

} // namespace mergeloom
