#include "service/cli/CommandGroups.h"

namespace mergeloom {

QList<Command> workerCommands()
{
    return ticketCommands() + runsCommands() + steerCommands() + repositoryCommands() + historyCommands()
        + providerCommands() + tokenCommands() + retentionCommands() + executorCommands() + machineCommands();
}

} // namespace mergeloom
