#pragma once

#include "service/cli/CommandLine.h"
#include "service/cli/RunPrinter.h"
#include "shared/client/ApiClient.h"

namespace mergeloom {

/// A run by its id, a ticket key (its newest run), or `latest`.
Result<RunSummary> findRun(ApiClient &client, const QString &name);

/// Follows a run to its end, live; reconnects when the worker is away for a while. Gives the outcome's exit code.
Result<ExitCode> followRun(ApiClient &client, const RunId &run, RunPrinter &printer, const Terminal &terminal);

/// Waits until the job has a run that is newer than `before`, and follows that; a job that ends without one is said.
Result<ExitCode> followJob(ApiClient &client, const JobId &job, const std::optional<RunId> &before,
    const Invocation &invocation, const Terminal &terminal);

RunPrinter::Detail detailOf(const Invocation &invocation);

} // namespace mergeloom
