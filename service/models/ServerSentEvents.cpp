#include "service/models/ServerSentEvents.h"

#include <algorithm>
#include <utility>

namespace mergeloom {

void ServerSentEvents::push(const QByteArray &piece, const std::function<void(const ServerSentEvent &)> &onEvent)
{
    const char *at = piece.constData();
    const char *const end = at + piece.size();
    while (at < end) {
        if (m_isAfterReturn && *at == '\n') {
            m_isAfterReturn = false;
            ++at;
            continue;
        }
        m_isAfterReturn = false;
        const char *lineEnd = std::find_if(at, end, [](char c) { return c == '\n' || c == '\r'; });
        m_line.append(at, lineEnd - at);
        if (lineEnd == end)
            return;
        m_isAfterReturn = *lineEnd == '\r';
        at = lineEnd + 1;
        takeLine(onEvent);
        m_line.resize(0); // keeps its memory for the next line
    }
}

void ServerSentEvents::takeLine(const std::function<void(const ServerSentEvent &)> &onEvent)
{
    QByteArrayView line(m_line);
    if (std::exchange(m_isFirstLine, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        // `data` with nothing in it is an event; a block without any `data` is none.
        if (m_hasData) {
            m_data.chop(1);
            onEvent({m_type.isEmpty() ? QByteArray("message") : m_type, m_data, m_lastId});
        }
        m_type.clear();
        m_data.clear();
        m_hasData = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return; // a comment
    if (colon < 0)
        return takeField(line, {});
    QByteArrayView value = line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    takeField(line.first(colon), value);
}

void ServerSentEvents::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data") {
        m_data.append(value.data(), value.size()).append('\n');
        m_hasData = true;
    } else if (name == "event") {
        m_type = value.toByteArray();
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_lastId = value.toByteArray();
    } else if (name == "retry") {
        const bool isNumber =
            !value.isEmpty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        bool ok = false;
        const int milliseconds = value.toByteArray().toInt(&ok);
        if (isNumber && ok)
            m_retry = milliseconds;
    }
}

} // namespace mergeloom
