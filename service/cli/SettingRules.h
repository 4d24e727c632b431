#pragma once

#include "shared/core/Settings.h"

namespace mergeloom {

/// Whether the worker can start with these: what cannot be read is refused, with its setting, where it came from and what it must
/// be; details.field is the setting.
Result<void> checkSettings(const Settings &settings);

} // namespace mergeloom
