#include "service/pipeline/SetupStage.h"

namespace mergeloom {

StageResult<QString> setUp(const QStringList &commands, const QString &before, Checkout &checkout,
    CommandRunner &runner, std::chrono::seconds timeLimit, const StageScope &scope)
{
    for (const QString &line : commands) {
        auto result = runner.run(CommandKind::Setup, line, scope.stop);
        if (!result)
            return endRun(commandFailureReason(result.error(), Reason::SetupFailed), result.error());
        if (!result->succeeded())
            return endRun(Reason::SetupFailed,
                QStringLiteral("The setup command \"%1\" failed: %2.%3")
                    .arg(line, describeEnd(*result, timeLimit), runner.networkHint(CommandKind::Setup)));
    }
    if (commands.isEmpty())
        return before;
    auto tree = checkout.workspace->snapshot();
    if (!tree)
        return endRun(Reason::SetupFailed, tree.error());
    if (*tree != before) {
        if (auto recorded = recordCheckpoint(checkout, *tree, scope); !recorded)
            return tl::unexpected(recorded.error());
        scope.message(QStringLiteral("info"),
            QStringLiteral("Setup made or changed files that git does not ignore; they are left out of the change."));
    }
    return *tree;
}

} // namespace mergeloom
