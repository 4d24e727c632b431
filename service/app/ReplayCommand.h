#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `mergeloom-worker replay RUN`: does a run of this worker's record again, here and now, and says whether the same comes out.
Command replayCommand();

} // namespace mergeloom
