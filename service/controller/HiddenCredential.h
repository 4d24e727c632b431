#pragma once

#include "shared/domain/Job.h"

namespace mergeloom {

/// From now on the log of this process does not tell the secrets of `credential`.
void hideFromLog(const JobCredential &credential);

} // namespace mergeloom
