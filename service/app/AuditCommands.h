#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `mergeloom-worker audit …`. What only reads works on the data directory beside a running worker; `check-proof` needs
/// nothing but the file and the key; `change-key` and `rebuild` want the worker stopped.
QList<Command> auditCommands();

} // namespace mergeloom
