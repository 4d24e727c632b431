#pragma once

#include "service/storage/Database.h"
#include "shared/domain/ReplayPlan.h"

namespace mergeloom {

/// What is needed to do a run again, from its events. `not_found`; `conflict` with why it cannot be done.
Result<ReplayPlan> replayPlan(const ReadTransaction &transaction, const RunId &run);

} // namespace mergeloom
