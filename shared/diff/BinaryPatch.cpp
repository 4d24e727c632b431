#include "shared/diff/BinaryPatch.h"

#include <zlib.h>

#include <array>

namespace mergeloom {

namespace {

constexpr QByteArrayView digits85 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
constexpr qint64 mostContent = 256LL * 1024 * 1024;
constexpr qint64 mostInflated = 1040; // zlib makes no more of a byte
constexpr qsizetype bytesInLine = 52;

Unexpected brokenBinary(const QString &what)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("The binary patch cannot be read: %1.").arg(what));
}

int digitValue(char digit)
{
    static const auto values = [] {
        std::array<qint8, 256> table{};
        table.fill(-1);
        for (qsizetype at = 0; at < digits85.size(); ++at)
            table[uchar(digits85[at])] = qint8(at);
        return table;
    }();
    return values[uchar(digit)];
}

/// The first character says how many bytes the line has, the others are five digits for four bytes.
bool appendDecodedLine(QByteArray &bytes, QByteArrayView line)
{
    const char length = line.isEmpty() ? '\0' : line[0];
    const int count = length >= 'A' && length <= 'Z' ? length - 'A' + 1
        : length >= 'a' && length <= 'z'             ? length - 'a' + 27
                                                     : 0;
    line = line.sliced(std::min<qsizetype>(1, line.size()));
    if (count == 0 || line.size() != qsizetype(count + 3) / 4 * 5)
        return false;
    int left = count;
    for (; !line.isEmpty(); line = line.sliced(5)) {
        quint64 value = 0;
        for (const char digit : line.first(5)) {
            if (digitValue(digit) < 0)
                return false;
            value = value * 85 + quint64(digitValue(digit));
        }
        if (value > 0xffffffffU)
            return false;
        for (int shift = 24; shift >= 0 && left > 0; shift -= 8, --left)
            bytes += char(value >> shift);
    }
    return true;
}

void appendEncodedLine(QByteArray &text, QByteArrayView bytes)
{
    text += char(bytes.size() <= 26 ? 'A' + bytes.size() - 1 : 'a' + bytes.size() - 27);
    for (qsizetype at = 0; at < bytes.size(); at += 4) {
        quint32 value = 0;
        for (qsizetype i = at; i < at + 4; ++i)
            value = value << 8 | (i < bytes.size() ? uchar(bytes[i]) : 0U);
        std::array<char, 5> group{};
        for (auto digit = group.rbegin(); digit != group.rend(); ++digit, value /= 85)
            *digit = digits85[value % 85];
        text += QByteArrayView(group);
    }
    text += '\n';
}

QByteArrayView takeLine(QByteArrayView &text)
{
    const qsizetype end = text.indexOf('\n');
    QByteArrayView line = end < 0 ? text : text.first(end);
    text = text.sliced(end < 0 ? text.size() : end + 1);
    return line.endsWith('\r') ? line.chopped(1) : line;
}

/// A number of seven bits a byte, the lowest first; -1 when it is none.
qint64 takeSize(QByteArrayView &delta)
{
    qint64 size = 0;
    for (int shift = 0; shift < 56 && !delta.isEmpty(); shift += 7) {
        const auto byte = uchar(delta[0]);
        delta = delta.sliced(1);
        size |= qint64(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return size;
    }
    return -1;
}

/// The bytes of `offset` or `size` in a copying instruction: those whose bit is set.
std::optional<qint64> takeParts(QByteArrayView &delta, uint bits, int count)
{
    qint64 value = 0;
    for (int part = 0; part < count; ++part) {
        if (!(bits & (1U << part)))
            continue;
        if (delta.isEmpty())
            return std::nullopt;
        value |= qint64(uchar(delta[0])) << (8 * part);
        delta = delta.sliced(1);
    }
    return value;
}

} // namespace

Result<BinaryContent> takeBinaryContent(QByteArrayView &text)
{
    const QByteArrayView head = takeLine(text);
    const bool isDelta = head.startsWith("delta ");
    if (!isDelta && !head.startsWith("literal "))
        return brokenBinary(QStringLiteral("neither \"literal\" nor \"delta\""));
    bool isNumber = false;
    const qint64 size = head.sliced(isDelta ? 6 : 8).toByteArray().toLongLong(&isNumber);
    QByteArray packed;
    while (!text.isEmpty()) {
        const QByteArrayView line = takeLine(text);
        if (line.isEmpty())
            break;
        if (!appendDecodedLine(packed, line))
            return brokenBinary(QStringLiteral("a line is not in base 85"));
    }
    if (!isNumber || size < 0 || size > mostContent || size > packed.size() * mostInflated)
        return brokenBinary(QStringLiteral("its size makes no sense or is over 256 MiB"));
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    auto written = uLongf(size);
    char none = 0; // zlib wants a place even for no bytes
    const int code = uncompress(reinterpret_cast<Bytef *>(size > 0 ? bytes.data() : &none), &written,
        reinterpret_cast<const Bytef *>(packed.constData()), uLong(packed.size()));
    if (code != Z_OK || qint64(written) != size)
        return brokenBinary(QStringLiteral("its content is cut off or damaged"));
    return BinaryContent{isDelta ? BinaryContent::Kind::Delta : BinaryContent::Kind::Literal, bytes};
}

QByteArray binaryContent(const QByteArray &content)
{
    QByteArray packed(qsizetype(compressBound(uLong(content.size()))), Qt::Uninitialized);
    auto size = uLongf(packed.size());
    compress2(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(content.constData()),
        uLong(content.size()), Z_DEFAULT_COMPRESSION); // fails only without memory
    QByteArray text = "literal " + QByteArray::number(content.size()) + '\n';
    for (qsizetype at = 0; at < qsizetype(size); at += bytesInLine)
        appendEncodedLine(text, QByteArrayView(packed).sliced(at, std::min(bytesInLine, qsizetype(size) - at)));
    return text + '\n';
}

DeltaSizes deltaSizes(QByteArrayView delta)
{
    const qint64 before = takeSize(delta);
    return {before, before < 0 ? -1 : takeSize(delta)};
}

Result<QByteArray> applyBinaryDelta(QByteArrayView old, QByteArrayView delta)
{
    const qint64 before = takeSize(delta);
    const qint64 after = takeSize(delta);
    if (before != old.size() || after < 0 || after > mostContent)
        return brokenBinary(QStringLiteral("its delta is for other content"));
    QByteArray made;
    while (!delta.isEmpty()) {
        const auto code = uchar(delta[0]);
        delta = delta.sliced(1);
        QByteArrayView piece;
        if (code & 0x80) {
            const auto offset = takeParts(delta, code & 0xf, 4);
            const auto stated = takeParts(delta, (code >> 4) & 0x7, 3);
            const qint64 size = stated.value_or(0) == 0 ? 0x10000 : *stated;
            if (!offset || !stated || *offset > old.size() - size)
                return brokenBinary(QStringLiteral("its delta copies what is not there"));
            piece = old.sliced(qsizetype(*offset), qsizetype(size));
        } else if (code > 0 && code <= delta.size()) {
            piece = delta.first(code);
            delta = delta.sliced(code);
        } else {
            return brokenBinary(QStringLiteral("its delta is damaged"));
        }
        if (made.size() + piece.size() > after)
            return brokenBinary(QStringLiteral("its delta makes more than it says"));
        made += piece;
    }
    if (made.size() != after)
        return brokenBinary(QStringLiteral("its delta makes less than it says"));
    return made;
}

} // namespace mergeloom
