#include "shared/diff/PatchPath.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr char16_t strayByte = 0xdc00;              // and the byte, from 0x80 on
constexpr QByteArrayView escapeLetters = "abtnvfr"; // 7 and on

bool needsQuotes(char byte) { return uchar(byte) < 0x20 || uchar(byte) >= 0x7f || byte == '"' || byte == '\\'; }

bool isOctal(char c) { return c >= '0' && c <= '7'; }

} // namespace

QString pathFromBytes(QByteArrayView bytes)
{
    if (bytes.isValidUtf8())
        return QString::fromUtf8(bytes);
    QString path;
    while (!bytes.isEmpty()) {
        qsizetype size = std::min<qsizetype>(4, bytes.size());
        while (size > 0 && (!bytes.first(size).isValidUtf8() || (size > 1 && uchar(bytes[0]) < 0x80)))
            --size;
        path += size > 0 ? QString::fromUtf8(bytes.first(size)) : QString(QChar(char16_t(strayByte + uchar(bytes[0]))));
        bytes = bytes.sliced(std::max<qsizetype>(1, size));
    }
    return path;
}

QByteArray pathToBytes(const QString &path)
{
    QByteArray bytes;
    qsizetype from = 0;
    for (qsizetype at = 0; at < path.size(); ++at) {
        if (path[at].isHighSurrogate() && at + 1 < path.size() && path[at + 1].isLowSurrogate()) {
            ++at;
        } else if (path[at].isLowSurrogate()) {
            bytes += QStringView(path).sliced(from, at - from).toUtf8();
            bytes += char(path[at].unicode() & 0xff);
            from = at + 1;
        }
    }
    return bytes + QStringView(path).sliced(from).toUtf8();
}

QByteArray quotedPath(const QByteArray &path)
{
    if (std::none_of(path.begin(), path.end(), needsQuotes))
        return path;
    QByteArray quoted = "\"";
    for (const char byte : path) {
        if (!needsQuotes(byte)) {
            quoted += byte;
            continue;
        }
        quoted += '\\';
        if (byte == '"' || byte == '\\')
            quoted += byte;
        else if (byte >= 7 && byte <= 13)
            quoted += escapeLetters[byte - 7];
        else
            quoted += QByteArray::number(uchar(byte), 8).rightJustified(3, '0');
    }
    return quoted + '"';
}

std::optional<QByteArray> takeQuotedPath(QByteArrayView &text)
{
    if (!text.startsWith('"'))
        return std::nullopt;
    QByteArray path;
    for (qsizetype at = 1; at < text.size(); ++at) {
        if (text[at] == '"') {
            text = text.sliced(at + 1);
            return path;
        }
        if (text[at] != '\\') {
            path += text[at];
            continue;
        }
        if (++at >= text.size())
            return std::nullopt;
        if (const qsizetype letter = escapeLetters.indexOf(text[at]); letter >= 0) {
            path += char(7 + letter);
        } else if (at + 2 < text.size() && isOctal(text[at]) && isOctal(text[at + 1]) && isOctal(text[at + 2])) {
            path += char((text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0'));
            at += 2;
        } else if (text[at] == '"' || text[at] == '\\') {
            path += text[at];
        } else {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace mergeloom
