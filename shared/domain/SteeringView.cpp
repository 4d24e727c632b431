#include "shared/domain/SteeringView.h"

#include <QHash>

namespace mergeloom {

namespace {

void applyLimits(SteeringView &view, const Event &event)
{
    view.limits = fromJson<Budgets>(event.data.value(QStringLiteral("limits"))).value_or(view.limits);
    view.most = fromJson<Budgets>(event.data.value(QStringLiteral("most"))).value_or(view.most);
}

void applyPause(SteeringView &view, const Event &event)
{
    view.pause = PauseView{event.data.value(QStringLiteral("by")).toString(), event.ts, {}};
}

void applyResume(SteeringView &view, const Event &) { view.pause.reset(); }

void applyPaused(SteeringView &view, const Event &event)
{
    if (view.pause)
        view.pause->before = event.data.value(QStringLiteral("before")).toString();
}

void applyRequest(SteeringView &view, const Event &event)
{
    const auto request = fromJson<ApprovalRequest>(event.data);
    if (!request)
        return;
    ApprovalDecision open;
    open.approval = request->approval;
    view.approvals.append({*request, event.ts, open, {}, event.seq});
}

void applyDecision(SteeringView &view, const Event &event)
{
    const auto decision = fromJson<ApprovalDecision>(event.data);
    if (!decision)
        return;
    for (ApprovalView &approval : view.approvals)
        if (approval.request.approval == decision->approval && approval.isWaiting()) {
            approval.decision = *decision;
            approval.decidedAt = event.ts;
        }
}

} // namespace

QString waitsFor(const SteeringView &view)
{
    for (const ApprovalView &approval : view.approvals)
        if (approval.isWaiting())
            return QStringLiteral("approval");
    return view.pause ? QStringLiteral("paused") : QString();
}

void applySteering(SteeringView &view, const Event &event)
{
    using Apply = void (*)(SteeringView &, const Event &);
    static const QHash<QString, Apply> table{
        {event_type::runStarted, applyLimits},
        {event_type::steerExtend, applyLimits},
        {event_type::steerPause, applyPause},
        {event_type::steerResume, applyResume},
        {event_type::runPaused, applyPaused},
        {event_type::runFinished, applyResume},
        {event_type::approvalRequested, applyRequest},
        {event_type::approvalDecided, applyDecision},
    };
    if (const Apply apply = table.value(event.type))
        apply(view, event);
}

} // namespace mergeloom
