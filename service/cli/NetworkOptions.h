#pragma once

#include "service/cli/CommandLine.h"
#include "shared/domain/Network.h"

namespace mergeloom {

/// `--network KIND=MODE` and `--allow-host HOST`, which `run` and `repo add` have alike.
QList<CommandOption> networkOptions();
/// Error invalid_input names the option.
Result<NetworkSettings> networkFrom(const Invocation &invocation);
/// "setup allowlist, validation none, agent none; hosts npm, a.example"
QString shownNetwork(const NetworkSettings &network);

} // namespace mergeloom
