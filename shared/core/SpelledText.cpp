#include "shared/core/SpelledText.h"

#include <array>

namespace mergeloom {

namespace {

constexpr int mostBackslashes = 16;
constexpr int mostWrapBytes = 100; // a line end inside of base64, and the indentation after it
constexpr int mostSeparators = 3;

constexpr std::array<bool, 256> escapeSigns()
{
    std::array<bool, 256> signs{};
    for (const char c : {'\r', '\\', '%', '\'', '&'})
        signs[uchar(c)] = true;
    return signs;
}
constexpr std::array<bool, 256> isEscapeSign = escapeSigns();

int hexValue(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool isAsciiWord(int c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool isOctal(int c) { return c >= '0' && c <= '7'; }

constexpr std::pair<char, char> controls[] = {
    {'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'b', '\b'}, {'f', '\f'}, {'v', '\v'}, {'a', '\a'}, {'e', '\x1b'}};

/// What the letter after a backslash stands for; 0: itself.
char namedControl(int c)
{
    for (const auto &[letter, control] : controls)
        if (letter == c)
            return control;
    return 0;
}

/// `name` stands between `&` and `;`; 0: unknown.
uint entityValue(QByteArrayView name)
{
    static constexpr std::pair<const char *, char> names[] = {
        {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", ' '}};
    for (const auto &[known, value] : names)
        if (name == known)
            return uchar(value);
    if (name.size() < 2 || name[0] != '#')
        return 0;
    const bool isHex = name[1] == 'x' || name[1] == 'X';
    bool isNumber = false;
    const uint value = name.sliced(isHex ? 2 : 1).toByteArray().toUInt(&isNumber, isHex ? 16 : 10);
    return isNumber && value <= 0x10ffff ? value : 0;
}

} // namespace

QByteArray SpelledText::canonical(QByteArrayView text, Spelling spelling)
{
    SpelledText reader(text, spelling, TextEnd::Whole);
    QByteArray result;
    for (int c = reader.next(); c != ended; c = reader.next())
        result += char(c);
    return result;
}

QByteArray SpelledText::withoutEscapes(QByteArrayView text)
{
    QByteArray result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isHalfLineEnd = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] != '\\' && !isHalfLineEnd)
            result += char(folded(uchar(text[i])));
    }
    return result;
}

/// A line end and `\n` are both `n`: a backslash and an n may be an escape of JSON, or may be what the secret holds.
int SpelledText::folded(int c)
{
    if (c == '+')
        return ' '; // as in a form
    if (c >= 0x20 || c < 0)
        return c;
    for (const auto &[letter, control] : controls)
        if (control == c)
            return letter;
    return c;
}

int SpelledText::next()
{
    int c = unescaped();
    if (m_spelling == Spelling::Text)
        return folded(c);
    if (m_spelling == Spelling::Base64) {
        if (c == '\n')
            for (int skipped = 0; (c == '\n' || c == ' ' || c == '\t') && skipped < mostWrapBytes; ++skipped)
                c = unescaped();
        if (c == '-' || c == ' ')
            return '+';
        return c == '_' ? '/' : c;
    }
    for (int skipped = 0; (c == ' ' || c == ':' || c == '-' || c == ',' || c == '\n') && skipped < mostSeparators;
         ++skipped)
        c = unescaped();
    return c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c;
}

int SpelledText::unescaped()
{
    for (;;) {
        if (m_saidCount > 0)
            return uchar(m_said[--m_saidCount]);
        const int c = peek(m_position);
        if (c == ended)
            return ended;
        if (!isEscapeSign[size_t(c)]) {
            ++m_position;
            return c;
        }
        Escape escape = Escape::None;
        if (c == '\r')
            escape = carriageReturn();
        else if (c == '\\')
            escape = afterBackslash(m_position);
        else if (c == '%')
            escape = percent();
        else if (c == '\'')
            escape = apostrophe();
        else if (c == '&')
            escape = entity();
        if (escape == Escape::Cut)
            return ended;
        if (escape == Escape::Done)
            continue;
        ++m_position;
        return c;
    }
}

/// At the end of the text: an escape that more text could complete, or one that never will be.
SpelledText::Escape SpelledText::brokenOff() const { return m_end == TextEnd::MoreToCome ? Escape::Cut : Escape::None; }

SpelledText::Escape SpelledText::codePoint(qsizetype at, int digits, uint &value) const
{
    value = 0;
    for (int i = 0; i < digits; ++i) {
        const int c = peek(at + i);
        if (c == ended)
            return brokenOff();
        const int digit = hexValue(c);
        if (digit < 0)
            return Escape::None;
        value = value * 16 + uint(digit);
    }
    return Escape::Done;
}

void SpelledText::say(uint value)
{
    const auto push = [this](uint byte) { m_said[m_saidCount++] = char(byte); };
    if (value < 0x80) {
        push(value);
    } else if (value < 0x800) {
        push(0x80 | (value & 0x3f));
        push(0xc0 | (value >> 6));
    } else if (value < 0x10000) {
        push(0x80 | (value & 0x3f));
        push(0x80 | ((value >> 6) & 0x3f));
        push(0xe0 | (value >> 12));
    } else {
        push(0x80 | (value & 0x3f));
        push(0x80 | ((value >> 6) & 0x3f));
        push(0x80 | ((value >> 12) & 0x3f));
        push(0xf0 | ((value >> 18) & 0x07));
    }
}

qsizetype SpelledText::skipBackslashes(qsizetype at) const
{
    for (int i = 0; i < mostBackslashes && peek(at) == '\\'; ++i)
        ++at;
    return at;
}

/// `at`: where backslashes begin, of which each layer of escapes has another number; a backslash may itself be escaped.
SpelledText::Escape SpelledText::afterBackslash(qsizetype at)
{
    for (int layers = 0;; ++layers) {
        at = skipBackslashes(at);
        const int c = peek(at);
        if (c == ended && m_end == TextEnd::MoreToCome)
            return Escape::Cut;
        uint value = 0;
        qsizetype length = 0;
        Escape escape = Escape::None;
        if (c == 'u' || c == 'U' || c == 'x') {
            const int digits = c == 'u' ? 4 : c == 'U' ? 8 : 2;
            escape = codePoint(at + 1, digits, value);
            length = 1 + digits;
        } else if (isOctal(c) && c <= '3') {
            escape = octal(at, value);
            length = 3;
        } else if (namedControl(c) != 0) {
            escape = Escape::Done;
            value = uchar(namedControl(c));
            length = 1;
        }
        if (escape == Escape::Cut)
            return Escape::Cut;
        if (escape == Escape::Done && value == '\\' && layers < mostBackslashes) {
            at += length;
            continue;
        }
        if (escape == Escape::None) { // the backslash stood before an ordinary character
            m_position = at;
            return Escape::Done;
        }
        if (c == 'u' && value >= 0xd800 && value < 0xdc00) {
            const qsizetype low = skipBackslashes(at + length);
            uint lowValue = 0;
            if (peek(low) == ended && m_end == TextEnd::MoreToCome)
                return Escape::Cut;
            if (peek(low) == 'u') {
                if (codePoint(low + 1, 4, lowValue) == Escape::Cut)
                    return Escape::Cut;
                if (lowValue >= 0xdc00 && lowValue < 0xe000) {
                    value = 0x10000 + ((value - 0xd800) << 10) + (lowValue - 0xdc00);
                    length = low + 5 - at;
                }
            }
        }
        const Escape lineFeed = value == '\r' ? escapedLineFeed(at + length) : Escape::None;
        if (lineFeed == Escape::Cut)
            return Escape::Cut;
        m_position = at + length;
        if (lineFeed == Escape::Done)
            return Escape::Done;
        if (c == 'x' || isOctal(c))
            sayByte(value);
        else
            say(value);
        return Escape::Done;
    }
}

SpelledText::Escape SpelledText::octal(qsizetype at, uint &value) const
{
    value = 0;
    for (int i = 0; i < 3; ++i) {
        const int c = peek(at + i);
        if (c == ended)
            return brokenOff();
        if (!isOctal(c))
            return Escape::None;
        value = value * 8 + uint(c - '0');
    }
    return Escape::Done;
}

void SpelledText::sayByte(uint value) { m_said[m_saidCount++] = char(value); }

/// Both kinds of line ends are alike: the first half of CR LF is not said.
SpelledText::Escape SpelledText::carriageReturn()
{
    if (peek(m_position + 1) == ended)
        return brokenOff();
    if (peek(m_position + 1) != '\n')
        return Escape::None;
    ++m_position;
    return Escape::Done;
}

/// `at` is behind an escaped CR: whether an escaped LF follows, with any number of backslashes, or as `%0A`.
SpelledText::Escape SpelledText::escapedLineFeed(qsizetype at) const
{
    const qsizetype letter = skipBackslashes(at);
    if (peek(letter) == ended)
        return brokenOff();
    uint value = 0;
    if (letter > at)
        return peek(letter) == 'n' ? Escape::Done : Escape::None;
    if (peek(at) != '%')
        return Escape::None;
    const Escape escape = codePoint(at + 1, 2, value);
    return escape == Escape::Done && value != '\n' ? Escape::None : escape;
}

/// `%41`, and `%2541`, and so on.
SpelledText::Escape SpelledText::percent()
{
    qsizetype at = m_position + 1;
    uint value = 0;
    for (;;) {
        const Escape escape = codePoint(at, 2, value);
        if (escape != Escape::Done)
            return escape;
        if (value != '%')
            break;
        uint inner = 0;
        const Escape nested = codePoint(at + 2, 2, inner);
        if (nested == Escape::Cut)
            return Escape::Cut;
        if (nested == Escape::None)
            break;
        at += 2;
    }
    if (value == '\\')
        return afterBackslash(at + 2);
    const Escape lineFeed = value == '\r' ? escapedLineFeed(at + 2) : Escape::None;
    if (lineFeed == Escape::Cut)
        return Escape::Cut;
    m_position = at + 2;
    if (lineFeed != Escape::Done)
        sayByte(value);
    return Escape::Done;
}

/// An apostrophe inside of apostrophes, as shells need it: `'\''` or `'"'"'`.
SpelledText::Escape SpelledText::apostrophe()
{
    const qsizetype first = skipBackslashes(m_position + 1);
    if (peek(first) == ended)
        return brokenOff();
    const bool isQuoted = peek(first) == '"';
    if (!isQuoted && (peek(first) != '\'' || first == m_position + 1))
        return Escape::None;
    if (peek(first + 1) == ended)
        return brokenOff();
    if (peek(first + 1) != '\'')
        return Escape::None;
    qsizetype end = first + 2;
    if (isQuoted) {
        const qsizetype second = skipBackslashes(end);
        if (peek(second) == ended || (peek(second) == '"' && peek(second + 1) == ended))
            return brokenOff();
        if (peek(second) != '"' || peek(second + 1) != '\'')
            return Escape::None;
        end = second + 2;
    }
    m_position = end;
    say('\'');
    return Escape::Done;
}

/// `&lt;`, `&#39;`, `&#x27;`, and `&amp;lt;`.
SpelledText::Escape SpelledText::entity()
{
    constexpr qsizetype longestName = 8;
    qsizetype at = m_position + 1;
    uint value = 0;
    for (;;) {
        qsizetype end = at;
        while (end - at < longestName && (peek(end) == '#' || isAsciiWord(peek(end))))
            ++end;
        if (peek(end) == ended && m_end == TextEnd::MoreToCome && end - at < longestName)
            return Escape::Cut;
        const QByteArrayView name = m_text.sliced(at, end - at);
        if (peek(end) != ';')
            break;
        if (name != "amp") {
            const uint inner = entityValue(name);
            if (inner != 0) {
                value = inner;
                at = end + 1;
            }
            break;
        }
        value = '&';
        at = end + 1;
    }
    if (value == 0)
        return Escape::None;
    m_position = at;
    say(value);
    return Escape::Done;
}

} // namespace mergeloom
