#pragma once

#include "service/platform/HttpClient.h"

namespace mergeloom {

/// Takes the bytes of one HTTP/1.x answer as they come (RFC 9112) and gives its head and the pieces of its body. Interim
/// answers (1xx) are passed over.
class HttpAnswerParser
{
public:
    explicit HttpAnswerParser(const QByteArray &method) : m_method(method) {}

    /// The body that is in `bytes`, freed of its framing. Error `corrupt`.
    Result<QByteArray> take(const QByteArray &bytes);
    /// The line was closed: whether that was an end, for a body that has no other.
    bool endsByClose() const { return m_state == State::UntilClose; }

    bool hasHead() const { return m_state != State::Head; }
    bool isComplete() const { return m_state == State::Done; }
    int status() const { return m_status; }
    const HttpHeaders &headers() const { return m_headers; }

private:
    enum class State { Head, Counted, ChunkSize, Chunk, ChunkEnd, Trailer, UntilClose, Done };

    Result<bool> takeHead();
    Result<void> parseHead(const QByteArray &head);
    Result<void> chooseFraming();
    Result<bool> takeStep(QByteArray &body);
    Result<bool> takeChunkSize();
    bool takeCounted(QByteArray &body);
    QByteArray header(const char *name) const;

    QByteArray m_method;
    QByteArray m_buffer;
    State m_state = State::Head;
    int m_status = 0;
    HttpHeaders m_headers;
    qint64 m_left = 0;
};

} // namespace mergeloom
