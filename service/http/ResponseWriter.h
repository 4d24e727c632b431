#pragma once

#include "service/http/RequestFraming.h"
#include "service/http/Router.h"

namespace mergeloom {

/// What of a request decides over the form of its answer. A value, so that a pool thread can compose.
struct ResponseContext {
    enum class Connection { KeepAlive, Close };
    QByteArray method = "GET";
    int minorVersion = 1;
    Connection connection = Connection::Close;
    QByteArray acceptEncoding;
    QByteArray ifNoneMatch;

    static ResponseContext of(const RequestHead &head, Connection connection);
    bool isHead() const { return method == "HEAD"; }
    bool acceptsGzip() const;
};

/// The whole answer as it goes over the wire (RFC 9110, RFC 9112): security headers, `Cache-Control: no-store` where the
/// reply says nothing, gzip for texts from 1 KiB, a strong ETag and 304 for GET, no body for HEAD. A reply that has
/// `content-encoding` or `etag` of its own keeps them. Any thread.
QByteArray composeResponse(const ResponseContext &context, ApiReply reply);

/// The head of an answer without a known end: chunked in HTTP/1.1, up to the end of the connection in HTTP/1.0.
QByteArray composeStreamHead(const ResponseContext &context, const QByteArray &contentType, const HeaderList &headers);

/// An error as JSON for a request that was not even read; says `Connection: close`.
QByteArray composeRefusal(int status, const QString &reason);

/// RFC 1952. Any thread.
QByteArray gzip(const QByteArray &body);
/// Whether packing is worth it: texts of 1 KiB and more.
bool isWorthPacking(const QByteArray &contentType, qsizetype size);
/// True when one of the tags in an If-None-Match value is `etag`, or the value is `*`.
bool matchesEtag(const QByteArray &ifNoneMatch, const QByteArray &etag);
/// A strong tag over the bytes, in quotes.
QByteArray etagOf(const QByteArray &body);

} // namespace mergeloom
