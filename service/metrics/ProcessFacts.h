#pragma once

#include "service/metrics/MetricRegistry.h"

namespace mergeloom {

/// Puts what the kernel tells of this process into the registry. Any thread; reads a few files of /proc.
void tellProcessFacts(MetricRegistry &registry);

} // namespace mergeloom
