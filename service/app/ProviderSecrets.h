#pragma once

#include "shared/core/Result.h"

namespace mergeloom {

/// Every key file that the environment names can be read and is not empty. Error `invalid_input` names variable and file.
Result<void> checkKeyFiles();

} // namespace mergeloom
