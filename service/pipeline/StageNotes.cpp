#include "service/pipeline/StageNotes.h"

#include "shared/domain/Approval.h"

namespace mergeloom {

StageNote checkoutNote(const Checkout &checkout)
{
    return {QStringLiteral("ok"), QStringLiteral("%1 at %2").arg(checkout.defaultBranch, checkout.base.left(10)),
        toJson(checkout.place()).toObject()};
}

StageNote setupNote(const QString &tree, qsizetype commands)
{
    return {commands ? QStringLiteral("ok") : QStringLiteral("skipped"),
        commands ? QStringLiteral("%1 commands").arg(commands) : QStringLiteral("No setup commands"), {{"tree", tree}}};
}

StageNote briefNote(const Brief &brief)
{
    return {QStringLiteral("ok"),
        QStringLiteral("%1 sources, about %2 tokens").arg(brief.sources.size()).arg(brief.tokens),
        {{"brief", brief.text}}};
}

StageNote attemptNote(const Attempt &attempt)
{
    return {QStringLiteral("ok"), attempt.summary, {{"tree", attempt.tree}, {"turns", attempt.agent.turns}}};
}

StageNote validationNote(const Validation &validation)
{
    if (validation.status == u"failed")
        return {QStringLiteral("failed"), QStringLiteral("Red: %1").arg(validation.failed.join(QStringLiteral(", "))),
            toJson(validation).toObject()};
    const bool isSkipped = validation.status == u"not_validated";
    return {isSkipped ? QStringLiteral("skipped") : QStringLiteral("ok"),
        isSkipped ? QStringLiteral("Not validated")
                  : QStringLiteral("%1 commands with exit code 0").arg(validation.commands),
        toJson(validation).toObject()};
}

StageNote driftNote(const BaseDrift &drift)
{
    const bool isSame = drift.head == (drift.merged.isEmpty() ? drift.from : drift.merged);
    return {QStringLiteral("ok"), isSame ? QStringLiteral("%1 is where it was").arg(drift.branch) : drift.text(),
        toJson(drift).toObject()};
}

StageNote mergeNote(const BaseMerge &merge)
{
    QStringList paths;
    for (const MergeConflict &conflict : merge.conflicts)
        paths << conflict.path;
    return {paths.isEmpty() ? QStringLiteral("ok") : QStringLiteral("failed"),
        paths.isEmpty()
            ? QStringLiteral("Merged with %1").arg(merge.head.left(10))
            : QStringLiteral("Conflicts with %1: %2").arg(merge.head.left(10), paths.join(QStringLiteral(", "))),
        toJson(merge).toObject()};
}

StageNote guardNote(const GuardReport &report) { return {QStringLiteral("ok"), report.summary(), {}}; }

StageNote approvalNote(const ApprovalDecision &decision)
{
    return {QStringLiteral("ok"), QStringLiteral("Approved by %1").arg(decision.by), toJson(decision).toObject()};
}

QString repairInstruction(const Validation &validation, int attempt, int most)
{
    return QStringLiteral(
        "The worker ran the validation commands on your change, and these were red (repair %1 of %2). "
        "Find the cause, mend it, and finish again.\n\n%3")
        .arg(attempt)
        .arg(most)
        .arg(validation.findings);
}

} // namespace mergeloom
