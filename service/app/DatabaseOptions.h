#pragma once

#include "service/storage/Database.h"
#include "shared/core/Settings.h"

namespace mergeloom {

/// Which database the settings name.
Database::Options databaseOptionsOf(const Settings &settings);

} // namespace mergeloom
