#include "service/platform/HttpAnswerParser.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr qsizetype headLimit = 256 << 10;
constexpr qsizetype lineLimit = 16 << 10;

Unexpected noHttp(const char *what)
{
    return failure(
        ErrorCode::Corrupt, QStringLiteral("The server's answer is no HTTP: %1.").arg(QLatin1StringView(what)));
}

} // namespace

Result<QByteArray> HttpAnswerParser::take(const QByteArray &bytes)
{
    m_buffer += bytes;
    QByteArray body;
    while (m_state == State::Head) {
        MERGELOOM_TRY(const bool hasMore, takeHead());
        if (!hasMore)
            return body;
    }
    for (;;) {
        MERGELOOM_TRY(const bool hasMore, takeStep(body));
        if (!hasMore)
            return body;
    }
}

Result<bool> HttpAnswerParser::takeHead()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_buffer.size() > headLimit)
            return noHttp("its head does not end");
        if (!QByteArray("HTTP/1.").startsWith(m_buffer.left(7)))
            return noHttp("it does not begin with HTTP/1");
        return false;
    }
    MERGELOOM_CHECK(parseHead(m_buffer.left(end)));
    m_buffer.remove(0, end + 4);
    if (m_status >= 100 && m_status < 200 && m_status != 101)
        return true; // the real one follows
    MERGELOOM_CHECK(chooseFraming());
    return true;
}

Result<void> HttpAnswerParser::parseHead(const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    QByteArray first = lines.first();
    if (first.endsWith('\r'))
        first.chop(1); // nothing else: what stands before it must not depend on how the bytes came
    bool isNumber = false;
    m_status = first.mid(9, 3).toInt(&isNumber);
    if (!first.startsWith("HTTP/1.") || first.size() < 12 || first.at(8) != ' ' || !isNumber || m_status < 100)
        return noHttp("its status line cannot be read");
    m_headers.clear();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            return noHttp("a header line has no name");
        m_headers.append({line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed()});
    }
    return {};
}

QByteArray HttpAnswerParser::header(const char *name) const
{
    for (const auto &[key, value] : m_headers)
        if (key == name)
            return value;
    return {};
}

Result<void> HttpAnswerParser::chooseFraming()
{
    const QByteArray transfer = header("transfer-encoding").toLower();
    const QByteArray length = header("content-length");
    if (m_method == "HEAD" || m_status == 204 || m_status == 304) {
        m_state = State::Done;
    } else if (!transfer.isEmpty()) {
        if (transfer != "chunked")
            return noHttp("its transfer coding is unknown");
        m_state = State::ChunkSize;
    } else if (!length.isEmpty()) {
        bool isNumber = false;
        m_left = length.toLongLong(&isNumber);
        if (!isNumber || m_left < 0)
            return noHttp("its length is no number");
        m_state = m_left == 0 ? State::Done : State::Counted;
    } else {
        m_state = State::UntilClose;
    }
    return {};
}

bool HttpAnswerParser::takeCounted(QByteArray &body)
{
    const qsizetype count = qsizetype(std::min<qint64>(m_left, m_buffer.size()));
    body += m_buffer.left(count);
    m_buffer.remove(0, count);
    m_left -= count;
    return m_left == 0;
}

Result<bool> HttpAnswerParser::takeChunkSize()
{
    const qsizetype end = m_buffer.indexOf('\n');
    if (end < 0) {
        if (m_buffer.size() > lineLimit)
            return noHttp("the size of a chunk cannot be read");
        return false;
    }
    const QByteArray size = m_buffer.left(end).split(';').first().trimmed();
    bool isNumber = false;
    m_left = size.toLongLong(&isNumber, 16);
    if (!isNumber || m_left < 0 || size.startsWith('+'))
        return noHttp("the size of a chunk cannot be read");
    m_buffer.remove(0, end + 1);
    m_state = m_left == 0 ? State::Trailer : State::Chunk;
    return true;
}

/// One step; false when more bytes are needed, or none.
Result<bool> HttpAnswerParser::takeStep(QByteArray &body)
{
    switch (m_state) {
    case State::Head:
    case State::Done:
        return false;
    case State::UntilClose:
        body += std::exchange(m_buffer, {});
        return false;
    case State::Counted:
        if (takeCounted(body))
            m_state = State::Done;
        return false;
    case State::ChunkSize:
        return takeChunkSize();
    case State::Chunk:
        if (!takeCounted(body))
            return false;
        m_state = State::ChunkEnd;
        return true;
    case State::ChunkEnd:
    case State::Trailer: {
        const qsizetype end = m_buffer.indexOf('\n');
        if (end < 0 && m_buffer.size() <= lineLimit)
            return false;
        const bool isEmptyLine = end >= 0 && m_buffer.left(end).trimmed().isEmpty();
        if (end < 0 || (m_state == State::ChunkEnd && !isEmptyLine))
            return noHttp("a chunk does not end where it should");
        m_buffer.remove(0, end + 1);
        if (m_state == State::ChunkEnd)
            m_state = State::ChunkSize;
        else if (isEmptyLine)
            m_state = State::Done;
        return true;
    }
    }
    return false;
}

} // namespace mergeloom
