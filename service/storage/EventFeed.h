#pragma once

#include "service/storage/Database.h"

#include <atomic>
#include <mutex>
#include <thread>

struct pg_conn;

namespace mergeloom {

/// Tells one listener of all events of a PostgreSQL database, whichever gateway stored them, in the order of their ids and
/// without a gap. What this gateway stored is told at once when nothing is missing before it; what another stored is read
/// when the database notifies of it, or within a second.
class EventFeed
{
public:
    /// The channel of LISTEN and NOTIFY; its payload is the id of the newest event.
    static constexpr auto channel = "mergeloom_events";

    using Read = std::function<Result<QList<StoredEvent>>(qint64 afterId, int limit)>;
    /// Begins after `newestId`. `read` is called on a thread of the feed.
    EventFeed(QString url, qint64 newestId, Read read, Database::Listener listener);
    ~EventFeed();
    EventFeed(const EventFeed &) = delete;
    EventFeed &operator=(const EventFeed &) = delete;

    /// From its return on the listener is not called any more.
    void stop();
    /// Any thread, after the commit.
    void stored(const QList<StoredEvent> &events);

private:
    void run();
    void listen();
    void waitForNews();
    void catchUp();
    bool isBehind();
    void wake();

    const QString m_url;
    const Read m_read;
    const Database::Listener m_listener;
    std::mutex m_mutex; // of the next two, and around the listener
    qint64 m_newest;    ///< told
    qint64 m_wanted;    ///< known to be stored
    std::atomic<bool> m_isStopping{false};
    int m_wakeUp = -1;               ///< an eventfd
    pg_conn *m_connection = nullptr; ///< of the thread, as the next
    bool m_mustLook = true;          ///< something may have come that nobody notified of
    std::thread m_thread;
};

} // namespace mergeloom
