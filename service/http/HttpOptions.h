#pragma once

#include "service/http/RequestFraming.h"

#include <QMap>

#include <chrono>
#include <functional>

namespace mergeloom {

/// What one client, and all of them together, may take. The defaults suit a service on one host.
struct HttpOptions {
    FramingLimits framing;
    qint64 bodySize = 4 * 1024 * 1024;
    /// Path prefix (`/api/gateway/`) to another body limit in bytes; the longest prefix wins.
    QMap<QByteArray, qint64> bodySizes;
    /// Bodies up to this many bytes are read before it is asked who is calling; larger ones only after.
    qint64 anonymousBodySize = 64 * 1024;

    std::chrono::milliseconds headTime{10'000};  ///< from the first byte of a request to the end of its head
    std::chrono::milliseconds bodyTime{30'000};  ///< for a body, beside what `slowestBody` allows for its size
    qint64 slowestBody = 64 * 1024;              ///< bytes a second
    std::chrono::milliseconds idleTime{60'000};  ///< without a request
    std::chrono::milliseconds writeTime{60'000}; ///< without a byte of an answer taken by the client
    std::chrono::milliseconds drainTime{2'000};  ///< after the last answer, for the client to read it and close

    int connections = 512;                      ///< over it, the connection longest idle makes room; when none is, 503
    std::chrono::milliseconds idleGrace{5'000}; ///< an idle connection younger than this is not ended to make room
    int poolThreads = 4;
    int poolQueue = 256;                ///< requests waiting for a pool thread; over it, 503
    qint64 streamBacklog = 1024 * 1024; ///< bytes a reader of a live stream may fall behind

    /// Told of each answer to a request that could be read: the path of its route, empty for none, and its status. Main thread.
    std::function<void(const QString &path, int status)> onAnswer;

    qint64 bodyLimitFor(QByteArrayView path) const
    {
        qint64 limit = bodySize;
        qsizetype longest = -1;
        for (auto it = bodySizes.begin(); it != bodySizes.end(); ++it) {
            if (path.startsWith(it.key()) && it.key().size() > longest) {
                longest = it.key().size();
                limit = it.value();
            }
        }
        return limit;
    }
};

} // namespace mergeloom
