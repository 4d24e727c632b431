#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "shared/domain/DiffGuard.h"

namespace mergeloom {

/// The change of a run, against the tree it started from.
struct Change {
    QList<ChangedFileView> files;
    int additions = 0;
    int deletions = 0;
};

/// Works out the change from `from` to `to` and records it with its patch.
StageResult<Change> recordChange(Checkout &checkout, const QString &from, const QString &to, const StageScope &scope);

/// Asks the policy; a blocked change ends the run.
StageResult<GuardReport> guard(const Change &change, const DiffGuardSettings &settings, const StageScope &scope);

} // namespace mergeloom
