#include "service/models/AmazonEventStream.h"

#include <QtEndian>

#include <zlib.h>

namespace mergeloom {

namespace {

constexpr qsizetype preludeSize = 12; // length, length of the headers, checksum of both
constexpr qsizetype checksumSize = 4;

quint32 checksum(QByteArrayView bytes)
{
    return quint32(::crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), uInt(bytes.size())));
}

Unexpected corruptStream(const QString &what)
{
    return failure(ErrorCode::Corrupt, QStringLiteral("The event stream is damaged: %1.").arg(what));
}

/// Takes values off the front of the headers; `isShort` once there was not enough.
struct HeaderBytes {
    QByteArrayView left;
    bool isShort = false;

    QByteArray take(qsizetype size)
    {
        if (size > left.size())
            isShort = true;
        if (isShort)
            return {};
        const QByteArray taken = left.first(size).toByteArray();
        left = left.sliced(size);
        return taken;
    }
    template <typename Number>
    Number number()
    {
        const QByteArray bytes = take(sizeof(Number));
        return isShort ? Number(0) : qFromBigEndian<Number>(bytes.constData());
    }
};

/// The types are numbered by the encoding; a number it does not have makes `isShort`.
QByteArray headerValue(HeaderBytes &bytes)
{
    switch (bytes.number<quint8>()) {
    case 0:
        return "true";
    case 1:
        return "false";
    case 2:
        return QByteArray::number(bytes.number<qint8>());
    case 3:
        return QByteArray::number(bytes.number<qint16>());
    case 4:
        return QByteArray::number(bytes.number<qint32>());
    case 5:
    case 8: // a time, in milliseconds
        return QByteArray::number(bytes.number<qint64>());
    case 6:
    case 7:
        return bytes.take(bytes.number<quint16>());
    case 9:
        return bytes.take(16).toHex();
    default:
        bytes.isShort = true;
        return {};
    }
}

Result<AmazonMessage> parsed(QByteArrayView headers, QByteArrayView payload)
{
    AmazonMessage message;
    HeaderBytes bytes{headers};
    while (!bytes.left.isEmpty()) {
        const QByteArray name = bytes.take(bytes.number<quint8>());
        const QByteArray value = headerValue(bytes);
        if (bytes.isShort || name.isEmpty())
            return corruptStream(QStringLiteral("a header of a message cannot be read"));
        message.headers.insert_or_assign(name, value);
    }
    message.payload = payload.toByteArray();
    return message;
}

/// The first message of `bytes`, which has a whole prelude; empty when more must come.
Result<QByteArrayView> firstMessage(QByteArrayView bytes)
{
    const qint64 total = qFromBigEndian<quint32>(bytes.data());
    const qint64 headers = qFromBigEndian<quint32>(bytes.data() + 4);
    if (checksum(bytes.first(8)) != qFromBigEndian<quint32>(bytes.data() + 8))
        return corruptStream(QStringLiteral("the checksum of a message's beginning is wrong"));
    if (total > AmazonEventStream::largestMessage || headers > AmazonEventStream::largestHeaders
        || headers > total - preludeSize - checksumSize)
        return corruptStream(
            QStringLiteral("a message says it has %1 bytes, %2 of them headers").arg(total).arg(headers));
    if (bytes.size() < total)
        return QByteArrayView();
    const QByteArrayView message = bytes.first(total);
    if (checksum(message.chopped(checksumSize)) != qFromBigEndian<quint32>(message.data() + total - checksumSize))
        return corruptStream(QStringLiteral("the checksum of a message is wrong"));
    return message;
}

} // namespace

Result<void> AmazonEventStream::push(
    const QByteArray &piece, const std::function<void(const AmazonMessage &)> &onMessage)
{
    if (m_isBroken)
        return corruptStream(QStringLiteral("it broke before"));
    m_held += piece;
    QByteArrayView left(m_held);
    while (left.size() >= preludeSize) {
        const auto message = firstMessage(left);
        if (!message || message->isEmpty()) {
            m_isBroken = !message;
            if (!message)
                return failure(message);
            break;
        }
        const qsizetype headers = qFromBigEndian<quint32>(message->data() + 4);
        const auto read =
            parsed(message->sliced(preludeSize, headers), message->sliced(preludeSize + headers).chopped(checksumSize));
        m_isBroken = !read;
        if (!read)
            return failure(read);
        onMessage(*read);
        left = left.sliced(message->size());
    }
    m_held.remove(0, m_held.size() - left.size());
    return {};
}

} // namespace mergeloom
