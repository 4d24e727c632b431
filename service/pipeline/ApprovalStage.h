#pragma once

#include "service/pipeline/StageResult.h"
#include "shared/domain/Approval.h"
#include "shared/domain/DiffGuard.h"

namespace mergeloom {

/// Why a change waits for a person: `before_publish`, `guard_flags`; none: it does not.
QStringList approvalCauses(const ApprovalSettings &settings, const GuardReport &report);

/// Waits until a person has decided, or the time is over. Rejected or too late: the run ends `approval_missing`.
StageResult<ApprovalDecision> waitForApproval(const ApprovalSettings &settings, const QStringList &causes,
    const GuardReport &report, const QString &tree, const StageScope &scope);

} // namespace mergeloom
