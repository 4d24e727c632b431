#include "service/http/RequestFraming.h"

#include <algorithm>
#include <optional>

namespace mergeloom {

namespace {

struct Refusal {
    int status;
    QString reason;
};
using Check = std::optional<Refusal>;

Refusal bad(const char *reason) { return {400, QString::fromLatin1(reason)}; }

bool isLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool isTokenCharacter(char c) { return isLetterOrDigit(c) || QByteArrayView("!#$%&'*+-.^_`|~").contains(c); }

bool isToken(QByteArrayView text) { return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter); }

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = char(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool isControl(char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f; }

/// Leading empty lines are left-overs of a previous body that RFC 9112 asks to skip.
qsizetype leadingEmptyLines(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (bytes.size() >= at + 2 && bytes[at] == '\r' && bytes[at + 1] == '\n')
        at += 2;
    return at;
}

/// Letters, digits and `.-_`, or an address in brackets, with a port or without.
bool isAuthority(QByteArrayView text)
{
    qsizetype end = 0;
    if (text.startsWith('[')) {
        end = text.indexOf(']');
        if (end < 3)
            return false;
        for (const char c : text.first(end).sliced(1))
            if (hexDigit(c) < 0 && c != ':' && c != '.')
                return false;
        ++end;
    } else {
        while (end < text.size() && (isLetterOrDigit(text[end]) || QByteArrayView(".-_").contains(text[end])))
            ++end;
        if (end == 0)
            return false;
    }
    if (end == text.size())
        return true;
    const QByteArrayView port = text.sliced(end + 1);
    return text[end] == ':' && !port.isEmpty() && port.size() <= 5
        && std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Decoded, a segment must not be `.` or `..` or hold a control character; an escape must be whole.
Check checkSegment(QByteArrayView segment)
{
    QByteArray decoded;
    for (qsizetype i = 0; i < segment.size(); ++i) {
        char c = segment[i];
        if (c == '%') {
            const int high = i + 1 < segment.size() ? hexDigit(segment[i + 1]) : -1;
            const int low = i + 2 < segment.size() ? hexDigit(segment[i + 2]) : -1;
            if (high < 0 || low < 0)
                return bad("The path has a broken percent escape.");
            c = char(high * 16 + low);
            i += 2;
        }
        if (isControl(c))
            return bad("The path has a control character.");
        decoded += c;
    }
    if (decoded == "." || decoded == "..")
        return bad("The path has a dot segment.");
    return std::nullopt;
}

Check checkPath(QByteArrayView path)
{
    if (!path.startsWith('/'))
        return bad("The request target is not a path.");
    if (path.contains('\\'))
        return bad("The path has a backslash.");
    qsizetype start = 1;
    while (start <= path.size()) {
        qsizetype end = path.indexOf('/', start);
        if (end < 0)
            end = path.size();
        if (end == start && end != path.size())
            return bad("The path has an empty segment.");
        if (Check refusal = checkSegment(path.sliced(start, end - start)))
            return refusal;
        start = end + 1;
    }
    return std::nullopt;
}

Check readTarget(QByteArrayView target, RequestHead &head)
{
    for (const char c : target)
        if (uchar(c) <= 0x20 || uchar(c) >= 0x7f || c == '#')
            return bad("The request target has a character that must be percent-encoded.");
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (target.size() <= scheme.size() || target.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
            continue;
        const QByteArrayView rest = target.sliced(scheme.size());
        qsizetype slash = 0;
        while (slash < rest.size() && rest[slash] != '/' && rest[slash] != '?')
            ++slash;
        head.host = rest.first(slash).toByteArray();
        if (!isAuthority(head.host))
            return bad("The host in the request target is not valid.");
        target = rest.sliced(slash);
        break;
    }
    const qsizetype mark = target.indexOf('?');
    head.path = (mark < 0 ? target : target.first(mark)).toByteArray();
    head.query = mark < 0 ? QByteArray() : target.sliced(mark + 1).toByteArray();
    if (head.path.isEmpty() && !head.host.isEmpty())
        head.path = "/";
    return checkPath(head.path);
}

Check readRequestLine(QByteArrayView line, const FramingLimits &limits, RequestHead &head)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last == first)
        return bad("The request line is not `METHOD target HTTP/1.1`.");
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    if (!isToken(method))
        return bad("The method is not a token.");
    if (version.size() != 8 || !version.startsWith("HTTP/") || version[6] != '.')
        return bad("The request line does not end with an HTTP version.");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return Refusal{505, QStringLiteral("Only HTTP/1.1 and HTTP/1.0 are spoken here.")};
    if (target.size() > limits.targetSize)
        return Refusal{414, QStringLiteral("The request target is over %1 bytes.").arg(limits.targetSize)};
    head.method = method.toByteArray();
    head.minorVersion = version.back() - '0';
    static const QList<QByteArray> known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (!known.contains(head.method))
        return Refusal{501, QStringLiteral("The method is not known here.")};
    return readTarget(target, head);
}

Check readHeaderLine(QByteArrayView line, RequestHead &head)
{
    if (line.startsWith(' ') || line.startsWith('\t'))
        return bad("A header line is folded.");
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return bad("A header line is not `name: value`.");
    const QByteArrayView value = line.sliced(colon + 1);
    for (const char c : value)
        if (isControl(c) && c != '\t')
            return bad("A header value has a control character.");
    head.headers.emplaceBack(line.first(colon).toByteArray().toLower(), value.trimmed().toByteArray());
    return std::nullopt;
}

QList<QByteArray> valuesOf(const RequestHead &head, QByteArrayView name)
{
    QList<QByteArray> values;
    for (const auto &[key, value] : head.headers)
        if (key == name)
            values.append(value);
    return values;
}

Check readHost(RequestHead &head)
{
    const QList<QByteArray> hosts = valuesOf(head, "host");
    if (hosts.size() != 1)
        return bad(hosts.isEmpty() ? "The Host header is missing." : "There is more than one Host header.");
    if (!isAuthority(hosts.first()))
        return bad("The Host header is not valid.");
    if (head.host.isEmpty())
        head.host = hosts.first();
    return std::nullopt;
}

Check readFraming(RequestHead &head)
{
    const QList<QByteArray> lengths = valuesOf(head, "content-length");
    const QList<QByteArray> codings = valuesOf(head, "transfer-encoding");
    if (!codings.isEmpty()) {
        if (!lengths.isEmpty())
            return bad("There are both Content-Length and Transfer-Encoding.");
        if (codings.size() > 1 || head.minorVersion == 0)
            return bad("Transfer-Encoding is not allowed in this form.");
        if (codings.first().compare("chunked", Qt::CaseInsensitive) != 0)
            return Refusal{501, QStringLiteral("The only transfer coding known here is `chunked`.")};
        head.isChunked = true;
        return std::nullopt;
    }
    if (lengths.isEmpty())
        return std::nullopt;
    const QByteArray &length = lengths.first();
    if (lengths.size() > 1)
        return bad("There is more than one Content-Length.");
    if (length.isEmpty() || length.size() > 18
        || !std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return bad("Content-Length is not a whole number.");
    head.contentLength = length.toLongLong();
    return std::nullopt;
}

Check readOptions(RequestHead &head)
{
    bool asksClose = false;
    bool asksKeepAlive = false;
    for (const QByteArray &value : valuesOf(head, "connection")) {
        for (const QByteArray &part : value.toLower().split(',')) {
            asksClose = asksClose || part.trimmed() == "close";
            asksKeepAlive = asksKeepAlive || part.trimmed() == "keep-alive";
        }
    }
    head.keepsAlive = !asksClose && (head.minorVersion == 1 || asksKeepAlive);
    for (const QByteArray &value : valuesOf(head, "expect")) {
        if (value.compare("100-continue", Qt::CaseInsensitive) != 0)
            return Refusal{417, QStringLiteral("The only expectation known here is `100-continue`.")};
        head.expectsContinue = head.minorVersion == 1;
    }
    // Qt HTTP Server may hand such a connection to its WebSocket server, and ends it in any case.
    for (const QByteArray &value : valuesOf(head, "upgrade"))
        if (value.toLower().contains("websocket"))
            return Refusal{501, QStringLiteral("WebSocket is not spoken here; live data is text/event-stream.")};
    return std::nullopt;
}

/// `lines` is the head without leading empty lines and without its last, empty line.
Check readLines(QByteArrayView lines, const FramingLimits &limits, RequestHead &head)
{
    bool isRequestLine = true;
    for (qsizetype start = 0; start < lines.size();) {
        const qsizetype end = lines.indexOf('\n', start);
        QByteArrayView line = lines.sliced(start, end - start);
        start = end + 1;
        if (!line.endsWith('\r'))
            return bad("A line does not end with CR LF.");
        line.chop(1);
        if (line.contains('\r') || line.contains('\0'))
            return bad("A line has a control character.");
        Check refusal;
        if (isRequestLine)
            refusal = readRequestLine(line, limits, head);
        else if (head.headers.size() >= limits.headerCount)
            refusal = Refusal{431, QStringLiteral("There are over %1 header lines.").arg(limits.headerCount)};
        else
            refusal = readHeaderLine(line, head);
        if (refusal)
            return refusal;
        isRequestLine = false;
    }
    if (isRequestLine)
        return bad("The request line is missing.");
    return std::nullopt;
}

} // namespace

QByteArray RequestHead::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

qsizetype findHeadEnd(QByteArrayView bytes, qsizetype from)
{
    const qsizetype lead = leadingEmptyLines(bytes);
    for (qsizetype at = qMax(lead, from - 3); (at = bytes.indexOf('\n', at)) >= 0; ++at) {
        if (at + 1 < bytes.size() && bytes[at + 1] == '\n')
            return at + 2;
        if (at + 2 < bytes.size() && bytes[at + 1] == '\r' && bytes[at + 2] == '\n')
            return at + 3;
    }
    return -1;
}

FramingVerdict checkRequestHead(QByteArrayView bytes, const FramingLimits &limits)
{
    FramingVerdict verdict;
    const auto refuse = [&](const Refusal &refusal) {
        verdict.kind = FramingVerdict::Kind::Refused;
        verdict.status = refusal.status;
        verdict.reason = refusal.reason;
        verdict.head = {};
        return verdict;
    };
    const qsizetype lead = leadingEmptyLines(bytes);
    if (lead > 8)
        return refuse(bad("There are too many empty lines before the request."));
    const qsizetype end = findHeadEnd(bytes);
    if ((end < 0 ? bytes.size() : end) > limits.headSize)
        return refuse({431, QStringLiteral("The header block is over %1 bytes.").arg(limits.headSize)});
    if (end < 0)
        return verdict;
    // The empty line is CR LF or, wrongly, LF alone; the line before it keeps its end.
    const qsizetype emptyLine = bytes[end - 2] == '\r' ? 2 : 1;
    if (emptyLine == 1)
        return refuse(bad("A line does not end with CR LF."));
    RequestHead &head = verdict.head;
    if (Check refusal = readLines(bytes.sliced(lead, end - lead - emptyLine), limits, head))
        return refuse(*refusal);
    for (const auto check : {&readHost, &readFraming, &readOptions})
        if (Check refusal = check(head))
            return refuse(*refusal);
    head.size = end;
    verdict.kind = FramingVerdict::Kind::Complete;
    return verdict;
}

} // namespace mergeloom
