#include "desktop/pages/TerminalOutput.h"

#include "desktop/widgets/ShownText.h"

#include <QStringList>

namespace mergeloom {

namespace {

TerminalColour indexed(uint index)
{
    if (index < 16)
        return {TerminalColour::Kind::Named, index};
    if (index >= 232) {
        const uint grey = 8 + (qMin(index, 255u) - 232) * 10;
        return {TerminalColour::Kind::Exact, grey << 16 | grey << 8 | grey};
    }
    static constexpr uint steps[] = {0, 95, 135, 175, 215, 255};
    const uint cube = index - 16;
    return {TerminalColour::Kind::Exact, steps[cube / 36 % 6] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]};
}

/// `38;5;n` and `38;2;r;g;b`, from the code at `at`; moves `at` to the last code that it took.
TerminalColour extendedColour(const QList<uint> &codes, qsizetype &at)
{
    const auto code = [&](qsizetype index) { return codes.value(index) & 255; };
    if (codes.value(at + 1) == 5) {
        const TerminalColour colour = indexed(code(at + 2));
        at += 2;
        return colour;
    }
    if (codes.value(at + 1) == 2) {
        const TerminalColour colour{TerminalColour::Kind::Exact, code(at + 2) << 16 | code(at + 3) << 8 | code(at + 4)};
        at += 4;
        return colour;
    }
    return {};
}

void applyCode(TerminalStyle &style, const QList<uint> &codes, qsizetype &at)
{
    const uint code = codes[at];
    const auto named = [](uint index) { return TerminalColour{TerminalColour::Kind::Named, index}; };
    switch (code) {
    case 0:
        style = {};
        break;
    case 1:
        style.isBold = true;
        break;
    case 2:
        style.isDim = true;
        break;
    case 3:
        style.isItalic = true;
        break;
    case 4:
        style.isUnderlined = true;
        break;
    case 22:
        style.isBold = style.isDim = false;
        break;
    case 23:
        style.isItalic = false;
        break;
    case 24:
        style.isUnderlined = false;
        break;
    case 38:
        style.text = extendedColour(codes, at);
        break;
    case 39:
        style.text = {};
        break;
    case 48:
        style.back = extendedColour(codes, at);
        break;
    case 49:
        style.back = {};
        break;
    default:
        if (code >= 30 && code <= 37)
            style.text = named(code - 30);
        else if (code >= 90 && code <= 97)
            style.text = named(code - 82);
        else if (code >= 40 && code <= 47)
            style.back = named(code - 40);
        else if (code >= 100 && code <= 107)
            style.back = named(code - 92);
    }
}

void applySgr(TerminalStyle &style, QStringView parameters)
{
    QList<uint> codes;
    for (const QStringView part : parameters.split(u';'))
        for (const QStringView piece : part.split(u':'))
            codes << piece.toUInt();
    for (qsizetype at = 0; at < codes.size(); ++at)
        applyCode(style, codes, at);
}

/// The end of an escape sequence that begins at `at`; `final`: its last character, when it is a CSI.
qsizetype sequenceEnd(QStringView text, qsizetype at, QChar &final)
{
    final = {};
    qsizetype end = at + 1;
    if (end >= text.size())
        return end;
    if (text[end] == u'[') {
        for (++end; end < text.size(); ++end)
            if (text[end] >= u'@' && text[end] <= u'~') {
                final = text[end];
                return end + 1;
            }
        return end;
    }
    if (text[end] == u']' || text[end] == u'P' || text[end] == u'_' || text[end] == u'^') {
        for (++end; end < text.size(); ++end)
            if (text[end] == u'\a' || (text[end] == u'\\' && text[end - 1] == u'\x1b'))
                return end + 1;
        return end;
    }
    while (end < text.size() && text[end] >= u' ' && text[end] <= u'/')
        ++end; // a character set and its name
    return qMin(end + 1, text.size());
}

/// Cuts a line into pieces; `style` is that of its begin, and afterwards that of its end.
QList<TerminalPiece> piecesOf(QStringView text, TerminalStyle &style)
{
    QList<TerminalPiece> pieces;
    const auto add = [&](QStringView part) {
        if (!part.isEmpty())
            pieces << TerminalPiece{shownText(part.toString()), style};
    };
    qsizetype from = 0;
    for (qsizetype at = text.indexOf(u'\x1b'); at >= 0; at = text.indexOf(u'\x1b', from)) {
        add(text.mid(from, at - from));
        QChar final;
        from = sequenceEnd(text, at, final);
        if (final == u'm')
            applySgr(style, text.mid(at + 2, from - at - 3));
    }
    add(text.mid(from));
    return pieces;
}

QString overwritten(QString line)
{
    while (line.endsWith(u'\r'))
        line.chop(1);
    return line.mid(line.lastIndexOf(u'\r') + 1);
}

} // namespace

void TerminalOutput::append(const QString &text)
{
    if (text.isEmpty())
        return;
    qsizetype from = 0;
    QString open;
    if (m_isOpen) {
        open = m_lines.last().text;
        m_next = m_lines.last().start;
        m_lines.removeLast();
    }
    for (qsizetype at = text.indexOf(u'\n'); at >= 0; at = text.indexOf(u'\n', from)) {
        takeLine(overwritten(std::exchange(open, {}) + text.mid(from, at - from)));
        from = at + 1;
    }
    m_isOpen = from < text.size() || !open.isEmpty();
    if (m_isOpen) {
        const QString rest = open + text.mid(from);
        // What a carriage return would wipe is wiped only when something follows it.
        const qsizetype cut = rest.endsWith(u'\r') ? -1 : rest.lastIndexOf(u'\r');
        m_lines << Line{rest.mid(cut + 1), m_next};
    }
}

void TerminalOutput::takeLine(const QString &text)
{
    m_lines << Line{text, m_next};
    if (text.contains(u'\x1b'))
        piecesOf(text, m_next);
}

QList<TerminalPiece> TerminalOutput::line(qsizetype index) const
{
    TerminalStyle style = m_lines[index].start;
    QStringView text = m_lines[index].text;
    while (text.endsWith(u'\r'))
        text.chop(1);
    return piecesOf(text, style);
}

QString TerminalOutput::plainText() const
{
    QString text;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        for (const TerminalPiece &piece : line(i))
            text += piece.text;
        text += u'\n';
    }
    return text;
}

} // namespace mergeloom
