#include "shared/core/SecretBeginnings.h"

#include <QByteArrayList>

namespace mergeloom {

namespace {

bool isAlphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `digits` in each mixture of upper and lower case.
QByteArrayList casesOf(const QByteArray &digits)
{
    QByteArrayList result{QByteArray()};
    for (const char digit : digits) {
        QByteArrayList longer;
        for (const QByteArray &start : result) {
            longer.append(start + digit);
            if (digit >= 'a' && digit <= 'f')
                longer.append(start + char(digit - 'a' + 'A'));
        }
        result = longer;
    }
    return result;
}

QByteArray digitsOf(uint value, int base, int width)
{
    return QByteArray::number(value, base).rightJustified(width, '0');
}

/// One way to write what is at an index of the canonical text, and how many of its bytes that is.
struct Written {
    QByteArray text;
    qsizetype bytes = 1;
};

/// The bytes that a reader gives as `c`.
QByteArray saidAs(char c)
{
    constexpr const char *same[] = {" +", "n\n", "t\t", "r\r", "b\b", "f\f", "v\v", "a\a", "e\x1b"};
    for (const char *bytes : same)
        if (bytes[0] == c)
            return bytes;
    return QByteArray(1, c);
}

/// What may follow a backslash to mean `c`, other than `c` itself.
QByteArrayList afterBackslash(char c)
{
    QByteArrayList result{"u00", "U00", digitsOf(uchar(c), 8, 3)};
    for (const QByteArray &digits : casesOf(digitsOf(uchar(c), 16, 2))) {
        result.append('x' + digits);
        result.append('%' + digits);
    }
    if (uchar(c) < 0x20)
        result.append(QByteArray(1, SpelledText::canonical(QByteArrayView(&c, 1), Spelling::Text).at(0)));
    return result;
}

void addEscaped(QList<Written> &ways, char c, qsizetype index, Backslashes backslashes)
{
    const QByteArray hex = digitsOf(uchar(c), 16, 2);
    for (const QByteArray &digits : casesOf(hex)) {
        ways.append({'%' + digits});
        ways.append({"%25" + digits});
    }
    for (const char *backslash : {"\\", "%5C", "%5c", "%255"})
        for (const QByteArray &tail : afterBackslash(c))
            ways.append({backslash + tail});
    if (index > 0) { // at the beginning it is enough to begin after all backslashes but one
        for (const char *layers : {"\\\\", "\\\\\\", "\\\\\\\\"})
            for (const QByteArray &tail : afterBackslash(c))
                ways.append({layers + tail});
        const bool mayHaveBackslash = backslashes == Backslashes::Possible || !isAlphanumeric(c);
        for (const char *layers : {"\\", "\\\\", "\\\\\\", "\\\\\\\\", "%5C", "%5c", "%255"})
            if (mayHaveBackslash)
                ways.append({layers + QByteArray(1, c)});
    }
    if (c == '\'')
        for (const char *quoted : {"'\\''", "'\\\\'", "'\"'\"'", "'\\\""})
            ways.append({quoted});
    if (c == '\n')
        for (const char *both : {"\r\n", "\\r\\n", "\\\\r\\", "%0D%0A", "%0d%0a"})
            ways.append({both});
    if (isAlphanumeric(c) || uchar(c) >= 0x80)
        return;
    for (const char *entity : {"&amp", "&lt;", "&gt;", "&quo", "&apo", "&nbs"})
        ways.append({entity});
    ways.append({"&#" + QByteArray::number(uchar(c)) + ';'});
    for (const QByteArray &digits : casesOf(hex)) {
        ways.append({"&#x" + digits});
        ways.append({"&#X" + digits});
    }
}

/// A character beyond ASCII as `\u1234`, which is all of its bytes at once.
void addCodePoint(QList<Written> &ways, const QByteArray &canonical, qsizetype index)
{
    const uchar lead = uchar(canonical[index]);
    const qsizetype size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc0 || index + size > canonical.size())
        return;
    const QString character = QString::fromUtf8(canonical.mid(index, size));
    const QByteArray high = digitsOf(character[0].unicode(), 16, 4).left(2);
    for (const QByteArray &digits : casesOf(high))
        for (const char *backslash : {"\\u", "\\\\u", "\\\\\\u", "%5Cu", "%5cu"})
            ways.append({backslash + digits + "00", size});
    const uint value = character.toUcs4().value(0);
    ways.append({"&#" + QByteArray::number(value) + ';', size});
    for (const QByteArray &digits : casesOf(QByteArray::number(value, 16))) {
        ways.append({"&#x" + digits + ';', size});
        ways.append({"&#X" + digits + ';', size});
    }
}

QList<Written> waysInText(const QByteArray &canonical, qsizetype index, Backslashes backslashes)
{
    const char c = canonical[index];
    QList<Written> ways;
    for (const char byte : backslashes == Backslashes::Possible || c == ' ' ? saidAs(c) : QByteArray(1, c)) {
        ways.append({QByteArray(1, byte)});
        addEscaped(ways, byte, index, backslashes);
    }
    if (uchar(c) >= 0x80)
        addCodePoint(ways, canonical, index);
    return ways;
}

QList<Written> waysInBase64(const QByteArray &canonical, qsizetype index)
{
    const char c = canonical[index];
    QByteArrayList signs{QByteArray(1, c)};
    if (c == '+')
        signs += {"-", "%2B", "%2b", "%252", "\\u00", "\\\\u0", "&#43", "&#x2"};
    if (c == '/')
        signs += {"_", "\\/", "\\\\/", "\\\\\\/", "%2F", "%2f", "%252", "\\u00", "\\\\u0", "&#47", "&#x2"};
    QList<Written> ways;
    for (const QByteArray &sign : signs)
        ways.append({sign});
    if (index == 0)
        return ways;
    if (c == '+')
        ways.append({" "});
    for (const char *wrap : {"\n", "\n ", "\n  ", "\n\t", "\n\t\t", "\r\n", "\\n", "\\\\n", "\\\\\\n", "\\r\\n",
             "\\\\r\\", "%0A", "%0a", "%0D%0A", "%0d%0a"})
        for (const QByteArray &sign : signs)
            ways.append({wrap + sign});
    return ways;
}

QList<Written> waysInHex(const QByteArray &canonical, qsizetype index)
{
    QList<Written> ways;
    for (const QByteArray &digit : casesOf(canonical.mid(index, 1))) {
        ways.append({digit});
        if (index == 2)
            for (const char *separator : {" ", "  ", ":", "-", ",", ", ", "\n", "\r\n", "\\n", "%3A", "%3a", "%20"})
                ways.append({separator + digit});
    }
    return ways;
}

} // namespace

void eachBeginning(const QByteArray &canonical, Spelling spelling, Backslashes backslashes,
    const std::function<void(const QByteArray &)> &found)
{
    struct Start {
        QByteArray text;
        qsizetype index = 0;
    };
    QList<Start> starts{{}};
    while (!starts.isEmpty()) {
        const Start start = starts.takeLast();
        if (start.text.size() >= beginningSize) {
            found(start.text.left(beginningSize));
            continue;
        }
        if (start.index >= canonical.size())
            continue;
        const QList<Written> ways = spelling == Spelling::Text ? waysInText(canonical, start.index, backslashes)
            : spelling == Spelling::Base64                     ? waysInBase64(canonical, start.index)
                                                               : waysInHex(canonical, start.index);
        for (const Written &way : ways)
            starts.append({start.text + way.text, start.index + way.bytes});
    }
}

} // namespace mergeloom
