#include "shared/core/PlainText.h"

namespace mergeloom {

namespace {

enum class Colours { Removed, Kept };

bool turnsText(char32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

/// Past the escape sequence that begins at `at`; `sgr` gets it when it only sets colours.
qsizetype skipEscape(const QString &text, qsizetype at, QString *sgr)
{
    qsizetype i = at + 1;
    const bool isShort = text.at(at) == QChar(0x9B);
    const QChar kind = isShort ? QChar(u'[') : (i < text.size() ? text.at(i++) : QChar());
    if (kind == u'[') {
        const qsizetype from = i;
        while (i < text.size() && text.at(i) >= u' ' && text.at(i) <= u'?')
            ++i;
        const QString parameters = text.mid(from, i - from);
        if (i < text.size() && text.at(i) == u'm' && sgr) {
            bool isPlain = true;
            for (const QChar c : parameters)
                isPlain = isPlain && (c.isDigit() || c == u';');
            if (isPlain)
                *sgr = QStringLiteral("\x1b[") + parameters + u'm';
        }
        return i < text.size() ? i + 1 : i;
    }
    if (kind == u']' || kind == u'P' || kind == u'_' || kind == u'^' || kind == u'X') {
        while (i < text.size() && text.at(i) != u'\a' && text.at(i) != QChar(0x9C)) {
            if (text.at(i) == QChar(0x1B))
                return i + 1 < text.size() && text.at(i + 1) == u'\\' ? i + 2 : i;
            ++i;
        }
        return i < text.size() ? i + 1 : i;
    }
    return i;
}

QString filtered(const QString &text, Colours colours)
{
    QString out;
    out.reserve(text.size());
    bool isColoured = false;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text.at(i);
        if (c == QChar(0x1B) || c == QChar(0x9B)) {
            QString sgr;
            i = skipEscape(text, i, &sgr);
            if (colours == Colours::Kept && !sgr.isEmpty()) {
                out += sgr;
                isColoured = true;
            }
            continue;
        }
        ++i;
        if (c == u'\n' || c == u'\t' || !(c < u' ' || (c >= QChar(0x7F) && c < QChar(0xA0)) || turnsText(c.unicode())))
            out += c;
    }
    return isColoured ? out + QStringLiteral("\x1b[0m") : out;
}

} // namespace

QString plainText(const QString &text) { return filtered(text, Colours::Removed); }

QString plainLine(const QString &text) { return plainText(text).simplified(); }

QString colouredOutput(const QString &text) { return filtered(text, Colours::Kept); }

} // namespace mergeloom
