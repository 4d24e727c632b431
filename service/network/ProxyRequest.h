#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <utility>

namespace mergeloom {

/// The first thing that a client says to a proxy (RFC 9112, RFC 9110): CONNECT, or a plain request with an absolute http
/// URL. Read strictly: whatever two programs could read in two ways is an error.
struct ProxyRequest {
    enum class Body { None, Counted, Chunked };

    bool isTunnel = false;
    QString host; ///< lower case; a name, or an address without brackets; not judged here
    int port = 0;
    QByteArray method;                                ///< of a plain request, as all that follow
    QByteArray target;                                ///< path and query
    QByteArray version;                               ///< `HTTP/1.0` or `HTTP/1.1`
    QList<std::pair<QByteArray, QByteArray>> headers; ///< those that are for the server, without Host
    Body body = Body::None;
    qint64 bodyLength = 0; ///< of Counted

    /// `head` ends before the empty line. Error invalid_input says what is wrong with it.
    static Result<ProxyRequest> parse(QByteArrayView head);

    enum class Form { ForServer, ForProxy };
    /// The head to send on, its empty line included. The connection it goes over serves this one request.
    QByteArray forwarded(Form form, const QByteArray &proxyAuthorization = {}) const;
    /// `host:port`, with brackets around IPv6, without port 80.
    QByteArray authority() const;
};

/// The head of an answer, for the client: without what is between two neighbours, and with `Connection: close`.
struct ProxyAnswer {
    int status = 0;
    QByteArray head; ///< its empty line included

    /// `head` ends before the empty line. Error corrupt.
    static Result<ProxyAnswer> parse(QByteArrayView head);
};

/// Finds the end of a body, so that nothing behind it is sent on.
class BodyEnd
{
public:
    explicit BodyEnd(const ProxyRequest &request);
    /// How many of these bytes belong to the body. Error invalid_input: its chunks make no sense.
    Result<qsizetype> take(QByteArrayView bytes);
    bool isReached() const { return m_state == State::Done; }

private:
    enum class State { Size, SizeEnd, Bytes, BytesCr, BytesLf, LastCr, LastLf, Done };
    bool takeByte(char byte);

    bool m_isChunked;
    State m_state;
    qint64 m_left = 0;
    int m_digits = 0;
};

} // namespace mergeloom
