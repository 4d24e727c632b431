#include "service/pipeline/ApprovalStage.h"

#include <algorithm>

namespace mergeloom {

namespace {

QString flagged(const GuardReport &report)
{
    const auto first = std::find_if(report.findings.begin(), report.findings.end(),
        [](const GuardFinding &finding) { return finding.verdict == GuardVerdict::Flag; });
    const qsizetype count = report.count(GuardVerdict::Flag);
    if (first == report.findings.end())
        return {};
    return count == 1 ? QStringLiteral("The diff guard flagged the change: %1").arg(first->placedText())
                      : QStringLiteral("The diff guard flagged %1 places of the change, the first one: %2")
                            .arg(count)
                            .arg(first->placedText());
}

} // namespace

QStringList approvalCauses(const ApprovalSettings &settings, const GuardReport &report)
{
    QStringList causes;
    if (settings.isBeforePublish)
        causes << QStringLiteral("before_publish");
    if (settings.isOnGuardFlags && report.verdict == GuardVerdict::Flag)
        causes << QStringLiteral("guard_flags");
    return causes;
}

StageResult<ApprovalDecision> waitForApproval(const ApprovalSettings &settings, const QStringList &causes,
    const GuardReport &report, const QString &tree, const StageScope &scope)
{
    ApprovalRequest request;
    request.approval = QStringLiteral("publish-") + tree.left(12); // leave for this tree, and no other
    request.causes = causes;
    request.tree = tree;
    request.why = causes.contains(QStringLiteral("guard_flags"))
        ? flagged(report)
        : QStringLiteral("This repository publishes nothing without the leave of a person.");
    const std::chrono::seconds timeLimit(settings.timeoutSeconds);
    const ApprovalDecision decision = scope.control.awaitApproval(request, timeLimit, scope.stop);
    const QString reason = decision.reason.trimmed();
    switch (decision.verdict) {
    case ApprovalVerdict::Approved:
        return decision;
    case ApprovalVerdict::Rejected:
        return endRun(Reason::ApprovalMissing,
            QStringLiteral("%1 rejected the change%2 Nothing was pushed.")
                .arg(decision.by, reason.isEmpty() ? QStringLiteral(".") : QStringLiteral(": ") + reason));
    case ApprovalVerdict::TimedOut:
        return endRun(Reason::ApprovalMissing,
            QStringLiteral("Nobody approved the change within %1 s. Nothing was pushed; retry the job to ask again.")
                .arg(timeLimit.count()));
    case ApprovalVerdict::Waiting:
        break;
    }
    return endRun(Reason::Cancelled, QStringLiteral("The run was cancelled."));
}

} // namespace mergeloom
