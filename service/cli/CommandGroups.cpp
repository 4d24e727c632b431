#include "service/cli/CommandGroups.h"

namespace mergeloom {

QList<Command> workerCommands()
{
    return ticketCommands() + runsCommands() + repositoryCommands() + providerCommands() + tokenCommands()
        + machineCommands();
}

} // namespace mergeloom
