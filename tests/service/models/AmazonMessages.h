#pragma once

#include <QByteArray>
#include <QList>
#include <QtEndian>

#include <utility>

namespace mergeloom::test {

/// The checksum of the encoding, bit by bit: independent of the one under test.
inline quint32 slowCrc(const QByteArray &bytes)
{
    quint32 crc = 0xffffffffU;
    for (const char byte : bytes) {
        crc ^= uchar(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320U : 0);
    }
    return ~crc;
}

inline QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

/// A message whose headers are given as bytes.
inline QByteArray amazonMessage(const QByteArray &headers, const QByteArray &payload)
{
    QByteArray message = bigEndian(quint32(16 + headers.size() + payload.size())) + bigEndian(quint32(headers.size()));
    message += bigEndian(slowCrc(message));
    message += headers + payload;
    return message + bigEndian(slowCrc(message));
}

inline QByteArray textHeader(const QByteArray &name, const QByteArray &value)
{
    return char(name.size()) + name + char(7) + char(value.size() >> 8) + char(value.size() & 0xff) + value;
}

inline QByteArray amazonEvent(const QByteArray &type, const QByteArray &json)
{
    return amazonMessage(textHeader(":event-type", type) + textHeader(":content-type", "application/json")
            + textHeader(":message-type", "event"),
        json);
}

inline QByteArray amazonException(const QByteArray &type, const QByteArray &json)
{
    return amazonMessage(textHeader(":exception-type", type) + textHeader(":content-type", "application/json")
            + textHeader(":message-type", "exception"),
        json);
}

} // namespace mergeloom::test
