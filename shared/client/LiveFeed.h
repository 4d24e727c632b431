#pragma once

#include "shared/client/ApiClient.h"
#include "shared/client/ServerSentEvents.h"

#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

namespace mergeloom {

/// Follows a live stream, of one run or of everything: every event once and in order, over any number of connections.
/// A connection that breaks or falls silent is made anew, later each time. The client must outlive it. One thread.
class LiveFeed
{
public:
    struct Callbacks {
        std::function<void(const api::EventView &)> onEvent;
        /// The stream cannot be had: `unauthorized`, `forbidden`, `not_found`, `invalid_input`. The feed has ended.
        std::function<void(const Error &)> onFailed;
        /// The connection is up, or (with the reason) down and will be tried again.
        std::function<void(const std::optional<Error> &)> onConnection;
    };
    /// Without a run: everything.
    LiveFeed(ApiClient &client, std::optional<RunId> run, Callbacks callbacks);
    ~LiveFeed();
    LiveFeed(const LiveFeed &) = delete;
    LiveFeed &operator=(const LiveFeed &) = delete;

    /// After the event `after` (seq of the run; id of everything, -1: only new ones). Callbacks may stop the feed.
    void start(qint64 after);
    void stop();
    /// Of the last event that was handed over.
    qint64 place() const { return m_after; }

    /// Between tries: doubled each time, up to the second.
    void setBackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest);

private:
    void connect();
    void takeBytes();
    void takeEnd();
    void takeMessage(const StreamMessage &message);
    void drop();

    ApiClient &m_client;
    std::optional<RunId> m_run;
    Callbacks m_callbacks;
    QPointer<QNetworkReply> m_reply;
    StreamParser m_parser;
    QTimer m_retry;
    QTimer m_silence; ///< the worker says something every 15 s
    qint64 m_after = 0;
    std::chrono::milliseconds m_firstWait{500};
    std::chrono::milliseconds m_longestWait{15'000};
    std::chrono::milliseconds m_wait{500};
    bool m_isUp = false;
    bool m_isRunning = false;
};

} // namespace mergeloom
