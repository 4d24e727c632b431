#pragma once

#include "service/context/Brief.h"
#include "service/pipeline/CheckoutStage.h"

namespace mergeloom {

/// Assembles the brief from the checkout's base tree and records its sources. A directive that cannot be met ends the
/// run `blocked: directive_invalid`.
StageResult<Brief> assembleContext(
    const JobEnvelope &job, const Checkout &checkout, qint64 tokenBudget, const StageScope &scope);

} // namespace mergeloom
