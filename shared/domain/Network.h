#pragma once

#include "shared/core/Json.h"

#include <algorithm>

namespace mergeloom {

/// What a command of a run reaches; each one includes those before it.
enum class NetworkMode { None, Allowlist, Open };

template <>
struct EnumNames<NetworkMode> {
    static constexpr std::array names{std::pair{NetworkMode::None, "none"},
        std::pair{NetworkMode::Allowlist, "allowlist"}, std::pair{NetworkMode::Open, "open"}};
};

/// Who asks for a command: the repository before the work, the worker on the result, the agent during it.
enum class CommandKind { Setup, Validation, Agent };

template <>
struct EnumNames<CommandKind> {
    static constexpr std::array names{std::pair{CommandKind::Setup, "setup"},
        std::pair{CommandKind::Validation, "validation"}, std::pair{CommandKind::Agent, "agent"}};
};

/// The network of each kind of command: what a repository asks for, or the most that a worker gives. By default setup
/// commands go through the proxy with no host on its list: nothing is reached, and the record names each host that was
/// wanted, so that a person sees what to list.
struct NetworkSettings {
    NetworkMode setup = NetworkMode::Allowlist;
    NetworkMode validation = NetworkMode::None;
    NetworkMode agent = NetworkMode::None;
    QStringList hosts; ///< of `allowlist`: `host[:port]`, `*.host`, `*`, addresses, networks

    NetworkMode modeOf(CommandKind kind) const
    {
        return kind == CommandKind::Setup ? setup : kind == CommandKind::Validation ? validation : agent;
    }

    static constexpr auto jsonName = "NetworkSettings";
    static constexpr auto fields()
    {
        return fieldList(optional("setup", &NetworkSettings::setup, "Of setup commands"),
            optional("validation", &NetworkSettings::validation, "Of validation commands"),
            optional("agent", &NetworkSettings::agent, "Of commands that the agent asks for"),
            optional("hosts", &NetworkSettings::hosts,
                "Of allowlist: host[:port], *.host, *, an address, a network; without a port 443 and 80"));
    }
};

} // namespace mergeloom
