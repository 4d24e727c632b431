#include "service/cli/TerminalText.h"

#include <QList>

namespace mergeloom {

namespace {

int cellsOf(char32_t c)
{
    if ((c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200D) || (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    const bool isWide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0x1F300 && c <= 0x1FAFF);
    return isWide ? 2 : 1;
}

QString counted(qint64 number, const char *unit)
{
    return QStringLiteral("%1 %2").arg(number).arg(QString::fromLatin1(unit));
}

} // namespace

int cellWidth(const QString &text)
{
    int width = 0;
    for (const char32_t c : text.toUcs4())
        width += cellsOf(c);
    return width;
}

QString elided(const QString &text, int width)
{
    if (cellWidth(text) <= width)
        return text;
    if (width <= 0)
        return {};
    QString out;
    int used = 0;
    for (const char32_t c : text.toUcs4()) {
        if (used + cellsOf(c) > width - 1)
            break;
        used += cellsOf(c);
        out += QString::fromUcs4(&c, 1);
    }
    return out + QChar(0x2026);
}

QString relativeTime(const Timestamp &then, const Timestamp &now)
{
    const qint64 seconds = (now.microseconds - then.microseconds) / 1'000'000;
    if (seconds < 1)
        return QStringLiteral("just now");
    if (seconds < 60)
        return counted(seconds, "s ago");
    if (seconds < 3600)
        return counted(seconds / 60, "min ago");
    if (seconds < 48 * 3600)
        return counted(seconds / 3600, "h ago");
    return counted(seconds / 86400, "days ago");
}

QString shownDuration(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 10)
        return QStringLiteral("%1 s").arg(double(milliseconds) / 1000, 0, 'f', 1);
    if (seconds < 60)
        return counted(seconds, "s");
    if (seconds < 3600)
        return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return QStringLiteral("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString shownNumber(qint64 number)
{
    QString text = QString::number(number);
    for (qsizetype at = text.size() - 3; at > (number < 0 ? 1 : 0); at -= 3)
        text.insert(at, u',');
    return text;
}

} // namespace mergeloom
