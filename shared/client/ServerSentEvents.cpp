#include "shared/client/ServerSentEvents.h"

namespace mergeloom {

QList<StreamMessage> StreamParser::push(const QByteArray &piece)
{
    QList<StreamMessage> messages;
    for (const char byte : piece) {
        const bool isReturn = byte == '\r';
        if (byte == '\n' && m_sawReturn) {
            m_sawReturn = false;
            continue;
        }
        m_sawReturn = isReturn;
        if (!isReturn && byte != '\n') {
            m_rest += byte;
            continue;
        }
        takeLine(m_rest, messages);
        m_rest.clear();
    }
    return messages;
}

void StreamParser::takeLine(const QByteArray &line, QList<StreamMessage> &messages)
{
    if (line.isEmpty()) {
        if (m_hasText)
            messages.append(m_message);
        m_lastId = m_message.id;
        m_message = {m_message.id, {}, {}};
        m_hasText = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = colon < 0 ? line : line.first(colon);
    QByteArray value = colon < 0 ? QByteArray() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    if (name == "id" && !value.contains('\0')) {
        m_message.id = value;
    } else if (name == "event") {
        m_message.type = value;
    } else if (name == "data") {
        if (m_hasText)
            m_message.text += '\n';
        m_message.text += value;
        m_hasText = true;
    }
}

} // namespace mergeloom
