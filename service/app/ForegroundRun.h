#pragma once

#include "service/cli/CommandLine.h"
#include "service/pipeline/Pipeline.h"

namespace mergeloom {

/// Performs a run in this process, live on the terminal, until its end or a signal. Its journal goes to a folder of its own
/// in `runRoot`; no gateway hears of it.
ExitCode runInForeground(const RunOrder &order, const RunEnvironment &environment, const QString &runRoot,
    const Invocation &invocation, const Terminal &terminal);

} // namespace mergeloom
