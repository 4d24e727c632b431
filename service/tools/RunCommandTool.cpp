#include "service/tools/Tool.h"
#include "service/tools/ToolSchema.h"

namespace mergeloom {

namespace {

QString describe(const ProcessResult &result)
{
    switch (result.end) {
    case ProcessEnd::Exited:
        return QStringLiteral("Exit code %1").arg(result.exitCode);
    case ProcessEnd::Signalled:
        return QStringLiteral("Ended by signal %1").arg(result.exitCode);
    case ProcessEnd::TimedOut:
        return QStringLiteral("Ended by the worker at the time limit");
    case ProcessEnd::Cancelled:
        break;
    }
    return QStringLiteral("Cancelled");
}

ToolOutcome outcomeOf(ProcessResult result, const QString &line, const QByteArray &output)
{
    ToolOutcome outcome;
    outcome.isFailure = !result.succeeded();
    outcome.changedFiles = true; // it may have
    outcome.commandLine = line;
    outcome.text =
        QStringLiteral("%1 after %2 s.\n").arg(describe(result)).arg(double(result.duration.count()) / 1e6, 0, 'f', 2)
        + (output.isEmpty() ? QStringLiteral("[No output.]") : QString::fromUtf8(output));
    if (result.droppedBytes > 0)
        outcome.text += QStringLiteral("\n[%1 more bytes of output were thrown away.]").arg(result.droppedBytes);
    outcome.whole = output;
    outcome.command = std::move(result);
    return outcome;
}

Result<ToolOutcome> runCommand(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token stop)
{
    const QString directory = input.value(QLatin1String("directory")).toString();
    if (const auto listed = workplace.files.list(directory, false, 1); !listed)
        return toolFailure(listed.error());
    const ShellOrder order{input.value(QLatin1String("command")).toString(), directory,
        std::chrono::seconds(std::max(0, input.value(QLatin1String("timeout_seconds")).toInt()))};
    QByteArray output;
    auto result = workplace.shell(
        order, [&](const QByteArray &piece, bool) { output += piece; }, stop);
    if (!result && (result.error().code == ErrorCode::Forbidden || result.error().code == ErrorCode::InvalidInput))
        return toolFailure(result.error());
    MERGELOOM_CHECK(result);
    return outcomeOf(std::move(*result), order.line, output);
}

} // namespace

Tool runCommandTool()
{
    return {
        {QStringLiteral("run_command"),
            QStringLiteral(
                "Runs a bash command line in the workspace and gives its exit code and output. It runs in a sandbox without "
                "input and reaches no host but those that the repository lists, if any; only allowed programs start; what is still "
                "running at its end is ended. .git is read-only: the worker commits."),
            toolSchema({{"command", "string", "The command line."},
                {"directory", "string", "Where to run it, relative to the root of the workspace. Default: the root.",
                    Presence::Optional},
                {"timeout_seconds", "integer", "A time limit below the configured one.", Presence::Optional}})},
        ToolAccess::Full, runCommand};
}

} // namespace mergeloom
