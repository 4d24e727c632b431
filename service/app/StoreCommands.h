#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `backup`, beside a running worker; `restore` and `move-store`, which want it stopped, and verify the audit log at their end.
QList<Command> storeCommands();

} // namespace mergeloom
