#include "service/tools/TextLines.h"
#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

constexpr int defaultLines = 2000;
constexpr qsizetype longestLine = 2000;

Result<ToolOutcome> readFile(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const QString path = input.value(QLatin1String("path")).toString();
    const auto file = workplace.files.read(path);
    if (!file)
        return toolFailure(file.error());
    if (file->isBinary)
        return toolFailure(QStringLiteral("%1 is a binary file of %2 bytes.").arg(path).arg(file->bytes.size()));
    const TextLines text = TextLines::of(file->bytes);
    const qsizetype first = input.value(QLatin1String("offset")).toInt(1);
    const qsizetype count = input.value(QLatin1String("limit")).toInt(defaultLines);
    if (first < 1 || count < 1)
        return toolFailure(QStringLiteral("offset and limit count lines from 1."));
    if (text.lines.isEmpty())
        return toolAnswer(QStringLiteral("[%1 is empty.]").arg(path));
    if (first > text.lines.size())
        return toolFailure(QStringLiteral("%1 has %2 lines only.").arg(path).arg(text.lines.size()));
    const qsizetype last = std::min(text.lines.size(), first + count - 1);
    QString answer;
    for (qsizetype number = first; number <= last; ++number) {
        const QString line = QString::fromUtf8(text.lines.at(number - 1));
        answer +=
            QStringLiteral("%1\t%2%3\n")
                .arg(number, 6)
                .arg(line.left(longestLine), line.size() > longestLine ? QStringLiteral(" [… line cut]") : QString());
    }
    if (first > 1 || last < text.lines.size())
        answer += QStringLiteral("[Lines %1 to %2 of %3; ask for others by offset and limit.]\n")
                      .arg(first)
                      .arg(last)
                      .arg(text.lines.size());
    if (text.lineEnd == "\r\n")
        answer += QStringLiteral("[The lines end with CR LF.]\n");
    if (!text.endsWithLineEnd)
        answer += QStringLiteral("[No line end at the end of the file.]\n");
    return toolAnswer(answer);
}

} // namespace

Tool readFileTool()
{
    return {
        {QStringLiteral("read_file"),
            QStringLiteral(
                "Reads a text file of the workspace. Each line comes with its number and a tab, which are not part of the file."),
            toolSchema({{"path", "string", "The file, relative to the root of the workspace."},
                {"offset", "integer", "The first line, counted from 1. Default 1.", Presence::Optional},
                {"limit", "integer", "How many lines. Default 2000.", Presence::Optional}})},
        ToolAccess::ReadOnly, readFile};
}

} // namespace mergeloom
