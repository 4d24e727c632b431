#include "service/providers/LocalHttp.h"

#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace mergeloom {

namespace {

constexpr qsizetype longestHead = 64 << 10;
constexpr qsizetype longestBody = 32 << 20; // what the vendors take

Unexpected noRequest(const QString &what)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("That is no request: %1.").arg(what));
}

Unexpected clientIsGone() { return failure(ErrorCode::Unavailable, QStringLiteral("The client is gone.")); }

} // namespace

QByteArray LocalRequest::header(QByteArrayView lowerCaseName) const
{
    for (const auto &[name, value] : headers)
        if (name == lowerCaseName)
            return value;
    return {};
}

bool LocalHttp::receive(QByteArray &into)
{
    std::array<char, 64 << 10> buffer;
    for (;;) {
        const ssize_t got = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got > 0)
            into.append(buffer.data(), got);
        return got > 0;
    }
}

Result<LocalRequest> LocalHttp::read()
{
    QByteArray bytes;
    qsizetype end = -1;
    while ((end = bytes.indexOf("\r\n\r\n")) < 0) {
        if (bytes.size() > longestHead)
            return noRequest(QStringLiteral("its head is too long"));
        if (!receive(bytes))
            return clientIsGone();
    }
    LocalRequest request;
    const QList<QByteArray> lines = bytes.left(end).replace("\r\n", "\n").split('\n');
    const QList<QByteArray> first = lines.value(0).split(' ');
    if (first.size() != 3 || !first.at(1).startsWith('/') || !first.at(2).startsWith("HTTP/1."))
        return noRequest(QStringLiteral("its first line cannot be read"));
    request.method = first.at(0);
    request.target = first.at(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t'))
            return noRequest(QStringLiteral("a header cannot be read"));
        request.headers.emplaceBack(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    if (request.header("expect").toLower() == "100-continue" && !send("HTTP/1.1 100 Continue\r\n\r\n"))
        return clientIsGone();
    MERGELOOM_TRY(request.body, readBody(request, bytes.mid(end + 4)));
    return request;
}

Result<QByteArray> LocalHttp::readBody(const LocalRequest &request, QByteArray early)
{
    if (request.header("transfer-encoding").toLower() == "chunked")
        return readChunks(std::move(early));
    const QByteArray length = request.header("content-length");
    if (length.isEmpty())
        return QByteArray();
    bool isNumber = false;
    const qlonglong size = length.toLongLong(&isNumber);
    if (!isNumber || size < 0 || size > longestBody)
        return noRequest(QStringLiteral("its length is wrong or over the limit"));
    while (early.size() < size)
        if (!receive(early))
            return clientIsGone();
    return early.left(size);
}

Result<QByteArray> LocalHttp::readChunks(QByteArray early)
{
    QByteArray body;
    for (;;) {
        qsizetype end = -1;
        while ((end = early.indexOf("\r\n")) < 0)
            if (early.size() > 1024 || !receive(early))
                return clientIsGone();
        bool isNumber = false;
        const qlonglong size = early.left(end).split(';').value(0).trimmed().toLongLong(&isNumber, 16);
        if (!isNumber || size < 0 || body.size() + size > longestBody)
            return noRequest(QStringLiteral("its pieces are wrong or over the limit"));
        while (early.size() < end + 2 + size + 2)
            if (!receive(early))
                return clientIsGone();
        body += early.mid(end + 2, size);
        early.remove(0, end + 2 + size + 2);
        if (size == 0)
            return body;
    }
}

bool LocalHttp::send(const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t sent =
            ::send(m_socket.get(), bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        done += sent;
    }
    return true;
}

void LocalHttp::answer(int status, const QByteArray &contentType, const QByteArray &body)
{
    (void)send("HTTP/1.1 " + QByteArray::number(status) + " Answer\r\nContent-Type: " + contentType
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
}

bool LocalHttp::beginStream(const QByteArray &contentType)
{
    return send("HTTP/1.1 200 OK\r\nContent-Type: " + contentType
        + "\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
}

bool LocalHttp::sendPiece(const QByteArray &piece)
{
    return piece.isEmpty() || send(QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n");
}

void LocalHttp::endStream() { (void)send("0\r\n\r\n"); }

void LocalHttp::shut() { (void)::shutdown(m_socket.get(), SHUT_RDWR); }

} // namespace mergeloom
