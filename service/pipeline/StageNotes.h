#pragma once

#include "service/context/Brief.h"
#include "service/pipeline/DriftStage.h"
#include "service/pipeline/ImplementationStage.h"
#include "service/pipeline/PublishStage.h"
#include "service/pipeline/ValidationStage.h"

namespace mergeloom {

/// What stages say of themselves, and what a later process reads of it.
StageNote checkoutNote(const Checkout &checkout);
StageNote setupNote(const QString &tree, qsizetype commands);
StageNote briefNote(const Brief &brief);
StageNote attemptNote(const Attempt &attempt);
StageNote validationNote(const Validation &validation);
StageNote driftNote(const BaseDrift &drift);
StageNote mergeNote(const BaseMerge &merge);
StageNote guardNote(const GuardReport &report);
StageNote approvalNote(const ApprovalDecision &decision);

/// The result of a stage as its note recorded it.
template <class T>
StageResult<T> recalled(const QJsonObject &recorded)
{
    auto value = fromJson<T>(recorded);
    if (!value)
        return endRun(Reason::Internal, value.error());
    return *value;
}

QString repairInstruction(const Validation &validation, int attempt, int most);

} // namespace mergeloom
