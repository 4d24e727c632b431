#pragma once

#include "service/pipeline/Pipeline.h"
#include "shared/core/Redactor.h"

namespace mergeloom {

/// `known`, and all secrets that come with the order of a run: the provider's key, passwords and keys for repositories.
/// What cannot be hidden (see Redactor::canBeHidden()) is named in the log, without its value.
Redactor redactorFor(const RunOrder &order, Redactor known);

} // namespace mergeloom
