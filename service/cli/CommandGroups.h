#pragma once

#include "service/cli/CommandLine.h"

namespace mergeloom {

/// `ticket …`
QList<Command> ticketCommands();
/// `runs …`
QList<Command> runsCommands();
/// `runs message`, `pause`, `resume`, `extend`, `approve`, `reject`
QList<Command> steerCommands();
/// `repo …`
QList<Command> repositoryCommands();
/// `repo refs`, `repo compare`
QList<Command> historyCommands();
/// `provider …`
QList<Command> providerCommands();
/// `token …`
QList<Command> tokenCommands();
/// `retention …`, `hold …`
QList<Command> retentionCommands();
/// `executor …`, `enrollment …`
QList<Command> executorCommands();
/// `config show`, `doctor`, `version`
QList<Command> machineCommands();

} // namespace mergeloom
