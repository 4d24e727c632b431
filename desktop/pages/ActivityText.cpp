#include "desktop/pages/ActivityText.h"

#include "desktop/pages/ProseLines.h"
#include "desktop/pages/Words.h"
#include "desktop/widgets/ShownText.h"
#include "desktop/widgets/Theme.h"

#include <QJsonDocument>

namespace mergeloom {

namespace {

using LineRole = ActivityLine::Role;

ActivityLine spaceLine(int pixels)
{
    QTextCharFormat format;
    QFont font;
    font.setPixelSize(pixels);
    format.setFont(font, QTextCharFormat::FontPropertiesSpecifiedOnly);
    return {LineRole::Space, {{QString(), format}}, {}, {}};
}

QString shortened(const QString &text, int most)
{
    return text.size() <= most ? text : text.left(qMax(1, most - 1)) + u'…';
}

} // namespace

ActivityText::ActivityText(const Colours &colours) : m_colours(colours), m_codeFont(codeFont()) {}

QTextCharFormat ActivityText::inked(Ink which, int weight) const
{
    QTextCharFormat format;
    format.setForeground(m_colours.*which);
    format.setFontWeight(weight);
    return format;
}

QTextCharFormat ActivityText::coded(Ink which) const
{
    QTextCharFormat format = inked(which);
    format.setFont(m_codeFont, QTextCharFormat::FontPropertiesSpecifiedOnly);
    return format;
}

/// The sixteen colours of a terminal, to be read on the app's surfaces.
QColor ActivityText::terminalColour(const TerminalColour &colour) const
{
    if (colour.kind == TerminalColour::Kind::Exact)
        return QColor(QRgb(colour.value));
    static constexpr const char *light[] = {"#1b1c1e", "#b42318", "#17703f", "#855900", "#3056d3", "#8b2aa8", "#0f6a73",
        "#5b5f66", "#5b5f66", "#c8372b", "#1f8a50", "#9a6700", "#4a6ee0", "#a03fc0", "#14818c", "#1b1c1e"};
    static constexpr const char *dark[] = {"#8b9099", "#ff8f85", "#5ccb8f", "#e2b341", "#8aa5ff", "#d69bea", "#7fd0d8",
        "#e9eaec", "#8b9099", "#ffaea6", "#7edca8", "#f0c969", "#a8bcff", "#e4b8f3", "#a0e2e8", "#ffffff"};
    return QColor(QLatin1StringView((m_colours.isDark ? dark : light)[colour.value & 15]));
}

QTextCharFormat ActivityText::styled(const TerminalStyle &style) const
{
    QTextCharFormat format = coded();
    if (style.text.kind != TerminalColour::Kind::None)
        format.setForeground(terminalColour(style.text));
    else if (style.isDim)
        format.setForeground(m_colours.soft);
    if (style.back.kind != TerminalColour::Kind::None) {
        format.setBackground(terminalColour(style.back));
        if (style.text.kind == TerminalColour::Kind::None)
            format.setForeground(m_colours.surface);
    }
    if (style.isBold)
        format.setFontWeight(QFont::DemiBold);
    format.setFontItalic(style.isItalic);
    format.setFontUnderline(style.isUnderlined);
    return format;
}

QList<ActivityLine> ActivityText::proseOf(const QString &text, Ink base) const
{
    QList<ActivityLine> lines;
    for (const ProseLine &prose : proseLines(text)) {
        ActivityLine line;
        if (prose.kind == ProseLine::Kind::Item)
            line.pieces << ActivityLine::Piece{QString(2 + prose.depth * 3, u' '), inked(base)};
        if (prose.kind == ProseLine::Kind::Quote)
            line.pieces << ActivityLine::Piece{QStringLiteral("│ "), inked(&Colours::faint)};
        for (const ProsePiece &piece : prose.pieces) {
            QTextCharFormat format = piece.look == ProsePiece::Look::Code ? coded(base) : inked(base);
            if (prose.kind == ProseLine::Kind::Heading || piece.look == ProsePiece::Look::Strong)
                format.setFontWeight(QFont::DemiBold);
            if (piece.look == ProsePiece::Look::Code && prose.kind != ProseLine::Kind::Code)
                format.setBackground(m_colours.hover);
            line.pieces << ActivityLine::Piece{piece.text, format};
        }
        if (prose.kind == ProseLine::Kind::Code)
            line.back = m_colours.sunken;
        lines << line;
    }
    return lines;
}

QList<ActivityLine> ActivityText::blockOf(const QString &text) const
{
    QList<ActivityLine> lines;
    for (const QString &line : shownText(QString(text).remove(u'\r')).split(u'\n'))
        lines << ActivityLine{LineRole::Body, {{line, coded()}}, m_colours.sunken, {}};
    while (lines.size() > 1 && lines.last().pieces.first().text.isEmpty())
        lines.removeLast();
    return lines;
}

ActivityText::Ink ActivityText::headInk(const ActivityItem &item)
{
    switch (item.kind) {
    case ActivityItem::Kind::Warning:
        return &Colours::blocked;
    case ActivityItem::Kind::Validation:
    case ActivityItem::Kind::Guard:
        return item.end == ActivityItem::End::Good ? &Colours::completed
            : item.end == ActivityItem::End::Bad   ? &Colours::failed
                                                   : &Colours::blocked;
    case ActivityItem::Kind::Call:
    case ActivityItem::Kind::Note:
    case ActivityItem::Kind::Source:
        return &Colours::soft;
    default:
        return &Colours::text;
    }
}

/// What is below the first line of an opened tool call: long texts of its input one by one, the rest as JSON, and the answer.
QList<ActivityLine> ActivityText::toolLines(const ActivityItem &item) const
{
    QList<ActivityLine> lines;
    QJsonObject rest = item.input;
    QList<std::pair<QString, QString>> texts;
    for (const QString &name : item.input.keys())
        if (const QString text = item.input.value(name).toString(); text.contains(u'\n') || text.size() > 100) {
            texts.append({name, text});
            rest.remove(name);
        }
    if (!rest.isEmpty() && !item.output)
        lines += blockOf(QString::fromUtf8(QJsonDocument(rest).toJson(QJsonDocument::Indented)));
    for (const auto &[name, text] : texts) {
        lines << labelLine(Words::plain(name));
        lines += blockOf(text);
    }
    if (!item.text.isEmpty() && !item.output) {
        lines << labelLine(item.end == ActivityItem::End::Bad ? tr("Error") : tr("Result"));
        lines += blockOf(item.text);
    }
    return lines;
}

ActivityLine ActivityText::headLine(const ActivityItem &item, int columns) const
{
    using Kind = ActivityItem::Kind;
    ActivityLine head{LineRole::Head, {}, {}, {}};
    const QString words = item.kind == Kind::Command ? QString() : shownLine(item.head);
    const bool isStrong = item.kind == Kind::Said || item.kind == Kind::Validation || item.kind == Kind::Guard;
    if (!words.isEmpty())
        head.pieces << ActivityLine::Piece{words, inked(headInk(item), isStrong ? QFont::DemiBold : QFont::Normal)};
    if (!item.glance.isEmpty()) {
        const int room = qMax(16, columns - int(words.size()) - int(item.result.size()) - 14);
        head.pieces << ActivityLine::Piece{
            (words.isEmpty() ? QString() : QStringLiteral("  ")) + shortened(shownLine(item.glance), room),
            coded(item.kind == Kind::Command ? &Colours::text : &Colours::soft)};
    }
    return head;
}

QList<ActivityLine> ActivityText::openedLines(const ActivityItem &item) const
{
    QList<ActivityLine> lines;
    if (item.kind == ActivityItem::Kind::Tool)
        lines += toolLines(item);
    for (const ChangedFileView &file : item.files)
        lines << ActivityLine{LineRole::File,
            {{QStringLiteral("  ") + shownLine(file.path), coded(&Colours::accent)},
                {QStringLiteral("  ") + Words::lines(file.additions, file.deletions), inked(&Colours::soft)}},
            {}, file.path};
    if (!item.footnote.isEmpty())
        lines << labelLine(shownLine(item.footnote));
    if (item.output && item.output->isEmpty() && item.skippedFrom == 0)
        lines << labelLine(item.end == ActivityItem::End::Running ? tr("No output yet.") : tr("It printed nothing."));
    if (item.skippedFrom > 0)
        lines << labelLine(tr("Its output is being read …"));
    return lines;
}

QList<ActivityLine> ActivityText::lines(const ActivityItem &item, bool isOpen, int columns) const
{
    using Kind = ActivityItem::Kind;
    QList<ActivityLine> lines;
    const bool isProse = item.kind == Kind::Message || item.kind == Kind::Reasoning || item.kind == Kind::Said;
    lines << spaceLine(isProse || item.kind == Kind::Call || item.kind == Kind::Validation ? 10 : 4);
    if (!item.head.isEmpty() || !item.glance.isEmpty())
        lines << headLine(item, columns);
    if (item.kind == Kind::Validation)
        for (const QString &line : item.text.split(u'\n', Qt::SkipEmptyParts))
            lines << ActivityLine{LineRole::Body, {{shownLine(line), coded(&Colours::failed)}}, {}, {}};
    else if (isProse)
        lines += proseOf(item.text, item.kind == Kind::Reasoning ? &Colours::soft : &Colours::text);
    for (const GuardFinding &finding : item.findings)
        lines << ActivityLine{finding.path.isEmpty() ? LineRole::Body : LineRole::File,
            {{shownLine(finding.placedText()),
                inked(finding.verdict == GuardVerdict::Block ? &Colours::failed : &Colours::blocked)}},
            {}, finding.path};
    if (isOpen)
        lines += openedLines(item);
    return lines;
}

ActivityLine ActivityText::outputLine(const TerminalOutput &output, qsizetype index) const
{
    ActivityLine line{LineRole::Output, {}, m_colours.sunken, {}};
    for (const TerminalPiece &piece : output.line(index))
        line.pieces << ActivityLine::Piece{piece.text, styled(piece.style)};
    if (line.pieces.isEmpty())
        line.pieces << ActivityLine::Piece{QString(), coded()};
    return line;
}

} // namespace mergeloom
