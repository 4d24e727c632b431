#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace mergeloom {

/// How a secret may be written. Text undoes JSON, C and shell escapes, URL encoding and HTML entities, mixed and nested;
/// Base64 also takes both alphabets and lines wrapped anywhere; Hex both cases and pairs set apart.
enum class Spelling { Text, Base64, Hex };

enum class TextEnd { Whole, MoreToCome };

/// Reads what a text says, whichever way it is spelled: `%41`, `\u0041`, `\x41` and `A` all give the byte `A`.
/// Backslashes themselves are not given, since each layer of escapes has another number of them; so a text and a secret
/// are compared by what this gives for both.
class SpelledText
{
public:
    static constexpr int ended = -1;

    SpelledText(QByteArrayView text, Spelling spelling, TextEnd end) : m_text(text), m_spelling(spelling), m_end(end) {}

    /// The next byte; `ended` at the end, and inside an escape that more text could complete.
    int next();
    /// How much of the text has been read.
    qsizetype position() const { return m_position; }

    /// What a reader gives for `text`, and for most writings of it.
    static QByteArray canonical(QByteArrayView text, Spelling spelling);

    /// What a reader gives for each writing of `text` that escapes every byte on its own.
    static QByteArray withoutEscapes(QByteArrayView text);

private:
    enum class Escape { None, Done, Cut };
    static int folded(int c);
    int unescaped();
    Escape afterBackslash(qsizetype at);
    Escape carriageReturn();
    Escape escapedLineFeed(qsizetype at) const;
    Escape percent();
    Escape apostrophe();
    Escape entity();
    Escape octal(qsizetype at, uint &value) const;
    Escape codePoint(qsizetype at, int digits, uint &value) const;
    Escape brokenOff() const;
    qsizetype skipBackslashes(qsizetype at) const;
    void say(uint codePoint);
    void sayByte(uint value);
    int peek(qsizetype at) const { return at < m_text.size() ? uchar(m_text[at]) : ended; }

    QByteArrayView m_text;
    Spelling m_spelling;
    TextEnd m_end;
    qsizetype m_position = 0;
    char m_said[4] = {}; // bytes of a character that an escape gave, last first
    int m_saidCount = 0;
};

} // namespace mergeloom
