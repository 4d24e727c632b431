#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>

namespace mergeloom {

/// None: the last line of a text that has no newline at its end.
enum class LineEnd { None, Lf, CrLf };

/// UTF-16 by its byte order mark; Latin1 is what is not UTF-8.
enum class Encoding { Utf8, Utf16Le, Utf16Be, Latin1 };

/// From the line at place `line` on, lines of a text that came from a patch have the numbers from `number` on.
struct NumberedFrom {
    qsizetype line = 0;
    qint64 number = 1;
};

/// The bytes of a file as lines. Any bytes are a text; the lines with their ends are the bytes again. Places of lines count from 0.
class Text
{
public:
    /// With `numbers`, the lines of a patch, which are never UTF-16.
    static std::shared_ptr<const Text> of(QByteArray bytes, QList<NumberedFrom> numbers = {});

    const QByteArray &bytes() const { return m_bytes; }
    Encoding encoding() const { return m_encoding; }
    qsizetype count() const { return m_starts.size() - 1; }

    /// Without its end; the byte order mark of UTF-16 is part of the first line.
    QByteArrayView line(qsizetype place) const { return between(place, contentEnd(place)); }
    QByteArrayView lineWithEnd(qsizetype place) const { return between(place, m_starts[place + 1]); }
    QByteArrayView lines(qsizetype place, qsizetype count) const { return between(place, m_starts[place + count]); }
    LineEnd end(qsizetype place) const;
    /// As the file counts, from 1.
    qint64 number(qsizetype place) const;
    /// The place of the line with a number; of a line that is not known, the place behind those ahead of it.
    qsizetype placeOf(qint64 number) const;

    /// The characters of a line, as they are; bytes that mean nothing become U+FFFD.
    QString decoded(qsizetype place) const;
    /// The same for the eye: what would be invisible or would turn the line around becomes visible; tabs stay.
    QString shown(qsizetype place) const;

private:
    Text(QByteArray bytes, QList<NumberedFrom> numbers);
    QByteArrayView between(qsizetype place, qsizetype end) const;
    qsizetype contentEnd(qsizetype place) const;
    qsizetype unitSize() const;
    char unitAt(qsizetype place) const;

    QByteArray m_bytes;
    QList<qsizetype> m_starts; // of each line, and the size of all
    QList<NumberedFrom> m_numbers;
    Encoding m_encoding = Encoding::Utf8;
};

/// `text` with control characters as pictures (U+2400…) and characters that are invisible or turn the direction of writing as
/// ‹U+202E›; tabs stay.
QString visibleText(const QString &text);

/// As git decides it: a NUL among the first 8,000 bytes; but UTF-16 with a byte order mark is text here.
bool isBinaryContent(QByteArrayView bytes);

} // namespace mergeloom
