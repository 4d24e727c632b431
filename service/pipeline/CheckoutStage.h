#pragma once

#include "service/pipeline/RunEnvironment.h"
#include "service/pipeline/StageResult.h"
#include "shared/domain/Job.h"

#include <memory>

namespace mergeloom {

/// A private checkout at its base.
struct Checkout {
    std::unique_ptr<Workspace> workspace;
    QString defaultBranch;
    QString defaultHead; ///< of the remote's default branch at checkout
    QString branch;      ///< that the run will push
    QString branchHead;  ///< of that branch on the remote; empty: not there yet
    QString base;        ///< the commit that the run builds on: branchHead, else defaultHead
    QString baseTree;
};

StageResult<Checkout> checkOut(const JobEnvelope &job, const RunEnvironment &environment, const StageScope &scope);

/// Records git's progress: at most one line a second, and each line that says that something is done.
std::function<void(const QString &line)> progressRecord(const StageScope &scope);

/// `unauthorized` when its time is over.
Result<std::optional<GitCredential>> gitCredential(const JobCredential &credential);

} // namespace mergeloom
