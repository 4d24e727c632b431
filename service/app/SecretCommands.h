#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `mergeloom-worker secret rotate`: works on the data directory itself, so that no worker may run there.
QList<Command> secretCommands();

} // namespace mergeloom
