#pragma once

#include "service/controller/Workers.h"
#include "shared/api/AuditTypes.h"

namespace mergeloom {

/// The remote controller as a holder of checkpoints: executors bring it them with heartbeats and results, and tell here what
/// it took. Blocks on the database.
api::CheckpointHolder controllerAsHolder(Workers &workers, const QString &controllerUrl);

} // namespace mergeloom
