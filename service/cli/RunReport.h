#pragma once

#include "service/cli/Terminal.h"
#include "shared/domain/RunView.h"

namespace mergeloom {

/// What a run was, on a terminal: outcome, stages, findings, commands.
void printRunReport(const Terminal &terminal, const RunView &view);

} // namespace mergeloom
