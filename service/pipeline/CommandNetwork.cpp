#include "service/pipeline/CommandNetwork.h"

namespace mergeloom {

Result<CommandNetwork> CommandNetwork::of(const NetworkSettings &repository, const NetworkSettings &worker)
{
    CommandNetwork network;
    MERGELOOM_TRY(network.m_setup, NetworkPolicy::of(CommandKind::Setup, repository, worker));
    MERGELOOM_TRY(network.m_validation, NetworkPolicy::of(CommandKind::Validation, repository, worker));
    MERGELOOM_TRY(network.m_agent, NetworkPolicy::of(CommandKind::Agent, repository, worker));
    return network;
}

const NetworkPolicy &CommandNetwork::policy(CommandKind kind) const
{
    return kind == CommandKind::Setup ? m_setup : kind == CommandKind::Validation ? m_validation : m_agent;
}

QStringList CommandNetwork::narrowed() const
{
    QStringList all;
    for (const NetworkPolicy *policy : {&m_setup, &m_validation, &m_agent})
        if (const QString text = policy->narrowed(); !text.isEmpty())
            all << text;
    return all;
}

std::unique_ptr<NetworkGate> CommandNetwork::open(
    CommandKind kind, const QString &commandId, const GateOptions &options, RunRecorder &recorder) const
{
    return std::make_unique<NetworkGate>(policy(kind), options, [commandId, &recorder](const NetworkRefusal &refusal) {
        recorder.append(QString::fromLatin1(event_type::networkRefused),
            {{"command_id", commandId}, {"host", refusal.host}, {"port", refusal.port}, {"reason", refusal.reason},
                {"text", refusal.text}});
    });
}

} // namespace mergeloom
