#pragma once

#include <QByteArray>
#include <QList>

namespace mergeloom {

/// One message of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html).
struct StreamMessage {
    QByteArray id; ///< of this message, or the newest before it
    QByteArray type;
    QByteArray text;
};

/// Takes bytes as they come, in any pieces; comments are left out.
class StreamParser
{
public:
    QList<StreamMessage> push(const QByteArray &piece);
    /// The newest id, which may have come without a message.
    const QByteArray &lastId() const { return m_lastId; }

private:
    void takeLine(const QByteArray &line, QList<StreamMessage> &messages);

    QByteArray m_rest;        ///< of a line that has not ended
    bool m_sawReturn = false; ///< the last byte was CR: an LF that follows belongs to it
    StreamMessage m_message;
    QByteArray m_lastId; ///< of the last block that is whole
    bool m_hasText = false;
};

} // namespace mergeloom
