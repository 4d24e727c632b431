#include "service/gateway/LiveHub.h"

#include <QMetaObject>

namespace mergeloom {

LiveHub::LiveHub(Limits limits) : m_limits(limits) {}
LiveHub::~LiveHub() = default;

void LiveHub::publish(const QList<StoredEvent> &events)
{
    if (events.isEmpty())
        return;
    QMutexLocker lock(&m_mutex);
    for (const StoredEvent &event : events) {
        m_ring.push_back(event);
        m_ringBytes += event.line.size();
        Span &span = m_spans[event.stream];
        if (span.firstSeq == 0)
            span.firstSeq = event.seq;
        span.lastSeq = event.seq;
        m_touched.insert(event.stream);
    }
    while (m_ring.size() > 1 && (qsizetype(m_ring.size()) > m_limits.events || m_ringBytes > m_limits.bytes)) {
        const StoredEvent &oldest = m_ring.front();
        m_ringBytes -= oldest.line.size();
        const auto span = m_spans.find(oldest.stream);
        if (span->lastSeq == oldest.seq)
            m_spans.erase(span); // its last event: nothing of the stream is here any more
        else
            span->firstSeq = oldest.seq + 1;
        m_ring.pop_front();
    }
    if (m_isWakePosted)
        return;
    m_isWakePosted = true;
    QMetaObject::invokeMethod(
        this, [this] { wake(); }, Qt::QueuedConnection);
}

void LiveHub::wake()
{
    QSet<QString> touched;
    {
        QMutexLocker lock(&m_mutex);
        touched.swap(m_touched);
        m_isWakePosted = false;
    }
    // A callback may end its own or another subscription.
    const QList<quint64> numbers = m_subscribers.keys();
    for (const quint64 number : numbers) {
        const auto found = m_subscribers.constFind(number);
        if (found == m_subscribers.constEnd() || !(found->stream.isEmpty() || touched.contains(found->stream)))
            continue;
        const auto onWake = found->onWake;
        onWake();
    }
}

std::optional<QList<StoredEvent>> LiveHub::recent(const QString &stream, qint64 after, int limit) const
{
    QMutexLocker lock(&m_mutex);
    QList<StoredEvent> events;
    if (m_ring.empty())
        return std::nullopt;
    if (stream.isEmpty()) {
        if (after + 1 < m_ring.front().id)
            return std::nullopt;
        auto it = std::upper_bound(
            m_ring.begin(), m_ring.end(), after, [](qint64 id, const StoredEvent &event) { return id < event.id; });
        for (; it != m_ring.end() && events.size() < limit; ++it)
            events.append(*it);
        return events;
    }
    const auto span = m_spans.constFind(stream);
    if (span == m_spans.constEnd() || after + 1 < span->firstSeq)
        return std::nullopt;
    if (after >= span->lastSeq)
        return events;
    // Streams mostly want the newest: look from the end for the place.
    auto it = m_ring.end();
    while (it != m_ring.begin()) {
        const auto before = std::prev(it);
        it = before;
        if (before->stream == stream && before->seq <= after + 1)
            break;
    }
    for (; it != m_ring.end() && events.size() < limit; ++it)
        if (it->stream == stream && it->seq > after)
            events.append(*it);
    return events;
}

std::unique_ptr<LiveHub::Subscription> LiveHub::subscribe(const QString &stream, std::function<void()> onWake)
{
    const quint64 number = m_nextNumber++;
    m_subscribers.insert(number, {stream, std::move(onWake)});
    return std::make_unique<Subscription>(this, number);
}

void LiveHub::unsubscribe(quint64 number) { m_subscribers.remove(number); }

LiveHub::Subscription::Subscription(LiveHub *hub, quint64 number) : m_life(hub->m_life), m_hub(hub), m_number(number) {}

LiveHub::Subscription::~Subscription()
{
    if (!m_life.expired())
        m_hub->unsubscribe(m_number);
}

} // namespace mergeloom
