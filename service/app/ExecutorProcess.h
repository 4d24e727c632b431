#pragma once

#include "service/executor/Executor.h"
#include "shared/core/Settings.h"

#include <memory>

namespace mergeloom {

/// The executor that the settings describe. Errors name the setting that is missing or wrong.
Result<std::unique_ptr<Executor>> makeExecutor(const Settings &settings);

} // namespace mergeloom
