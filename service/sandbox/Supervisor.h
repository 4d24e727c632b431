#pragma once

#include "service/sandbox/LauncherProtocol.h"

#include <string>
#include <vector>

#include <sys/types.h>

namespace mergeloom::launcher {

struct Order {
    std::string directory;
    std::vector<std::string> environment; ///< NAME=value; all that the command gets
    std::vector<std::string> command;     ///< program and arguments
};

/// Waits for the order. False when the worker is gone, or says nothing that is one.
bool receiveOrder(Order &order);

/// Watches over `command` and all that it leaves behind, from the fork on: passes the end on to them, and comes back when
/// nothing is left. This process must be the first of a PID namespace or the reaper of its orphans.
Report supervise(pid_t command);

} // namespace mergeloom::launcher
