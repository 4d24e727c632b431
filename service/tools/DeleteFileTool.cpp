#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

Result<ToolOutcome> deleteFile(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token)
{
    const QString path = input.value(QLatin1String("path")).toString();
    if (const auto removed = workplace.files.remove(path); !removed)
        return toolFailure(removed.error());
    return toolChange(QStringLiteral("Deleted %1.").arg(path));
}

} // namespace

Tool deleteFileTool()
{
    return {{QStringLiteral("delete_file"), QStringLiteral("Deletes one file of the workspace."),
                toolSchema({{"path", "string", "The file, relative to the root of the workspace."}})},
        ToolAccess::Full, deleteFile};
}

} // namespace mergeloom
