#pragma once

#include "service/executor/JournalShipper.h"
#include "service/executor/LeaseKeeper.h"
#include "service/executor/RunFolder.h"
#include "service/executor/RunThread.h"

#include <memory>
#include <optional>

namespace mergeloom {

/// The job that an executor works on.
struct ActiveJob {
    explicit ActiveJob(std::function<void()> renewLease) : lease(std::move(renewLease)) {}
    JobEnvelope job;
    RunNote note;
    LeaseKeeper lease;                       // outlives the run, which asks it
    std::optional<FileLock> lock;            // outlives the run
    std::unique_ptr<JournalShipper> shipper; // outlives the run, which wakes it
    std::unique_ptr<RunThread> run;
    std::optional<Reason> stopReason;  ///< asked for before the run had started
    QList<protocol::RunCommand> early; ///< commands that came before the run had started
    std::optional<RunResult> result;
    bool isHeartbeating = false;
    bool isHandedBack = false; ///< the controller is told so, and nothing takes the job up again
    int refused = 0;           ///< heartbeats in a row whose token was refused
};

} // namespace mergeloom
