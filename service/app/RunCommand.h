#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `mergeloom-worker run`: one ticket, here and now, live on the terminal. Needs no running worker.
Command runCommand();
/// `mergeloom-worker serve`.
Command serveCommand();

} // namespace mergeloom
