#include "service/cli/PatchPrinter.h"

#include "service/cli/TerminalText.h"

namespace mergeloom {

namespace {

Style styleOf(const QString &line)
{
    if (line.startsWith(u"+++") || line.startsWith(u"---") || line.startsWith(u"diff "))
        return Style::Bold;
    if (line.startsWith(u'+'))
        return Style::Good;
    if (line.startsWith(u'-'))
        return Style::Bad;
    return line.startsWith(u"@@") ? Style::Accent : Style::Plain;
}

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

void printPatch(const Terminal &terminal, const QString &patch)
{
    if (!terminal.isTerminal)
        return terminal.out(patch.toUtf8());
    for (const QString &raw : linesOf(patch)) {
        const QString line = plainText(raw);
        terminal.line(terminal.painted(styleOf(line), line));
    }
}

ExitCode printFile(const Terminal &terminal, const QByteArray &bytes)
{
    if (!terminal.isTerminal) {
        terminal.out(bytes);
        return ExitCode::Ok;
    }
    if (bytes.contains('\0')) {
        terminal.error(QStringLiteral("This file is not text. Send it to a file: add > NAME."));
        return ExitCode::Usage;
    }
    for (const QString &line : linesOf(QString::fromUtf8(bytes)))
        terminal.line(plainText(line));
    return ExitCode::Ok;
}

} // namespace mergeloom
