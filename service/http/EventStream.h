#pragma once

#include "service/gateway/LiveHub.h"
#include "service/gateway/RunReader.h"
#include "service/http/BackgroundWork.h"

#include <QTimer>

namespace mergeloom {

/// One Server-Sent Events stream: it remembers how far it got, and pulls. Fresh events come from the hub's memory, older
/// ones from the database on a pool thread; nothing is asked for while the client is behind. Lives with its reply; main
/// thread.
class EventStream : public std::enable_shared_from_this<EventStream>
{
public:
    struct Source {
        LiveHub &hub;
        RunReader &reader;
        BackgroundWork &work;
    };
    /// `stream`: a run id, or empty for all events; `after`: seq of the run, or id of all.
    static void start(const Source &source, const QString &stream, qint64 after, std::shared_ptr<LiveReply> reply);

    /// One message: its id is what a client resumes from.
    static QByteArray message(const StoredEvent &event, qint64 id);

private:
    EventStream(const Source &source, const QString &stream, qint64 after, std::shared_ptr<LiveReply> reply);
    void open();
    void pump();
    void write(const QList<StoredEvent> &events);
    void readStored();
    void close();

    Source m_source;
    QString m_stream;
    qint64 m_after;
    std::shared_ptr<LiveReply> m_reply;
    std::unique_ptr<LiveHub::Subscription> m_subscription;
    QTimer m_keepAlive;
    QTimer m_waitForClient;
    std::shared_ptr<EventStream> m_self; ///< until the client has gone
    bool m_isReading = false;
    bool m_hasNews = false;
};

} // namespace mergeloom
