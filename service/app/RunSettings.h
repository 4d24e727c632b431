#pragma once

#include "service/pipeline/RunEnvironment.h"
#include "shared/core/Settings.h"

namespace mergeloom {

/// What the settings say about runs. Probes the sandbox, which takes some 20 ms, and sweeps up what killed processes left.
Result<RunEnvironment> runEnvironmentOf(const Settings &settings);

/// What the settings say about sandboxes; no workspace yet, and no back end unless one is forced.
Result<SandboxPolicy> sandboxPolicyOf(const Settings &settings);

/// Makes the data directory with mode 0700, and shows that it can be written. The error names it and what to do.
Result<QString> prepareDataDirectory(const Settings &settings);

} // namespace mergeloom
