#pragma once

#include "shared/core/Settings.h"

namespace mergeloom {

/// `mergeloom-worker serve`: runs the role that the settings name until a signal ends it. Gives the exit code.
int serve(const Settings &settings);

} // namespace mergeloom
