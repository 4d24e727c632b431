#include "service/http/ResponseWriter.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <zlib.h>

#include <algorithm>
#include <array>

namespace mergeloom {

namespace {

constexpr qsizetype smallestPacked = 1024;

constexpr const char *securityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

QByteArray reasonPhrase(int status)
{
    static const QMap<int, QByteArray> phrases{{200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"},
        {303, "See Other"}, {304, "Not Modified"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"},
        {404, "Not Found"}, {405, "Method Not Allowed"}, {408, "Request Timeout"}, {409, "Conflict"},
        {411, "Length Required"}, {412, "Precondition Failed"}, {413, "Content Too Large"}, {414, "URI Too Long"},
        {417, "Expectation Failed"}, {421, "Misdirected Request"}, {422, "Unprocessable Content"},
        {428, "Precondition Required"}, {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"}, {501, "Not Implemented"}, {503, "Service Unavailable"},
        {504, "Gateway Timeout"}, {505, "HTTP Version Not Supported"}};
    return phrases.value(status, status < 400 ? "OK" : "Error");
}

/// IMF-fixdate; not by QLocale or strftime, which may speak the host's language.
QByteArray httpDate()
{
    static constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDate date = now.date();
    const QTime time = now.time();
    return QByteArray::fromStdString(
        QString::asprintf("%s, %02d %s %04d %02d:%02d:%02d GMT", days[size_t(date.dayOfWeek() - 1)], date.day(),
            months[size_t(date.month() - 1)], date.year(), time.hour(), time.minute(), time.second())
            .toStdString());
}

QByteArray startLine(int status)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\nDate: " + httpDate() + "\r\n"
        + securityHeaders;
}

QByteArray connectionHeader(const ResponseContext &context)
{
    if (context.connection == ResponseContext::Connection::Close)
        return "Connection: close\r\n";
    return context.minorVersion == 0 ? "Connection: keep-alive\r\n" : "";
}

/// A value that comes from a request must not be able to start a header of its own.
QByteArray oneLine(QByteArray text)
{
    text.removeIf([](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f; });
    return text;
}

QByteArray headerOf(const ApiReply &reply, QByteArrayView lowerCaseName)
{
    for (const auto &[name, value] : reply.headers)
        if (name.toLower() == lowerCaseName)
            return value;
    return {};
}

bool isText(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed();
    static const QList<QByteArray> others{"application/json", "application/javascript", "application/xml",
        "application/manifest+json", "application/x-ndjson", "image/svg+xml"};
    return type.startsWith("text/") || others.contains(type);
}

/// Packs the body and tags the answer; turns it into 304 where the client has it.
void negotiate(const ResponseContext &context, ApiReply &reply)
{
    const bool isReading = context.method == "GET" || context.isHead();
    QByteArray etag = headerOf(reply, "etag");
    const bool makesTag = etag.isEmpty() && isReading && reply.status == 200;
    if (makesTag)
        etag = etagOf(reply.body);
    if (headerOf(reply, "content-encoding").isEmpty() && headerOf(reply, "vary").isEmpty()
        && isWorthPacking(reply.contentType, reply.body.size())) {
        reply.headers.emplaceBack("Vary", "Accept-Encoding");
        if (context.acceptsGzip()) {
            reply.body = gzip(reply.body);
            reply.headers.emplaceBack("Content-Encoding", "gzip");
            if (makesTag)
                etag.insert(etag.size() - 1, "-gz"); // a strong tag names the bytes as sent
        }
    }
    if (makesTag)
        reply.headers.emplaceBack("ETag", etag);
    if (isReading && reply.status == 200 && !etag.isEmpty() && matchesEtag(context.ifNoneMatch, etag)) {
        reply.status = 304;
        reply.body.clear();
        reply.contentType.clear();
        reply.headers.removeIf([](const auto &header) { return header.first.toLower() == "content-encoding"; });
    }
}

} // namespace

ResponseContext ResponseContext::of(const RequestHead &head, Connection connection)
{
    return {head.method, head.minorVersion, connection, head.header("accept-encoding"), head.header("if-none-match")};
}

bool ResponseContext::acceptsGzip() const
{
    std::optional<bool> named;
    bool any = false;
    for (const QByteArray &part : acceptEncoding.toLower().split(',')) {
        const QList<QByteArray> pieces = part.split(';');
        const QByteArray coding = pieces.first().trimmed();
        bool isWanted = true;
        for (const QByteArray &piece : pieces.sliced(1))
            if (piece.trimmed().startsWith("q="))
                isWanted = piece.trimmed().sliced(2).toDouble() > 0;
        if (coding == "gzip" || coding == "x-gzip")
            named = isWanted;
        else if (coding == "*")
            any = isWanted;
    }
    return named.value_or(any);
}

QByteArray gzip(const QByteArray &body)
{
    z_stream stream{};
    constexpr int gzipWindow = 15 + 16;
    constexpr int level = 5;
    if (deflateInit2(&stream, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib could not start"); // out of memory
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(body.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(body.constData()));
    stream.avail_in = uInt(body.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    deflate(&stream, Z_FINISH);
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

bool isWorthPacking(const QByteArray &contentType, qsizetype size)
{
    constexpr qsizetype largestPacked = 1024 * 1024 * 1024; // zlib counts in 32 bits
    return size >= smallestPacked && size <= largestPacked && isText(contentType);
}

bool matchesEtag(const QByteArray &ifNoneMatch, const QByteArray &etag)
{
    for (QByteArray tag : ifNoneMatch.split(',')) {
        tag = tag.trimmed();
        if (tag.startsWith("W/"))
            tag = tag.sliced(2);
        if (tag == "*" || tag == etag)
            return true;
    }
    return false;
}

QByteArray etagOf(const QByteArray &body)
{
    return '"' + QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex().first(32) + '"';
}

QByteArray composeResponse(const ResponseContext &context, ApiReply reply)
{
    negotiate(context, reply);
    QByteArray head = startLine(reply.status) + connectionHeader(context);
    for (const auto &[name, value] : reply.headers)
        head += oneLine(name) + ": " + oneLine(value) + "\r\n";
    if (headerOf(reply, "cache-control").isEmpty())
        head += "Cache-Control: no-store\r\n";
    const bool hasBody = reply.status >= 200 && reply.status != 204 && reply.status != 304;
    if (hasBody) {
        if (!reply.body.isEmpty())
            head += "Content-Type: "
                + (reply.contentType.isEmpty() ? "application/octet-stream" : oneLine(reply.contentType)) + "\r\n";
        head += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    }
    head += "\r\n";
    return hasBody && !context.isHead() ? head + reply.body : head;
}

QByteArray composeStreamHead(const ResponseContext &context, const QByteArray &contentType, const HeaderList &headers)
{
    QByteArray head = startLine(200) + connectionHeader(context) + "Content-Type: " + oneLine(contentType)
        + "\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n";
    if (context.minorVersion == 1)
        head += "Transfer-Encoding: chunked\r\n";
    for (const auto &[name, value] : headers)
        head += oneLine(name) + ": " + oneLine(value) + "\r\n";
    return head + "\r\n";
}

QByteArray composeRefusal(int status, const QString &reason)
{
    Error error{ErrorCode::InvalidInput, reason, {}};
    if (status == 503 || status == 408)
        error.code = status == 503 ? ErrorCode::Unavailable : ErrorCode::Timeout;
    else if (status == 501 || status == 505)
        error.code = ErrorCode::Unsupported;
    ApiReply reply = ApiReply::error(error);
    reply.status = status;
    if (status == 503)
        reply.headers.emplaceBack("Retry-After", "1");
    return composeResponse({}, std::move(reply));
}

} // namespace mergeloom
