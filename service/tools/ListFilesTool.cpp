#include "service/tools/TextLines.h"
#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

constexpr qsizetype mostListed = 1000;

Result<ToolOutcome> listFiles(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const QString path = input.value(QLatin1String("path")).toString();
    const bool isRecursive = input.value(QLatin1String("recursive")).toBool();
    const auto entries = workplace.files.list(path, isRecursive, mostListed + 1);
    if (!entries)
        return toolFailure(entries.error());
    if (entries->isEmpty())
        return toolAnswer(QStringLiteral("[No files.]"));
    QString answer;
    for (const DirectoryEntry &entry : entries->first(std::min(entries->size(), mostListed)))
        answer += entry.isDirectory ? shownPath(entry.path) + QStringLiteral("/\n")
                                    : QStringLiteral("%1 (%2 bytes)\n").arg(shownPath(entry.path)).arg(entry.size);
    if (entries->size() > mostListed)
        answer +=
            QStringLiteral("[There are more than %1 entries; list a directory below, or search.]\n").arg(mostListed);
    return toolAnswer(answer);
}

} // namespace

Tool listFilesTool()
{
    return {
        {QStringLiteral("list_files"),
            QStringLiteral("Lists files and directories of the workspace, sorted; directories end with a slash."),
            toolSchema({{"path", "string", "The directory, relative to the root of the workspace. Default: the root.",
                            Presence::Optional},
                {"recursive", "boolean", "Whether directories below are listed too. Default false.",
                    Presence::Optional}})},
        ToolAccess::ReadOnly, listFiles};
}

} // namespace mergeloom
