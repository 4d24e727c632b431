#include "desktop/pages/RunFindings.h"

#include <QJsonDocument>

namespace mergeloom {

QList<RunFinding> RunFindings::redCommands(const RunView &view)
{
    QStringList lines;
    for (const ValidationView &validation : view.validations)
        for (const QString &line : validation.failed)
            if (!lines.contains(line))
                lines << line;
    QList<RunFinding> found;
    for (const QString &line : lines) {
        int times = 0;
        qsizetype last = -1;
        for (qsizetype i = 0; i < view.validations.size(); ++i)
            if (view.validations[i].failed.contains(line)) {
                ++times;
                last = i;
            }
        const ValidationView *after = nullptr;
        for (qsizetype i = last + 1; i < view.validations.size() && !after; ++i)
            if (view.validations[i].status == u"passed" || !view.validations[i].failed.isEmpty())
                after = &view.validations[i];
        QString fate = after
            ? (after->attempt ? tr("green after repair %1").arg(after->attempt) : tr("green after it ran again"))
            : view.run.isPushed ? tr("still red; it was only advisory")
                                : tr("red to the end; nothing was pushed");
        if (after && times > 1)
            fate = tr("red %1 times, then %2").arg(times).arg(fate);
        found << RunFinding{tr("Validation"), line, {}, {}, fate, bool(after)};
    }
    return found;
}

QList<RunFinding> RunFindings::guarded(const RunView &view)
{
    QList<RunFinding> found;
    if (!view.guard)
        return found;
    QString passed =
        view.run.isPushed ? tr("let through, and told with the result") : tr("flagged; nothing was pushed");
    if (!view.steering.approvals.isEmpty()) {
        const ApprovalDecision &decision = view.steering.approvals.last().decision;
        if (decision.verdict == ApprovalVerdict::Approved)
            passed = tr("let through by %1").arg(decision.by.isEmpty() ? tr("a person") : decision.by);
        else if (decision.verdict == ApprovalVerdict::Rejected)
            passed = tr("rejected by a person; nothing was pushed");
    }
    for (const GuardFinding &one : view.guard->findings) {
        const bool isBlocked = one.verdict == GuardVerdict::Block;
        found << RunFinding{tr("Diff guard"), one.text,
            one.line ? QStringLiteral("%1:%2").arg(one.path).arg(*one.line) : one.path, one.rule,
            isBlocked ? tr("blocked; nothing was pushed") : passed, !isBlocked && view.run.isPushed};
    }
    return found;
}

QList<RunFinding> RunFindings::of(const RunView &view)
{
    QList<RunFinding> found = redCommands(view) + guarded(view);
    for (const MergeConflict &conflict : view.conflicts)
        found << RunFinding{tr("Merge with the base"), tr("in conflict with the default branch"), conflict.path, {},
            view.run.isPushed ? tr("settled by the agent, and validated again") : tr("not settled; nothing was pushed"),
            view.run.isPushed};
    return found;
}

QList<EarlierClaim> RunFindings::earlierClaims(const RunView &view)
{
    QList<EarlierClaim> claims;
    for (const StageView &stage : view.stages) {
        if ((stage.stage != u"implementation" && stage.stage != u"repair") || stage.status != u"ok"
            || stage.summary.isEmpty())
            continue;
        const bool isLast = std::none_of(view.stages.begin(), view.stages.end(),
            [&stage](const StageView &other) { return other.stage == u"repair" && other.attempt > stage.attempt; });
        for (const ValidationView &fact : view.validations)
            if (!isLast && fact.attempt == stage.attempt && fact.status == u"failed") {
                claims << EarlierClaim{stage.attempt, stage.summary, fact.failed};
                break;
            }
    }
    return claims;
}

QString RunFindings::closingClaim(const QList<Event> &events)
{
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (event->data.value(QStringLiteral("name")).toString() != u"finish")
            continue;
        const QJsonObject input = event->data.value(QStringLiteral("input")).toObject();
        const QString summary = input.value(QStringLiteral("summary")).toString();
        return summary.isEmpty() ? QString::fromUtf8(QJsonDocument(input).toJson()) : summary;
    }
    return {};
}

} // namespace mergeloom
