#pragma once

#include "shared/core/Id.h"

namespace mergeloom {

using RepositoryId = Id<struct RepositoryTag>;
using TicketId = Id<struct TicketTag>;
using JobId = Id<struct JobTag>;
using RunId = Id<struct RunTag>;
using LeaseId = Id<struct LeaseTag>;
using WorkerId = Id<struct WorkerTag>;
using ProviderProfileId = Id<struct ProviderProfileTag>; ///< chosen by the user, e.g. `claude-api`
using TokenId = Id<struct TokenTag>;
using SessionId = Id<struct SessionTag>; ///< of a signed-in browser

} // namespace mergeloom
