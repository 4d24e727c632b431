#include "service/pipeline/ValidationStage.h"

namespace mergeloom {

namespace {

constexpr qsizetype outputTail = 6000;

QByteArray tailOf(const ProcessResult &result)
{
    QByteArray text = result.standardOutput;
    if (!result.standardError.isEmpty())
        text += (text.isEmpty() || text.endsWith('\n') ? "" : "\n") + result.standardError;
    return text.size() > outputTail ? "[…]\n" + text.right(outputTail) : text;
}

} // namespace

StageResult<Validation> validate(const RepositorySettings &settings, const QString &tree, int attempt,
    Checkout &checkout, CommandRunner &runner, std::chrono::seconds timeLimit, const StageScope &scope)
{
    Validation validation;
    validation.tree = tree;
    for (const QString &line : settings.validationCommands) {
        auto result = runner.run(CommandKind::Validation, line, scope.stop);
        if (!result)
            return endRun(commandFailureReason(result.error(), Reason::ValidationFailed), result.error());
        ++validation.commands;
        if (result->succeeded())
            continue;
        validation.failed << line;
        validation.findings += QStringLiteral("### `%1`: %2\n```\n%3\n```\n")
                                   .arg(line, describeEnd(*result, timeLimit), QString::fromUtf8(tailOf(*result)));
    }
    if (validation.commands > 0) {
        validation.status = validation.failed.isEmpty() ? QStringLiteral("passed") : QStringLiteral("failed");
        if (auto restored = checkout.workspace->restore(tree); !restored)
            return endRun(Reason::Internal, restored.error());
    }
    scope.recorder.append(QString::fromLatin1(event_type::validationResult),
        {{"attempt", attempt}, {"status", validation.status}, {"mode", enumName(settings.validationMode)},
            {"tree", tree}, {"failed", toJson(validation.failed)}});
    return validation;
}

} // namespace mergeloom
