#pragma once

#include <QByteArray>

#include <functional>
#include <optional>

namespace mergeloom {

struct ServerSentEvent {
    QByteArray type; ///< `message` when the stream named none
    QByteArray data; ///< lines joined by LF
    QByteArray lastId;
};

/// Parses `text/event-stream` from pieces cut at any byte (WHATWG HTML, 9.2.6). An event that the end of the stream cut
/// off is never given.
class ServerSentEvents
{
public:
    void push(const QByteArray &piece, const std::function<void(const ServerSentEvent &)> &onEvent);
    /// What the stream last asked for as time to wait before a new connection, in milliseconds.
    std::optional<int> retryMilliseconds() const { return m_retry; }

private:
    void takeLine(const std::function<void(const ServerSentEvent &)> &onEvent);
    void takeField(QByteArrayView name, QByteArrayView value);

    QByteArray m_line;
    QByteArray m_type;
    QByteArray m_data;
    QByteArray m_lastId;
    std::optional<int> m_retry;
    bool m_hasData = false;
    bool m_isAfterReturn = false; ///< a line ended with CR: an LF that follows belongs to it
    bool m_isFirstLine = true;
};

} // namespace mergeloom
