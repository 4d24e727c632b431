#include "service/tools/TextLines.h"

namespace mergeloom {

TextLines TextLines::of(const QByteArray &bytes)
{
    TextLines text;
    if (bytes.isEmpty())
        return text;
    const qsizetype all = bytes.count('\n');
    if (const qsizetype windows = bytes.count("\r\n"); windows > 0 && windows == all)
        text.lineEnd = "\r\n"; // mixed ends stay as they are, line by line
    text.lines = bytes.split('\n');
    text.endsWithLineEnd = text.lines.last().isEmpty();
    if (text.endsWithLineEnd)
        text.lines.removeLast();
    if (text.lineEnd == "\r\n")
        for (qsizetype i = 0; i < text.lines.size(); ++i)
            if (text.lines.at(i).endsWith('\r') && (i + 1 < text.lines.size() || text.endsWithLineEnd))
                text.lines[i].chop(1);
    return text;
}

QByteArray TextLines::joined() const
{
    if (lines.isEmpty())
        return {};
    return lines.join(lineEnd) + (endsWithLineEnd ? lineEnd : QByteArray());
}

QString shownPath(const QString &path)
{
    const auto isOdd = [](QChar character) {
        const QChar::Category kind = character.category();
        return kind == QChar::Other_Control || kind == QChar::Other_Format || kind == QChar::Other_Surrogate
            || kind == QChar::Separator_Line || kind == QChar::Separator_Paragraph
            || character == QChar::ReplacementCharacter;
    };
    const bool isForeign = path.contains(QChar::ReplacementCharacter);
    QString shown;
    bool isPlain = true;
    for (qsizetype i = 0; i < path.size(); ++i) {
        const QChar character = path.at(i);
        const bool isPair = character.isHighSurrogate() && i + 1 < path.size() && path.at(i + 1).isLowSurrogate();
        if (isPair) {
            shown += character;
            shown += path.at(++i);
        } else if (isOdd(character)) {
            isPlain = false;
            shown += QStringLiteral("\\u%1").arg(character.unicode(), 4, 16, QLatin1Char('0'));
        } else {
            shown += character;
        }
    }
    if (isPlain)
        return path;
    return QStringLiteral("\"%1\"%2")
        .arg(shown, isForeign ? QStringLiteral(" [the name is not UTF-8; tools cannot open it]") : QString());
}

} // namespace mergeloom
