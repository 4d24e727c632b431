#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

Result<ToolOutcome> writeFile(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const QString path = input.value(QLatin1String("path")).toString();
    const QByteArray content = input.value(QLatin1String("content")).toString().toUtf8();
    const auto before = workplace.files.read(path);
    if (before && before->bytes == content)
        return toolAnswer(QStringLiteral("%1 already has exactly this content.").arg(path));
    if (const auto written = workplace.files.write(path, content); !written)
        return toolFailure(written.error());
    return toolChange(QStringLiteral("%1 %2 with %3 bytes.")
                          .arg(before ? QStringLiteral("Replaced") : QStringLiteral("Wrote"), path)
                          .arg(content.size()));
}

} // namespace

Tool writeFileTool()
{
    return {
        {QStringLiteral("write_file"),
            QStringLiteral(
                "Writes a whole file, and the directories that it needs. For small changes of a file use edit_file."),
            toolSchema({{"path", "string", "The file, relative to the root of the workspace."},
                {"content", "string", "All of its text."}})},
        ToolAccess::Full, writeFile};
}

} // namespace mergeloom
