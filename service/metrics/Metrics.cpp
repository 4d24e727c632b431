#include "service/metrics/Metrics.h"

#include "service/metrics/ProcessFacts.h"
#include "service/storage/JobStore.h"
#include "service/storage/RunStore.h"

namespace mergeloom {

namespace {

constexpr std::chrono::milliseconds longestWait{30};
/// A database that imports for a while must not fill the memory.
constexpr qsizetype mostWaitingBytes = 64 << 20;

qsizetype bytesOf(const QList<StoredEvent> &events)
{
    qsizetype bytes = 0;
    for (const StoredEvent &event : events)
        bytes += event.line.size() + qsizetype(sizeof(StoredEvent));
    return bytes;
}

} // namespace

Metrics::Metrics(Database &database, Workers &workers)
    : m_database(database), m_events(m_registry, lookup()), m_gauges(database, workers, m_registry),
      m_thread([this] { run(); })
{
    m_registry.set(Metric::Release, {QStringLiteral(MERGELOOM_VERSION)}, 1);
    m_registry.set(Metric::StoreAnswers, {}, 0);
    m_registry.set(Metric::OpenStreams, {}, 0);
}

Metrics::~Metrics()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_news.notify_all();
    m_thread.join();
}

EventMetrics::Lookup Metrics::lookup()
{
    EventMetrics::Lookup lookup;
    lookup.run = [this](const QString &run) -> std::optional<EventMetrics::KnownRun> {
        const auto found = m_database.read(
            [&](const ReadTransaction &transaction) { return RunStore::find(transaction, RunId(run)); });
        if (!found || !*found)
            return std::nullopt;
        return EventMetrics::KnownRun{(*found)->provider, (*found)->model, (*found)->startedAt};
    };
    lookup.queuedAt = [this](const QString &job) -> std::optional<Timestamp> {
        const auto found = m_database.read(
            [&](const ReadTransaction &transaction) { return JobStore::find(transaction, JobId(job)); });
        return found && *found ? std::optional((*found)->view.queuedAt) : std::nullopt;
    };
    return lookup;
}

void Metrics::take(const QList<StoredEvent> &events)
{
    const qsizetype bytes = bytesOf(events);
    {
        const std::lock_guard lock(m_mutex);
        if (m_waitingBytes + bytes > mostWaitingBytes && !m_waiting.empty())
            return m_registry.count(Metric::EventsUncounted, {}, double(events.size()));
        m_waitingBytes += bytes;
        m_waiting.push_back({events, Timestamp::now(), bytes});
    }
    m_news.notify_one();
}

void Metrics::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_news.wait(lock, [this] { return m_isStopping || !m_waiting.empty() || m_doneReads < m_wantedReads; });
        if (m_isStopping)
            return;
        if (!m_waiting.empty()) {
            const Batch batch = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            for (const StoredEvent &event : batch.events)
                m_events.count(event, batch.storedAt);
            lock.lock();
            m_waitingBytes -= batch.bytes;
            continue; // what was stored before a scrape is in it
        }
        const quint64 wanted = m_wantedReads;
        lock.unlock();
        readGauges();
        lock.lock();
        m_doneReads = wanted;
        m_read.notify_all();
    }
}

void Metrics::readGauges()
{
    const Result<void> done = m_gauges.read();
    m_registry.set(Metric::StoreAnswers, {}, done ? 1 : 0);
}

QByteArray Metrics::scrape()
{
    {
        std::unique_lock lock(m_mutex);
        const quint64 own = ++m_wantedReads;
        m_news.notify_one();
        if (!m_read.wait_for(lock, longestWait, [&] { return m_doneReads >= own; }))
            m_registry.set(Metric::StoreAnswers, {}, 0);
    }
    tellProcessFacts(m_registry);
    return m_registry.text();
}

QString Metrics::routeClass(const QString &path)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return QStringLiteral("pages");
    if (parts.first() != u"api")
        return parts.first(); // healthz, readyz, login, metrics
    const QString area = parts.value(1);
    return area == u"v1" ? parts.value(2, QStringLiteral("other")) : area;
}

} // namespace mergeloom
