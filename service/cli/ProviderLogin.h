#pragma once

#include "service/cli/CommandLine.h"
#include "shared/client/ApiClient.h"

namespace mergeloom {

/// `provider login ID`: the sign-in of an agent program, at this terminal and kept on this host.
Result<ExitCode> signInAtTerminal(ApiClient &client, const Invocation &invocation, const Terminal &terminal);

} // namespace mergeloom
