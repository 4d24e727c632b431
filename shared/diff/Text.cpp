#include "shared/diff/Text.h"

#include <QStringDecoder>

#include <algorithm>
#include <cstring>

namespace mergeloom {

namespace {

bool isUtf16(Encoding encoding) { return encoding == Encoding::Utf16Le || encoding == Encoding::Utf16Be; }

/// How many bytes the sequence at `at` has, 0 when it is none of UTF-8.
qsizetype sequenceSize(QByteArrayView bytes, qsizetype at)
{
    const auto lead = uchar(bytes[at]);
    const qsizetype size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size == 0 || at + size > bytes.size())
        return 0;
    return bytes.sliced(at, size).isValidUtf8() ? size : 0;
}

/// A text that is UTF-8 but for few bytes is still read as UTF-8, so that the rest of it can be read.
bool isMostlyUtf8(QByteArrayView bytes)
{
    if (bytes.isValidUtf8())
        return true;
    qsizetype good = 0;
    qsizetype bad = 0;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = uchar(bytes[at]) < 0x80 ? 1 : sequenceSize(bytes, at);
        good += size > 1;
        bad += size == 0;
        at += std::max<qsizetype>(size, 1);
    }
    return good > bad;
}

Encoding encodingOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\xff\xfe"))
        return Encoding::Utf16Le;
    if (bytes.startsWith("\xfe\xff"))
        return Encoding::Utf16Be;
    return isMostlyUtf8(bytes) ? Encoding::Utf8 : Encoding::Latin1;
}

QList<qsizetype> startsOf(QByteArrayView bytes, Encoding encoding)
{
    QList<qsizetype> starts{0};
    if (isUtf16(encoding)) {
        const int low = encoding == Encoding::Utf16Le ? 0 : 1;
        for (qsizetype at = 0; at + 1 < bytes.size(); at += 2)
            if (bytes[at + low] == '\n' && bytes[at + 1 - low] == '\0')
                starts.append(at + 2);
    } else {
        starts.reserve(bytes.size() / 32 + 2);
        const char *const begin = bytes.data();
        const char *const end = begin + bytes.size();
        for (const char *at = begin; at < end;) {
            at = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)));
            if (!at)
                break;
            starts.append(++at - begin);
        }
    }
    if (starts.last() != bytes.size())
        starts.append(bytes.size());
    starts.squeeze();
    return starts;
}

} // namespace

std::shared_ptr<const Text> Text::of(QByteArray bytes, QList<NumberedFrom> numbers)
{
    return std::shared_ptr<const Text>(new Text(std::move(bytes), std::move(numbers)));
}

Text::Text(QByteArray bytes, QList<NumberedFrom> numbers) : m_bytes(std::move(bytes)), m_numbers(std::move(numbers))
{
    // A patch is cut into lines at the bytes of newlines, whatever its content begins with.
    m_encoding = m_numbers.isEmpty() ? encodingOf(m_bytes) : isMostlyUtf8(m_bytes) ? Encoding::Utf8 : Encoding::Latin1;
    m_starts = startsOf(m_bytes, m_encoding);
}

QByteArrayView Text::between(qsizetype place, qsizetype end) const
{
    return QByteArrayView(m_bytes).sliced(m_starts[place], end - m_starts[place]);
}

qsizetype Text::unitSize() const { return isUtf16(m_encoding) ? 2 : 1; }

/// The character of ASCII at `place`; in UTF-16, NUL when it is none.
char Text::unitAt(qsizetype place) const
{
    if (m_encoding == Encoding::Utf16Le)
        return m_bytes[place + 1] == '\0' ? m_bytes[place] : '\0';
    if (m_encoding == Encoding::Utf16Be)
        return m_bytes[place] == '\0' ? m_bytes[place + 1] : '\0';
    return m_bytes[place];
}

LineEnd Text::end(qsizetype place) const
{
    const qsizetype unit = unitSize();
    const qsizetype begin = m_starts[place];
    const qsizetype end = m_starts[place + 1];
    if (end - begin < unit || (end - begin) % unit != 0 || unitAt(end - unit) != '\n')
        return LineEnd::None;
    return end - begin >= 2 * unit && unitAt(end - 2 * unit) == '\r' ? LineEnd::CrLf : LineEnd::Lf;
}

qsizetype Text::contentEnd(qsizetype place) const
{
    const LineEnd kind = end(place);
    return m_starts[place + 1] - (kind == LineEnd::None ? 0 : kind == LineEnd::Lf ? 1 : 2) * unitSize();
}

qint64 Text::number(qsizetype place) const
{
    const auto after = std::upper_bound(m_numbers.begin(), m_numbers.end(), place,
        [](qsizetype wanted, const NumberedFrom &from) { return wanted < from.line; });
    if (after == m_numbers.begin())
        return place + 1;
    return std::prev(after)->number + (place - std::prev(after)->line);
}

qsizetype Text::placeOf(qint64 number) const
{
    qsizetype place = qsizetype(std::clamp<qint64>(number - 1, 0, count()));
    for (const NumberedFrom &from : m_numbers) {
        if (from.number > number)
            return std::min(place, from.line);
        place = qsizetype(std::min<qint64>(from.line + (number - from.number), count()));
    }
    return place;
}

QString Text::decoded(qsizetype place) const
{
    QByteArrayView content = line(place);
    switch (m_encoding) {
    case Encoding::Latin1:
        return QString::fromLatin1(content);
    case Encoding::Utf8:
        return QString::fromUtf8(content);
    case Encoding::Utf16Le:
    case Encoding::Utf16Be:
        break;
    }
    if (place == 0)
        content = content.sliced(2);
    QStringDecoder decoder(m_encoding == Encoding::Utf16Le ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE,
        QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    return decoder.decode(content);
}

QString Text::shown(qsizetype place) const { return visibleText(decoded(place)); }

namespace {

/// Control characters have pictures of their own; these have none, and are either not seen or turn what is beside them around.
bool isUnseen(char32_t character)
{
    return (character >= 0x80 && character < 0xa0) || character == 0xad || character == 0x61c || character == 0x180e
        || (character >= 0x200b && character <= 0x200f && character != 0x200c && character != 0x200d)
        || (character >= 0x2028 && character <= 0x202e) || (character >= 0x2060 && character <= 0x206f)
        || character == 0xfeff || (character >= 0xfff9 && character <= 0xfffb)
        || (character >= 0xe0000 && character < 0xe0080);
}

bool isPlain(QChar unit)
{
    const char16_t code = unit.unicode();
    return code == '\t' || (code >= 0x20 && code < 0x7f) || (code > 0xad && code < 0x61c);
}

} // namespace

QString visibleText(const QString &text)
{
    const auto first = std::find_if_not(text.begin(), text.end(), isPlain);
    if (first == text.end())
        return text;
    QString visible = text.first(first - text.begin());
    for (qsizetype at = visible.size(); at < text.size(); ++at) {
        const QChar unit = text[at];
        const bool isPair = unit.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
        const char32_t character = isPair ? QChar::surrogateToUcs4(unit, text[at + 1]) : unit.unicode();
        if (character < 0x20 && character != '\t')
            visible += QChar(char16_t(0x2400 + character));
        else if (character == 0x7f)
            visible += QChar(0x2421);
        else if (isUnseen(character))
            visible += QStringLiteral("‹U+%1›").arg(QString::number(character, 16).toUpper().rightJustified(4, u'0'));
        else if (unit.isSurrogate() && !isPair)
            visible += QChar::ReplacementCharacter;
        else
            visible += isPair ? text.sliced(at, 2) : QString(unit);
        at += isPair;
    }
    return visible;
}

bool isBinaryContent(QByteArrayView bytes)
{
    if (isUtf16(encodingOf(bytes.first(std::min<qsizetype>(bytes.size(), 2)))))
        return false;
    return bytes.first(std::min<qsizetype>(bytes.size(), 8000)).contains('\0');
}

} // namespace mergeloom
