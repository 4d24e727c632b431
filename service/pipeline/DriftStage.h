#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "shared/domain/BaseDrift.h"

namespace mergeloom {

/// What may be published: the tree, and what is said of it.
struct Candidate {
    QString tree;
    QString summary;         ///< the agent's own words
    bool isCleared = false;  ///< the diff guard has let it pass, and so has whoever was asked
    bool isApproved = false; ///< by a person, who may have taken a long time
};

/// Looks where the default branch of the remote is now. `known` is what the last look found; the first one starts with the
/// checkout. A remote that does not answer ends the run only where `isNeeded`.
enum class DriftLook { Told, Needed };
StageResult<BaseDrift> lookAtBase(const BaseDrift &known, DriftLook look, const JobEnvelope &job,
    const RunEnvironment &environment, const StageScope &scope);

/// A candidate on another head of the default branch.
struct BaseMerge {
    QString head; ///< commit of the default branch
    QString tree; ///< with markers where there are conflicts
    QList<MergeConflict> conflicts;

    static constexpr auto jsonName = "BaseMerge";
    static constexpr auto fields()
    {
        return fieldList(required("head", &BaseMerge::head), required("tree", &BaseMerge::tree),
            required("conflicts", &BaseMerge::conflicts));
    }
};

/// Makes the change of `candidate` on the newest head, in memory, and puts the workspace to what came out.
StageResult<BaseMerge> mergeWithBase(const Candidate &candidate, const BaseDrift &drift, const JobEnvelope &job,
    const RunEnvironment &environment, Checkout &checkout, const StageScope &scope);
/// From here on the run builds upon the head of the merge.
StageResult<BaseMerge> standOn(const BaseMerge &merge, Checkout &checkout);

/// What the agent is asked for when a merge has conflicts.
QString conflictInstruction(const BaseMerge &merge, const BaseDrift &drift, const Checkout &checkout);
/// Files of the merge in which markers of a conflict still stand.
QStringList unresolved(const BaseMerge &merge, const QString &tree, const Checkout &checkout);

} // namespace mergeloom
