#pragma once

#include "service/pipeline/RunEnvironment.h"
#include "service/pipeline/StageResult.h"
#include "service/providers/Provider.h"
#include "shared/domain/Job.h"

#include <memory>
#include <stop_token>

namespace mergeloom {

/// What a run is made of, all values.
struct RunOrder {
    JobEnvelope job;
    ConfiguredProvider provider;
};

/// What a run of this job may spend here.
RunControl::Allowance allowanceOf(const JobEnvelope &job, const RunEnvironment &environment);

/// Performs a run from its first stage to its last on the calling thread (with an event loop of its own where a provider
/// needs one). run.started is the first event and run.finished the last one. On stop the run ends with `stopReason()`, asked
/// at that moment: cancelled, lease_lost or timeout; over its budget it ends by itself; none: there is no result, and the journal waits for a process that
/// goes on. A recorder with a history goes on: what is recorded is not done again, and the workspace is as it was left.
std::optional<RunResult> performRun(const RunOrder &order, const RunEnvironment &environment, RunRecorder &recorder,
    RunControl &control, std::stop_token stop, const StopReason &stopReason);

} // namespace mergeloom
