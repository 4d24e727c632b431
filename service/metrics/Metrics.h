#pragma once

#include "service/metrics/EventMetrics.h"
#include "service/metrics/StoreGauges.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace mergeloom {

/// What `/metrics` tells: counted from the stored events, and read from the database when it is asked for. Both are done on a
/// thread of its own, so that neither a writer nor a scrape waits for it. Thread-safe.
class Metrics
{
public:
    Metrics(Database &database, Workers &workers);
    ~Metrics();
    Metrics(const Metrics &) = delete;
    Metrics &operator=(const Metrics &) = delete;

    /// Counts what was stored. Returns at once; what comes too fast is told in `mergeloom_events_uncounted_total`.
    void take(const QList<StoredEvent> &events);
    /// The text of now. Waits 30 ms at most for the database; then its figures are those of before.
    QByteArray scrape();
    MetricRegistry &registry() { return m_registry; }

    /// What a request is about, by the path of its route: `/api/v1/runs/{id}` is `runs`; empty: `pages`.
    static QString routeClass(const QString &path);

private:
    struct Batch {
        QList<StoredEvent> events;
        Timestamp storedAt;
        qsizetype bytes = 0;
    };
    void run();
    void readGauges();
    EventMetrics::Lookup lookup();

    Database &m_database;
    MetricRegistry m_registry;
    EventMetrics m_events;
    StoreGauges m_gauges;

    std::mutex m_mutex; // of what follows
    std::condition_variable m_news;
    std::condition_variable m_read;
    std::deque<Batch> m_waiting;
    qsizetype m_waitingBytes = 0;
    quint64 m_wantedReads = 0; ///< scrapes that asked
    quint64 m_doneReads = 0;   ///< and that were answered
    bool m_isStopping = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace mergeloom
