#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `mergeloom-worker audit list|show|export|check-bundle`: what is recorded of runs, read beside a running worker or without one.
QList<Command> runAuditCommands();

} // namespace mergeloom
