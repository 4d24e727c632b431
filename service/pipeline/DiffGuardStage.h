#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "shared/domain/DiffGuard.h"

namespace mergeloom {

/// The change of a run, from the tree it started with to `tree`.
struct Change {
    TreeDiff diff;
    QString tree;
};

/// Works out the change from `from` to `to` and records it with its patch.
StageResult<Change> recordChange(Checkout &checkout, const QString &from, const QString &to, const StageScope &scope);

/// Asks the policy, and records what it says.
GuardReport guard(
    const Change &change, const RepositorySettings &settings, const Workspace &workspace, const StageScope &scope);

/// A change that is blocked ends the run.
StageResult<GuardReport> unlessBlocked(const GuardReport &report);

} // namespace mergeloom
