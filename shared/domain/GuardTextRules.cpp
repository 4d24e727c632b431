#include "shared/domain/GuardRules.h"

#include <algorithm>

namespace mergeloom::guard_rule {

namespace {

enum class Plainness { Plain, Other };

/// Nearly all lines are printable ASCII; only others are decoded.
Plainness plainness(QByteArrayView text)
{
    const bool isPlain = std::all_of(text.begin(), text.end(),
        [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\r' || c == '\f'; });
    return isPlain ? Plainness::Plain : Plainness::Other;
}

bool isTag(char32_t c) { return c >= 0xe0000 && c <= 0xe007f; }

bool isHidden(char32_t c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || isTag(c); }

bool isInvisible(char32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\r' && c != '\f') || (c >= 0x7f && c <= 0x9f) || c == 0xad || c == 0x34f
        || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x180e
        || (c >= 0x200b && c <= 0x200f) || c == 0x2028 || c == 0x2029 || (c >= 0x2060 && c <= 0x2065)
        || (c >= 0x206a && c <= 0x206f) || c == 0x2800 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0d) || c == 0xfeff
        || c == 0xffa0 || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0100 && c <= 0xe01ef);
}

/// Letters that look like Latin ones to the eye.
bool looksLatin(char32_t c)
{
    static constexpr std::u32string_view letters = U"аеорсухіјѕһԁԛԝѵӏАВЕКМНОРСТУХІЈЅԌԚԜҮ" // Cyrillic
                                                   U"ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧϳ";                  // Greek
    return letters.find(c) != letters.npos;
}

bool isLatinLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool isWordLetter(char32_t c) { return c == '_' || QChar::isLetterOrNumber(c); }

/// A joiner inside of an emoji or of a word in a script that needs it.
bool isJoinerInPlace(const QList<uint> &text, qsizetype at)
{
    if ((text[at] != 0x200d && text[at] != 0x200c) || at == 0 || at + 1 >= text.size())
        return false;
    const auto needsJoiner = [](uint c) {
        return c == 0xfe0f || (c >= 0x1f3fb && c <= 0x1f3ff) || QChar::category(c) == QChar::Symbol_Other
            || (QChar::isLetterOrNumber(c) && c >= 0x590) || QChar::category(c) == QChar::Mark_NonSpacing
            || QChar::category(c) == QChar::Mark_SpacingCombining;
    };
    return needsJoiner(text[at - 1]) && needsJoiner(text[at + 1]);
}

/// A flag of a region is a black flag, tags, and the tag that ends it.
bool isTagOfFlag(const QList<uint> &text, qsizetype at)
{
    qsizetype first = at;
    while (first > 0 && isTag(text[first - 1]) && at - first < 8)
        --first;
    qsizetype last = at;
    while (last + 1 < text.size() && isTag(text[last + 1]) && last - at < 8)
        ++last;
    return first > 0 && text[first - 1] == 0x1f3f4 && text[last] == 0xe007f;
}

QString codePoint(char32_t c)
{
    return QStringLiteral("U+%1").arg(QString::number(c, 16).toUpper().rightJustified(4, u'0'));
}

/// The code points of a kind in the text, each named once.
QStringList codePoints(const QString &text, bool (*isWanted)(char32_t))
{
    const QList<uint> points = text.toUcs4();
    QStringList found;
    for (qsizetype i = 0; i < points.size() && found.size() < 8; ++i) {
        if (!isWanted(points[i]) || isJoinerInPlace(points, i) || (isTag(points[i]) && isTagOfFlag(points, i)))
            continue;
        if (const QString name = codePoint(points[i]); !found.contains(name))
            found << name;
    }
    return found;
}

void findCharacters(
    const GuardedChange &change, GuardFinder &finder, bool (*isWanted)(char32_t), const QString &explanation)
{
    for (const GuardedFile &file : change.files) {
        if (const QStringList found = codePoints(file.path, isWanted); file.isThere() && !found.isEmpty())
            finder.find(file, QStringLiteral("Its name holds %1. Rename it.").arg(found.join(QStringLiteral(", "))));
        for (const GuardLine &line : file.lines) {
            if (line.kind != GuardLine::Kind::Added || plainness(line.text) == Plainness::Plain)
                continue;
            // A mark of the byte order may begin a file.
            const bool isMarked = line.newLine == 1 && line.text.startsWith("\xef\xbb\xbf");
            const QString text = QString::fromUtf8(isMarked ? line.text.sliced(3) : line.text);
            if (const QStringList found = codePoints(text, isWanted); !found.isEmpty())
                finder.find(file, line.newLine, explanation.arg(found.join(QStringLiteral(", "))));
        }
    }
}

/// The first word that mixes Latin letters with ones that look alike; empty: there is none.
QString mixedWord(const QString &text)
{
    const QList<uint> points = text.toUcs4();
    for (qsizetype i = 0; i < points.size();) {
        const qsizetype begin = i;
        bool hasLatin = false;
        bool hasAlike = false;
        for (; i < points.size() && isWordLetter(points[i]); ++i) {
            hasLatin = hasLatin || isLatinLetter(points[i]);
            hasAlike = hasAlike || looksLatin(points[i]);
        }
        if (hasLatin && hasAlike)
            return QString::fromUcs4(reinterpret_cast<const char32_t *>(points.constData()) + begin, i - begin);
        i = std::max(i, begin + 1);
    }
    return {};
}

} // namespace

void hiddenText(const GuardedChange &change, GuardFinder &finder)
{
    findCharacters(change, finder, isHidden,
        QStringLiteral("The line holds %1, by which it reads otherwise than it works. Take the characters out."));
}

void invisibleCharacter(const GuardedChange &change, GuardFinder &finder)
{
    findCharacters(change, finder, isInvisible,
        QStringLiteral("The line holds %1, which nobody sees. Take the characters out, or write them as escapes."));
}

void mixedScript(const GuardedChange &change, GuardFinder &finder)
{
    for (const GuardedFile &file : change.files) {
        for (const GuardLine &line : file.lines) {
            if (line.kind != GuardLine::Kind::Added || plainness(line.text) == Plainness::Plain)
                continue;
            if (const QString word = mixedWord(QString::fromUtf8(line.text)); !word.isEmpty())
                finder.find(file, line.newLine,
                    QStringLiteral(
                        "The word %1 mixes Latin letters with others that look alike. Write it in one script.")
                        .arg(word.left(80)));
        }
    }
}

} // namespace mergeloom::guard_rule
