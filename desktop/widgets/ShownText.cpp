#include "desktop/widgets/ShownText.h"

#include "desktop/widgets/Theme.h"

#include <QLabel>

namespace mergeloom {

namespace {

/// Signs without a width of their own that change how others are read: bidi controls, zero widths, tags, line separators.
bool isDeceptive(char32_t code)
{
    return code == 0x061C || code == 0x180E || (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E)
        || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB)
        || (code >= 0xE0000 && code <= 0xE007F);
}

} // namespace

QString shownText(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    for (const char32_t code : text.toUcs4()) {
        if (code == '\n' || code == '\t')
            shown += QChar(char16_t(code));
        else if (code < 0x20)
            shown += QChar(char16_t(0x2400 + code)); // the pictures of control characters
        else if (code == 0x7F)
            shown += QChar(0x2421);
        else if ((code >= 0x80 && code < 0xA0) || isDeceptive(code))
            shown += QStringLiteral("⟨U+%1⟩").arg(uint(code), 4, 16, QLatin1Char('0')).toUpper();
        else
            shown += QString::fromUcs4(&code, 1);
    }
    return shown;
}

QString shownLine(const QString &text)
{
    QString line = text;
    line.replace(QStringLiteral("\r\n"), QStringLiteral(" ")).replace(u'\n', u' ').replace(u'\t', u' ');
    return shownText(line).simplified();
}

QString shownToolTip(const QString &text)
{
    return text.isEmpty()
        ? QString()
        : QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(shownText(text).toHtmlEscaped());
}

QLabel *plainLabel(const QString &text, QWidget *parent, const char *look)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(shownText(text));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (look)
        setLook(label, look);
    return label;
}

} // namespace mergeloom
