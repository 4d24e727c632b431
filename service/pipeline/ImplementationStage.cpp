#include "service/pipeline/ImplementationStage.h"

namespace mergeloom {

namespace {

Reason reasonOf(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return Reason::Cancelled;
    return enumFromName<Reason>(error.details.value("reason").toString()).value_or(Reason::ProviderFailed);
}

ToolWorkplace workplaceFor(WorkspaceFiles files, Checkout &checkout, CommandRunner &runner)
{
    ToolWorkplace workplace{std::move(files), {}, {}};
    workplace.shell = [&runner](const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token stop) {
        return runner.run(CommandKind::Agent, order, onOutput, stop);
    };
    workplace.currentDiff = [&checkout]() -> Result<QString> {
        MERGELOOM_TRY(const QString tree, checkout.workspace->snapshot());
        MERGELOOM_TRY(const TreeDiff diff, checkout.workspace->diff(checkout.baseTree, tree, 1 << 20));
        return QString::fromUtf8(diff.patch);
    };
    return workplace;
}

StageResult<AgentResult> converse(
    const AttemptOrder &order, Provider &provider, Checkout &checkout, CommandRunner &runner, const StageScope &scope)
{
    auto files = WorkspaceFiles::open(checkout.workspace->path());
    if (!files)
        return endRun(Reason::Internal, files.error());
    ToolBox tools(workplaceFor(std::move(*files), checkout, runner), ToolAccess::Full);

    AgentTask task;
    task.stage = order.number == 0 ? QStringLiteral("implementation") : QStringLiteral("repair");
    task.attempt = order.number;
    task.instruction = order.instruction;
    task.maximumTurns = order.maximumTurns;
    task.tokensLeft = order.tokensLeft;
    task.costLeftUsd = order.costLeftUsd;
    task.limits = order.limits;
    auto result = provider.perform(task,
        {tools, scope.recorder, scope.control,
            [&scope]() -> Result<void> {
                if (const auto full = scope.room.full())
                    return failure(ErrorCode::Io, QStringLiteral("The disk of %1 became full.").arg(*full));
                return {};
            },
            [&checkout] { return checkout.workspace->snapshot(); },
            [&checkout](const QString &tree) { return checkout.workspace->restore(tree); },
            [&runner] { return runner.programPlace(); }},
        scope.stop);
    if (!result)
        return endRun(reasonOf(result.error()), result.error().message);
    return std::move(*result);
}

Attempt attemptOf(int number, const QString &tree, AgentResult result)
{
    const QString summary = result.finished.value("summary").toString();
    return {number, tree, summary, std::move(result)};
}

} // namespace

StageResult<Attempt> implement(
    const AttemptOrder &order, Provider &provider, Checkout &checkout, CommandRunner &runner, const StageScope &scope)
{
    MERGELOOM_STAGE(AgentResult result, converse(order, provider, checkout, runner, scope));
    auto tree = checkout.workspace->snapshot();
    if (!tree)
        return endRun(Reason::Internal, tree.error());
    if (auto recorded = recordCheckpoint(checkout, *tree, scope); !recorded)
        return tl::unexpected(recorded.error());
    return attemptOf(order.number, *tree, std::move(result));
}

StageResult<Attempt> implementAgain(const AttemptOrder &order, const QString &tree, Provider &provider,
    Checkout &checkout, CommandRunner &runner, const StageScope &scope)
{
    MERGELOOM_STAGE(AgentResult result, converse(order, provider, checkout, runner, scope));
    return attemptOf(order.number, tree, std::move(result));
}

} // namespace mergeloom
