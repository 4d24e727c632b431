#include "service/network/ProxyRequest.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace mergeloom {

namespace {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

constexpr int mostHeaders = 100;

Unexpected noRequest(const char *what) { return failure(ErrorCode::InvalidInput, QString::fromLatin1(what)); }

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text) { return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter); }

bool isFieldText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (quint8(c) >= 0x20 && c != 0x7f); });
}

/// The lines of a head, which end with CR LF and hold neither alone.
std::optional<QList<QByteArray>> linesOf(QByteArrayView head)
{
    QList<QByteArray> lines;
    qsizetype from = 0;
    for (;;) {
        const qsizetype end = head.indexOf('\r', from);
        const QByteArrayView line = head.sliced(from, (end < 0 ? head.size() : end) - from);
        if (line.contains('\n') || !isFieldText(line))
            return std::nullopt;
        lines << line.toByteArray();
        if (end < 0)
            return lines;
        if (end + 1 >= head.size() || head.at(end + 1) != '\n')
            return std::nullopt;
        from = end + 2;
    }
}

Result<Headers> headersOf(const QList<QByteArray> &lines)
{
    if (lines.size() > mostHeaders)
        return noRequest("it has too many header lines");
    Headers headers;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !isToken(QByteArrayView(line).first(colon))) // a folded line begins with a blank
            return noRequest("a header line has no name");
        headers.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    return headers;
}

QList<QByteArray> valuesOf(const Headers &headers, const char *lowerName)
{
    QList<QByteArray> values;
    for (const auto &[name, value] : headers)
        if (name.toLower() == lowerName)
            values << value;
    return values;
}

/// What is between two neighbours: RFC 9110, 7.6.1, and what `Connection` names.
Headers withoutHops(const Headers &headers)
{
    QList<QByteArray> hops{"connection", "proxy-connection", "keep-alive", "te", "upgrade", "proxy-authorization",
        "proxy-authenticate", "proxy-authentication-info", "http2-settings"};
    for (const QByteArray &value : valuesOf(headers, "connection"))
        for (const QByteArray &name : value.split(','))
            if (const QByteArray lower = name.trimmed().toLower();
                lower != "content-length" && lower != "transfer-encoding" && lower != "host")
                hops << lower;
    Headers kept;
    for (const auto &header : headers)
        if (!hops.contains(header.first.toLower()))
            kept << header;
    return kept;
}

/// `host[:port]` of a target or a Host line. 0 as the port: none was given.
std::optional<std::pair<QString, int>> authorityFrom(const QByteArray &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?$"));
    const auto match = pattern.match(QString::fromLatin1(text));
    if (!match.hasMatch() || text.endsWith('\n'))
        return std::nullopt;
    const QString host = (match.captured(1).isEmpty() ? match.captured(2) : match.captured(1)).toLower();
    const int port = match.captured(3).toInt();
    if (!match.captured(3).isEmpty() && (port < 1 || port > 65535))
        return std::nullopt;
    return std::pair{host, port};
}

Result<void> readFraming(ProxyRequest &request, const Headers &headers)
{
    const QList<QByteArray> lengths = valuesOf(headers, "content-length");
    const QList<QByteArray> codings = valuesOf(headers, "transfer-encoding");
    if (!lengths.isEmpty() && !codings.isEmpty())
        return noRequest("it gives the length of its body in two ways");
    if (lengths.size() > 1 || codings.size() > 1)
        return noRequest("it gives the length of its body twice");
    if (!codings.isEmpty()) {
        if (codings.first().toLower() != "chunked" || request.version != "HTTP/1.1")
            return noRequest("the coding of its body is not known");
        request.body = ProxyRequest::Body::Chunked;
    }
    if (!lengths.isEmpty()) {
        const QByteArray &length = lengths.first();
        const bool isNumber = !length.isEmpty() && length.size() <= 18
            && std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!isNumber)
            return noRequest("the length of its body is no number");
        request.bodyLength = length.toLongLong();
        request.body = request.bodyLength > 0 ? ProxyRequest::Body::Counted : ProxyRequest::Body::None;
    }
    if (request.isTunnel && (!lengths.isEmpty() || !codings.isEmpty()))
        return noRequest("a CONNECT has no body");
    return {};
}

Result<void> readTarget(ProxyRequest &request, const QByteArray &target)
{
    if (request.isTunnel) {
        const auto authority = authorityFrom(target);
        if (!authority || authority->second == 0)
            return noRequest("the target of CONNECT is no host:port");
        std::tie(request.host, request.port) = *authority;
        return {};
    }
    if (target.startsWith('/') || target == "*")
        return noRequest("this is a proxy: the target must be a whole URL");
    if (target.left(7).toLower() != "http://")
        return noRequest("only http URLs are forwarded; https goes through CONNECT");
    const QByteArray rest = target.mid(7);
    const qsizetype end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; }) - rest.begin();
    const auto authority = authorityFrom(rest.left(end));
    if (!authority)
        return noRequest("the host of the URL cannot be read");
    std::tie(request.host, request.port) = *authority;
    if (request.port == 0)
        request.port = 80;
    request.target = rest.mid(end);
    if (!request.target.startsWith('/'))
        request.target.prepend('/');
    if (request.target.contains('#'))
        return noRequest("the URL has a fragment");
    return {};
}

/// One Host, and it says what the target says: else proxy and server could mean two hosts.
Result<void> checkHost(const ProxyRequest &request, const Headers &headers)
{
    const QList<QByteArray> hosts = valuesOf(headers, "host");
    if (hosts.size() > 1 || (hosts.isEmpty() && request.version == "HTTP/1.1"))
        return noRequest("it needs exactly one Host");
    if (hosts.isEmpty())
        return {};
    const auto named = authorityFrom(hosts.first());
    const int usual = request.isTunnel ? request.port : 80; // some clients leave it out of CONNECT
    if (!named || named->first != request.host || (named->second ? named->second : usual) != request.port)
        return noRequest("its Host is not the host of its target");
    return {};
}

} // namespace

Result<ProxyRequest> ProxyRequest::parse(QByteArrayView head)
{
    const auto lines = linesOf(head);
    if (!lines)
        return noRequest("its head is no text with proper line ends");
    const QList<QByteArray> words = lines->first().split(' ');
    if (words.size() != 3 || !isToken(words.at(0)) || words.at(1).isEmpty())
        return noRequest("its first line is no request");
    ProxyRequest request;
    request.method = words.at(0);
    request.version = words.at(2);
    request.isTunnel = request.method == "CONNECT";
    if (request.version != "HTTP/1.1" && request.version != "HTTP/1.0")
        return noRequest("its version is not HTTP/1.1 or HTTP/1.0");
    MERGELOOM_CHECK(readTarget(request, words.at(1)));
    MERGELOOM_TRY(const Headers headers, headersOf(lines->mid(1)));
    MERGELOOM_CHECK(checkHost(request, headers));
    MERGELOOM_CHECK(readFraming(request, headers));
    for (const auto &header : withoutHops(headers))
        if (const QByteArray name = header.first.toLower(); name != "host" && name != "trailer")
            request.headers << header;
    return request;
}

QByteArray ProxyRequest::authority() const
{
    QByteArray text = host.toLatin1();
    if (text.contains(':'))
        text = '[' + text + ']';
    return port == 80 ? text : text + ':' + QByteArray::number(port);
}

QByteArray ProxyRequest::forwarded(Form form, const QByteArray &proxyAuthorization) const
{
    QByteArray head = method + ' ' + (form == Form::ForProxy ? "http://" + authority() : QByteArray()) + target + ' '
        + version + "\r\nHost: " + authority() + "\r\n";
    for (const auto &[name, value] : headers)
        head += name + ": " + value + "\r\n";
    if (!proxyAuthorization.isEmpty())
        head += "Proxy-Authorization: " + proxyAuthorization + "\r\n";
    return head + "Connection: close\r\n\r\n";
}

Result<ProxyAnswer> ProxyAnswer::parse(QByteArrayView head)
{
    const auto broken = [](const char *what) { return failure(ErrorCode::Corrupt, QString::fromLatin1(what)); };
    const auto lines = linesOf(head);
    if (!lines)
        return broken("its answer has no proper line ends");
    static const QRegularExpression pattern(QStringLiteral("^HTTP/1\\.[01] ([1-5][0-9]{2})(?: |$)"));
    const auto match = pattern.match(QString::fromLatin1(lines->first()));
    if (!match.hasMatch())
        return broken("its answer is no HTTP");
    const auto headers = headersOf(lines->mid(1));
    if (!headers)
        return broken("a header line of its answer cannot be read");
    ProxyAnswer answer;
    answer.status = match.captured(1).toInt();
    if (answer.status == 101)
        return broken("it wants to change the protocol");
    answer.head = lines->first() + "\r\n";
    for (const auto &[name, value] : withoutHops(*headers))
        answer.head += name + ": " + value + "\r\n";
    answer.head += answer.status < 200 ? "\r\n" : "Connection: close\r\n\r\n";
    return answer;
}

BodyEnd::BodyEnd(const ProxyRequest &request)
    : m_isChunked(request.body == ProxyRequest::Body::Chunked),
      m_state(request.body == ProxyRequest::Body::None ? State::Done
              : m_isChunked                            ? State::Size
                                                       : State::Bytes),
      m_left(m_isChunked ? 0 : request.bodyLength)
{
}

Result<qsizetype> BodyEnd::take(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state != State::Done) {
        if (m_state != State::Bytes) {
            if (!takeByte(bytes.at(taken++)))
                return noRequest("the chunks of its body cannot be read");
            continue;
        }
        const qsizetype count = qsizetype(std::min<qint64>(m_left, bytes.size() - taken));
        taken += count;
        m_left -= count;
        if (m_left == 0)
            m_state = m_isChunked ? State::BytesCr : State::Done;
    }
    return taken;
}

/// Chunks without extensions, the last one without trailers: nobody here needs them.
bool BodyEnd::takeByte(char byte)
{
    const auto expect = [&](char wanted, State next) {
        m_state = next;
        return byte == wanted;
    };
    switch (m_state) {
    case State::Size: {
        if (byte == '\r' && m_digits > 0)
            return expect('\r', State::SizeEnd);
        const int digit =
            QByteArrayView("0123456789abcdef").indexOf(byte >= 'A' && byte <= 'F' ? char(byte + 32) : byte);
        m_left = m_left * 16 + digit;
        return digit >= 0 && ++m_digits <= 12;
    }
    case State::SizeEnd:
        m_digits = 0;
        return expect('\n', m_left > 0 ? State::Bytes : State::LastCr);
    case State::BytesCr:
        return expect('\r', State::BytesLf);
    case State::BytesLf:
        return expect('\n', State::Size);
    case State::LastCr:
        return expect('\r', State::LastLf);
    case State::LastLf:
        return expect('\n', State::Done);
    case State::Bytes:
    case State::Done:
        break;
    }
    return false;
}

} // namespace mergeloom
