#include "service/http/EventStream.h"

#include "shared/core/Log.h"

namespace mergeloom {

namespace {

constexpr int batch = 200;
constexpr qint64 fullAt = 256 * 1024; ///< bytes not taken yet, from which on the client is waited for
constexpr std::chrono::milliseconds lookAgain{20};
constexpr std::chrono::seconds keepAliveEvery{15};

} // namespace

void EventStream::start(const Source &source, const QString &stream, qint64 after, std::shared_ptr<LiveReply> reply)
{
    const std::shared_ptr<EventStream> self(new EventStream(source, stream, after, std::move(reply)));
    self->m_self = self;
    self->open();
}

EventStream::EventStream(const Source &source, const QString &stream, qint64 after, std::shared_ptr<LiveReply> reply)
    : m_source(source), m_stream(stream), m_after(after), m_reply(std::move(reply))
{
}

QByteArray EventStream::message(const StoredEvent &event, qint64 id)
{
    return "id: " + QByteArray::number(id) + "\ndata: " + eventEntryJson(event) + "\n\n";
}

void EventStream::open()
{
    m_reply->startStream("text/event-stream");
    // The first bytes tell the client at once that it is connected, and after what: should the connection break before the
    // first event, it goes on from there.
    if (!m_reply->write("retry: 1000\nid: " + QByteArray::number(m_after) + "\n\n"))
        return close();
    m_reply->onClosed([weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->close();
    });
    if (!m_self)
        return;
    QObject::connect(&m_keepAlive, &QTimer::timeout, &m_keepAlive, [this] {
        if (!m_reply->write(": keep-alive\n\n"))
            close();
    });
    m_keepAlive.start(keepAliveEvery);
    m_waitForClient.setSingleShot(true);
    QObject::connect(&m_waitForClient, &QTimer::timeout, &m_waitForClient, [this] { pump(); });
    // Listening begins before the first look, so that nothing falls between the two.
    m_subscription = m_source.hub.subscribe(m_stream, [this] {
        m_hasNews = true;
        pump();
    });
    pump();
}

void EventStream::pump()
{
    const std::shared_ptr<EventStream> keep = m_self;
    while (m_self && !m_isReading && !m_waitForClient.isActive()) {
        if (m_reply->backlog() > fullAt)
            return m_waitForClient.start(lookAgain);
        m_hasNews = false;
        const std::optional<QList<StoredEvent>> recent = m_source.hub.recent(m_stream, m_after, batch);
        if (!recent)
            return readStored();
        if (recent->isEmpty())
            return;
        write(*recent);
    }
}

void EventStream::write(const QList<StoredEvent> &events)
{
    QByteArray piece;
    for (const StoredEvent &event : events) {
        m_after = m_stream.isEmpty() ? event.id : event.seq;
        piece += message(event, m_after);
    }
    if (!piece.isEmpty() && !m_reply->write(piece))
        close();
}

void EventStream::readStored()
{
    m_isReading = true;
    const auto work = [&reader = m_source.reader, stream = m_stream, after = m_after] {
        return reader.stored(stream, after, batch);
    };
    const auto then = [weak = weak_from_this()](const Result<QList<StoredEvent>> &stored) {
        const std::shared_ptr<EventStream> self = weak.lock();
        if (!self || !self->m_self)
            return;
        self->m_isReading = false;
        if (!stored) {
            log::error(QStringLiteral("A live stream cannot read events"), {{"error", stored.error().message}});
            return self->close(); // the client resumes
        }
        self->write(*stored);
        if (!stored->isEmpty() || self->m_hasNews)
            self->pump();
    };
    if (!m_source.work.run<Result<QList<StoredEvent>>>(work, then)) {
        m_isReading = false;
        m_waitForClient.start(lookAgain * 10); // the pool is full
    }
}

void EventStream::close()
{
    m_keepAlive.stop();
    m_waitForClient.stop();
    m_subscription.reset();
    m_reply->close();
    // The last hold goes when the caller has returned to the event loop: it may be one of our own timers.
    if (const std::shared_ptr<EventStream> self = std::exchange(m_self, nullptr))
        QMetaObject::invokeMethod(
            &self->m_keepAlive, [self] {}, Qt::QueuedConnection);
}

} // namespace mergeloom
