#include "service/storage/EventFeed.h"

#include "service/storage/PostgresDriver.h"
#include "shared/core/Log.h"

#include <array>

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mergeloom {

namespace {

constexpr int batch = 500;
constexpr int lookEvery = 1000; ///< milliseconds; also between two tries to connect

} // namespace

EventFeed::EventFeed(QString url, qint64 newestId, Read read, Database::Listener listener)
    : m_url(std::move(url)), m_read(std::move(read)), m_listener(std::move(listener)), m_newest(newestId),
      m_wanted(newestId), m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), m_thread([this] { run(); })
{
}

EventFeed::~EventFeed()
{
    stop();
    ::close(m_wakeUp);
}

void EventFeed::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
    }
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void EventFeed::wake()
{
    const quint64 one = 1;
    (void)!::write(m_wakeUp, &one, sizeof one);
}

void EventFeed::stored(const QList<StoredEvent> &events)
{
    const std::scoped_lock lock(m_mutex);
    if (events.isEmpty() || m_isStopping)
        return;
    m_wanted = std::max(m_wanted, events.last().id);
    if (events.first().id != m_newest + 1)
        return wake(); // what is missing, and these, are read in their order
    m_newest = events.last().id;
    m_listener(events);
}

void EventFeed::run()
{
    while (!m_isStopping) {
        if (!m_connection)
            listen();
        catchUp();
        waitForNews();
    }
    PQfinish(m_connection);
}

void EventFeed::listen()
{
    const QByteArray url = m_url.toUtf8();
    const std::array keys{"dbname", "connect_timeout", "application_name", static_cast<const char *>(nullptr)};
    const std::array values{
        url.constData(), postgres::connectTimeout, postgres::applicationName, static_cast<const char *>(nullptr)};
    m_connection = PQconnectdbParams(keys.data(), values.data(), 1);
    PGresult *answer = PQexec(m_connection, (QByteArray("LISTEN ") + channel).constData());
    const bool isListening = PQresultStatus(answer) == PGRES_COMMAND_OK;
    PQclear(answer);
    m_mustLook = true;
    if (isListening)
        return;
    PQfinish(m_connection);
    m_connection = nullptr; // until there is one, each time is a look at the database
}

void EventFeed::waitForNews()
{
    std::array<pollfd, 2> places{pollfd{m_wakeUp, POLLIN, 0}, pollfd{-1, POLLIN, 0}};
    if (m_connection)
        places[1].fd = PQsocket(m_connection);
    ::poll(places.data(), places.size(), lookEvery);
    quint64 count = 0;
    (void)!::read(m_wakeUp, &count, sizeof count);
    if (!m_connection)
        return;
    if (PQconsumeInput(m_connection) == 0 || PQstatus(m_connection) != CONNECTION_OK) {
        PQfinish(m_connection);
        m_connection = nullptr;
        return;
    }
    while (PGnotify *note = PQnotifies(m_connection)) {
        const qint64 id = QByteArray(note->extra).toLongLong();
        PQfreemem(note);
        const std::scoped_lock lock(m_mutex);
        m_wanted = std::max(m_wanted, id);
    }
}

void EventFeed::catchUp()
{
    while (!m_isStopping && (m_mustLook || isBehind())) {
        qint64 after = 0;
        {
            const std::scoped_lock lock(m_mutex);
            after = m_newest;
        }
        const auto events = m_read(after, batch);
        if (!events) {
            log::warning(QStringLiteral("Live streams wait for the database"), {{"error", events.error().message}});
            return;
        }
        const std::scoped_lock lock(m_mutex);
        QList<StoredEvent> news;
        for (const StoredEvent &event : *events)
            if (event.id > m_newest)
                news << event;
        if (!news.isEmpty()) {
            m_newest = news.last().id;
            m_listener(news);
        }
        m_wanted = std::max(m_wanted, m_newest);
        m_mustLook = false;
        if (events->size() < batch)
            return;
    }
}

bool EventFeed::isBehind()
{
    const std::scoped_lock lock(m_mutex);
    return m_newest < m_wanted;
}

} // namespace mergeloom
