#pragma once

#include "shared/domain/Approval.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/Event.h"

namespace mergeloom {

struct PauseView {
    QString by;
    Timestamp since;
    QString before; ///< what waits; empty: the run has not come to a place where it can wait

    static constexpr auto jsonName = "Pause";
    static constexpr auto fields()
    {
        return fieldList(required("by", &PauseView::by), required("since", &PauseView::since),
            required("before", &PauseView::before, "What waits; empty: what runs is still brought to its end"));
    }
};

struct ApprovalView {
    ApprovalRequest request;
    Timestamp since;
    ApprovalDecision decision;
    std::optional<Timestamp> decidedAt;
    qint64 seq = 0; ///< of the request

    bool isWaiting() const { return decision.verdict == ApprovalVerdict::Waiting; }

    static constexpr auto jsonName = "Approval";
    static constexpr auto fields()
    {
        return fieldList(required("request", &ApprovalView::request), required("since", &ApprovalView::since),
            required("decision", &ApprovalView::decision), optional("decided_at", &ApprovalView::decidedAt),
            required("seq", &ApprovalView::seq));
    }
};

/// What people told a run, and what it waits for.
struct SteeringView {
    std::optional<PauseView> pause; ///< none: it is not paused
    QList<ApprovalView> approvals;
    Budgets limits; ///< now, with what was added; 0: none
    Budgets most;   ///< what the worker allows at most; 0: no bound

    static constexpr auto jsonName = "Steering";
    static constexpr auto fields()
    {
        return fieldList(optional("pause", &SteeringView::pause, "Absent: the run is not paused"),
            optional("approvals", &SteeringView::approvals),
            optional("limits", &SteeringView::limits, "Now, with what was added; 0: none"),
            optional("most", &SteeringView::most, "What the worker allows at most; 0: no bound"));
    }
};

/// `approval`, `paused`, or empty: what a running run waits for.
QString waitsFor(const SteeringView &view);
/// Takes one event into the view; events of other things are left.
void applySteering(SteeringView &view, const Event &event);

} // namespace mergeloom
