#pragma once

#include "service/network/HostList.h"
#include "shared/domain/Network.h"

#include <optional>

namespace mergeloom {

/// Why a connection was not made: a code of a closed list, and a sentence for people.
struct NetworkRefusal {
    QString host; ///< as it was asked for
    int port = 0;
    /// `not_listed`, `not_listed_by_worker`, `private_address`, `bad_request`, `too_many_connections`, `byte_limit`, and of
    /// permitted hosts `unresolved`, `unreachable`, `timeout`, `bad_answer`
    QString reason;
    QString text;
};

/// What one kind of command may reach, as repository and worker agree. A value.
class NetworkPolicy
{
public:
    /// The narrower of what the repository asks for and what the worker gives. Error invalid_input: a host.
    static Result<NetworkPolicy> of(CommandKind kind, const NetworkSettings &repository, const NetworkSettings &worker);

    NetworkMode mode() const { return m_mode; }
    /// Nothing is on a list: a proxy would only say no.
    bool reachesNothing() const
    {
        return m_mode == NetworkMode::None || (m_mode == NetworkMode::Allowlist && isListEmpty());
    }
    /// What the repository asked for and did not get; empty: it got all.
    QString narrowed() const { return m_narrowed; }

    /// `host` as it stands in a request: a name, or an address without brackets. None: it may be asked for.
    std::optional<NetworkRefusal> judge(const QString &host, int port) const;
    /// The addresses of a permitted host that may be connected to.
    QList<QHostAddress> reachable(const QList<QHostAddress> &addresses, int port) const;

private:
    bool isListEmpty() const { return m_repository.isEmpty() || m_worker.isEmpty(); }

    NetworkMode m_mode = NetworkMode::None;
    HostList m_repository;
    HostList m_worker;
    QString m_narrowed;
};

} // namespace mergeloom
