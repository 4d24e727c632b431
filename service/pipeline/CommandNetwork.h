#pragma once

#include "service/network/NetworkGate.h"
#include "service/pipeline/StageResult.h"

#include <memory>

namespace mergeloom {

/// What each kind of command of one run may reach.
class CommandNetwork
{
public:
    /// The narrower of repository and worker. Error invalid_input: a host.
    static Result<CommandNetwork> of(const NetworkSettings &repository, const NetworkSettings &worker);

    const NetworkPolicy &policy(CommandKind kind) const;
    /// What the repository asked for and does not get.
    QStringList narrowed() const;
    /// The proxy of one command, whose refusals become events.
    std::unique_ptr<NetworkGate> open(
        CommandKind kind, const QString &commandId, const GateOptions &options, RunRecorder &recorder) const;

private:
    NetworkPolicy m_setup;
    NetworkPolicy m_validation;
    NetworkPolicy m_agent;
};

} // namespace mergeloom
