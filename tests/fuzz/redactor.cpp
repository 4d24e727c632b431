// Streaming over any cuts gives what the whole text gives, and no secret survives however each of its bytes is spelled.
#include "shared/core/Redactor.h"
#include "tests/fuzz/Fuzz.h"

#include <QByteArrayList>

using namespace mergeloom;

namespace {

const QByteArrayList &secrets()
{
    static const QByteArrayList all{"s3cr\"et/+value&1", "C:\\temp\\new key", "it's 100% <m\xc3\xbcne>",
        "line one of it\nline two of it", "0123456789abcdef0123", "glue+paste=fix?"};
    return all;
}

const Redactor &redactor()
{
    static const Redactor all = [] {
        Redactor made;
        for (const QByteArray &secret : secrets())
            made.addSecret(secret, QStringLiteral("S"));
        return made;
    }();
    return all;
}

QByteArray hex(uchar byte, bool isUpper)
{
    const QByteArray digits = QByteArray::number(byte, 16).rightJustified(2, '0');
    return isUpper ? digits.toUpper() : digits;
}

/// One byte of a secret, in a spelling that `choice` says. What a backslash stands before is never a letter or digit,
/// since no encoder does that.
QByteArray spelled(uchar byte, std::uint8_t choice)
{
    const QByteArray raw(1, char(byte));
    const bool isUpper = choice & 0x80;
    switch (choice % 9) {
    case 1:
        return '%' + hex(byte, isUpper);
    case 2:
        return "%25" + hex(byte, isUpper);
    case 3:
        return byte < 0x80 ? "\\u00" + hex(byte, isUpper) : raw;
    case 4:
        return byte < 0x80 ? "\\\\u00" + hex(byte, isUpper) : raw;
    case 5:
        return "\\x" + hex(byte, isUpper);
    case 6:
        return '\\' + QByteArray::number(byte, 8).rightJustified(3, '0');
    case 7:
        return byte == '\'' ? QByteArray("'\\''") : byte == '"' || byte == '/' ? '\\' + raw : raw;
    case 8:
        return byte == '&' ? "&amp;" : byte == '<' ? "&lt;" : byte == '"' ? "&quot;" : byte == '\'' ? "&#39;" : raw;
    default:
        return raw;
    }
}

/// Secrets that hold what looks like an escape are spelled in one way throughout, as an encoder would.
bool canBeMixed(const QByteArray &secret) { return !secret.contains('\\') && !secret.contains('%'); }

} // namespace

MERGELOOM_FUZZER(input)
{
    const QByteArray text = input.toByteArray();
    const QByteArray whole = redactor().redact(text);
    Redactor::Stream stream(redactor());
    QByteArray streamed;
    fuzz::inPieces(text, std::uint32_t(text.size()) * 2654435761U + (text.isEmpty() ? 0 : uchar(text[0])),
        [&](const QByteArray &piece) { streamed += stream.push(piece); });
    streamed += stream.finish();
    fuzz::demand(streamed == whole, "a stream gives what the whole text gives");
    for (const QByteArray &secret : secrets())
        fuzz::demand(!whole.contains(secret) && !whole.contains(secret.toHex()), "a secret is taken out");

    // The input as the spelling of a secret, with something around it.
    if (text.size() < 4)
        return;
    const QByteArray &secret = secrets()[uchar(text[0]) % secrets().size()];
    QByteArray written;
    for (qsizetype i = 0; i < secret.size(); ++i)
        written += spelled(uchar(secret[i]), std::uint8_t(text[canBeMixed(secret) ? 2 + i % (text.size() - 2) : 2]));
    const QByteArray before =
        text.mid(2, uchar(text[1]) % 16).replace('\\', '/').replace('%', '/').replace('&', '/').replace('\'', '/');
    const QByteArray clean = redactor().redact(before + written + '.');
    fuzz::demand(clean.contains("[redacted:S]"), "each spelling of a secret is found");
}
