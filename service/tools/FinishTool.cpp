#include "service/tools/Tool.h"

namespace mergeloom {

/// The input was checked against the stage's schema before it comes here.
Tool finishTool(const QJsonObject &schema)
{
    const auto finish = [](const ToolWorkplace &, const QJsonObject &input, std::stop_token) -> Result<ToolOutcome> {
        ToolOutcome outcome = toolAnswer(QStringLiteral("Finished."));
        outcome.finished = input;
        return outcome;
    };
    return {{QStringLiteral("finish"),
                QStringLiteral("Ends the work and hands in its result. Call it once, alone, when everything is done."),
                schema},
        ToolAccess::ReadOnly, finish};
}

} // namespace mergeloom
