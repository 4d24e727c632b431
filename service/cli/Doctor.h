#pragma once

#include "service/cli/CommandLine.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

/// What can be seen without a worker: settings, data directory, git, shfmt, the sandbox.
QList<api::HealthCheck> checkMachine(const Invocation &invocation);

} // namespace mergeloom
