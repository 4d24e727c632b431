#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

Result<ToolOutcome> gitDiff(const ToolWorkplace &workplace, const QJsonObject &, std::stop_token)
{
    if (!workplace.currentDiff)
        return toolFailure(QStringLiteral("No diff is available in this stage."));
    MERGELOOM_TRY(const QString diff, workplace.currentDiff());
    return toolAnswer(diff.isEmpty() ? QStringLiteral("[Nothing has changed.]") : diff);
}

} // namespace

Tool gitDiffTool()
{
    return {{QStringLiteral("git_diff"),
                QStringLiteral(
                    "Shows everything that has changed in the workspace since the run began, as a unified diff."),
                toolSchema({})},
        ToolAccess::ReadOnly, gitDiff};
}

} // namespace mergeloom
