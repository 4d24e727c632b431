#pragma once

#include "service/pipeline/RunEnvironment.h"
#include "service/pipeline/StageResult.h"
#include "service/platform/FileLock.h"
#include "shared/domain/Job.h"

#include <memory>

namespace mergeloom {

/// Where a checkout stands, as it is recorded.
struct CheckoutPlace {
    QString slot; ///< of the workspace, relative to the root of all workspaces
    QString defaultBranch;
    QString defaultHead; ///< of the remote's default branch at checkout
    QString branch;      ///< that the run will push
    QString branchHead;  ///< of that branch on the remote; empty: not there yet
    QString base;        ///< the commit that the run builds on: branchHead, else defaultHead

    static constexpr auto jsonName = "CheckoutPlace";
    static constexpr auto fields()
    {
        return fieldList(required("workspace", &CheckoutPlace::slot),
            required("default_branch", &CheckoutPlace::defaultBranch),
            required("default_head", &CheckoutPlace::defaultHead), required("branch", &CheckoutPlace::branch),
            required("branch_head", &CheckoutPlace::branchHead), required("base", &CheckoutPlace::base));
    }
};

/// A private checkout at its base.
struct Checkout : CheckoutPlace {
    std::optional<FileLock> mirror; ///< that the workspace borrows from; outlives it
    std::unique_ptr<Workspace> workspace;
    QString baseTree;

    CheckoutPlace place() const { return *this; }
};

StageResult<Checkout> checkOut(const JobEnvelope &job, const RunEnvironment &environment, const StageScope &scope);
/// The checkout of an earlier process of this run, with the files of its newest checkpoint that is whole; where that is not
/// the newest one, what was done since is done again, and the record says so. When the workspace itself is gone the run ends
/// `lease_lost`, and the job begins anew.
StageResult<Checkout> checkOutAgain(
    const QJsonObject &place, const JobEnvelope &job, const RunEnvironment &environment, const StageScope &scope);

/// Records the tree that the workspace is at when a stage ends; a later process goes on from there, also after power loss.
StageResult<void> recordCheckpoint(Checkout &checkout, const QString &tree, const StageScope &scope);

/// Records git's progress: at most one line a second, and each line that says that something is done.
std::function<void(const QString &line)> progressRecord(const StageScope &scope);

/// `unauthorized` when its time is over.
Result<std::optional<GitCredential>> gitCredential(const JobCredential &credential);

} // namespace mergeloom
