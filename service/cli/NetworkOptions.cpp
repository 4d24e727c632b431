#include "service/cli/NetworkOptions.h"

#include "service/network/HostList.h"

namespace mergeloom {

QList<CommandOption> networkOptions()
{
    return {{"network", "KIND=MODE",
                "what commands reach: setup, validation or agent; none, allowlist or open; may be given several times"},
        {"allow-host", "HOST",
            "of allowlist: host[:port], *.host, an address or a network; may be given several times"}};
}

Result<NetworkSettings> networkFrom(const Invocation &invocation)
{
    NetworkSettings network;
    for (const QString &text : invocation.all(QStringLiteral("network"))) {
        const auto kind = enumFromName<CommandKind>(text.section(u'=', 0, 0));
        const auto mode = enumFromName<NetworkMode>(text.section(u'=', 1));
        if (!kind || !mode)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral(
                    "--network is \"%1\", but must be setup, validation or agent, then =, then none, allowlist or "
                    "open.")
                    .arg(text));
        (*kind == CommandKind::Setup          ? network.setup
                : *kind == CommandKind::Agent ? network.agent
                                              : network.validation) = *mode;
    }
    network.hosts = invocation.all(QStringLiteral("allow-host"));
    if (const auto list = HostList::parse(network.hosts); !list)
        return failure(ErrorCode::InvalidInput, QStringLiteral("--allow-host: %1").arg(list.error().message));
    return network;
}

QString shownNetwork(const NetworkSettings &network)
{
    QStringList kinds;
    for (const CommandKind kind : {CommandKind::Setup, CommandKind::Validation, CommandKind::Agent})
        kinds << enumName(kind) + u' ' + enumName(network.modeOf(kind));
    const QString hosts = network.hosts.isEmpty() ? QStringLiteral("no hosts")
                                                  : QStringLiteral("hosts ") + network.hosts.join(QStringLiteral(", "));
    return kinds.join(QStringLiteral(", ")) + QStringLiteral("; ") + hosts;
}

} // namespace mergeloom
