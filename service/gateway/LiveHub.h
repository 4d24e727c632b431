#pragma once

#include "service/storage/Database.h"

#include <QHash>
#include <QMutex>
#include <QObject>
#include <QSet>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace mergeloom {

/// Wakes live streams when events were stored, and keeps the newest ones at hand. A stream pulls: it remembers how far it
/// got and asks for more when it can write more, so that a slow reader holds nobody up. Lives on the main thread.
class LiveHub : public QObject
{
    Q_OBJECT
public:
    struct Limits {
        int events = 4096; ///< of all streams together
        qsizetype bytes = 16 * 1024 * 1024;
    };
    explicit LiveHub(Limits limits);
    LiveHub() : LiveHub(Limits{}) {}
    ~LiveHub() override;

    /// Any thread; in the order of ids. Connect it as Database::onEventsStored().
    void publish(const QList<StoredEvent> &events);

    /// Ends with the handle. Main thread.
    class Subscription
    {
    public:
        Subscription(LiveHub *hub, quint64 number);
        ~Subscription();
        Subscription(const Subscription &) = delete;
        Subscription &operator=(const Subscription &) = delete;

    private:
        std::weak_ptr<char> m_life;
        LiveHub *m_hub;
        quint64 m_number;
    };
    /// `onWake` is called on the main thread, once for any number of events since the last time, when this stream (a run id or
    /// `controller`; empty: all) has new ones. Main thread.
    std::unique_ptr<Subscription> subscribe(const QString &stream, std::function<void()> onWake);

    /// Events after `after` (seq of `stream`; id when `stream` is empty), oldest first; none: they are no longer, or not
    /// surely, all here: read them from the database in a pool thread. Any thread; never blocks.
    std::optional<QList<StoredEvent>> recent(const QString &stream, qint64 after, int limit) const;

    /// Streams open now, for metrics. Main thread.
    int subscribers() const { return int(m_subscribers.size()); }

private:
    void wake();
    void unsubscribe(quint64 number);

    struct Subscriber {
        QString stream;
        std::function<void()> onWake;
    };
    /// What is known of a stream: every event from firstSeq to lastSeq is in the ring.
    struct Span {
        qint64 firstSeq = 0;
        qint64 lastSeq = 0;
    };
    const Limits m_limits;
    mutable QMutex m_mutex; // of all down to m_isWakePosted
    std::deque<StoredEvent> m_ring;
    qsizetype m_ringBytes = 0;
    QHash<QString, Span> m_spans;
    QSet<QString> m_touched; ///< streams with news since the last wake()
    bool m_isWakePosted = false;
    QHash<quint64, Subscriber> m_subscribers;
    quint64 m_nextNumber = 1;
    std::shared_ptr<char> m_life = std::make_shared<char>();
};

} // namespace mergeloom
