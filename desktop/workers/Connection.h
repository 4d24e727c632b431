#pragma once

#include "shared/core/Json.h"

#include <QUrl>

namespace mergeloom {

enum class ConnectionKind { Direct, Ssh };

template <>
struct EnumNames<ConnectionKind> {
    static constexpr std::array names{
        std::pair{ConnectionKind::Direct, "direct"}, std::pair{ConnectionKind::Ssh, "ssh"}};
};

/// Where `ssh` goes; empty parts are left to its own configuration.
struct SshRoute {
    QString host;
    QString user;
    int port = 0;         ///< 0: as configured
    QString identityFile; ///< a private key

    static constexpr auto jsonName = "SshRoute";
    static constexpr auto fields()
    {
        return fieldList(optional("host", &SshRoute::host), optional("user", &SshRoute::user),
            optional("port", &SshRoute::port), optional("identity_file", &SshRoute::identityFile));
    }
    bool operator==(const SshRoute &) const = default;
};

/// A worker that the user knows, as it is kept in the settings file: everything but its token.
struct Connection {
    QString id; ///< made by the app, never shown
    QString name;
    ConnectionKind kind = ConnectionKind::Direct;
    QString url; ///< `https://worker.example:8010`; through SSH: as the host at the far end calls it
    QString
        fingerprint; ///< SHA-256 of the one certificate that is trusted, as `ab:cd:…`; empty: whom the system trusts
    SshRoute ssh;

    static constexpr auto jsonName = "Connection";
    static constexpr auto fields()
    {
        return fieldList(required("id", &Connection::id), required("name", &Connection::name),
            required("kind", &Connection::kind), required("url", &Connection::url),
            optional("fingerprint", &Connection::fingerprint), optional("ssh", &Connection::ssh));
    }
    bool operator==(const Connection &) const = default;
};

/// The address that a person typed: a missing scheme is `http`, a missing port of a loopback `http` address 8010.
/// `invalid_input` says what is wrong with it.
Result<QUrl> workerAddress(const QString &text);
/// What is wrong with a connection, said with `details.field` (`name`, `url`, `ssh.host`, …); its address is put in order.
Result<Connection> checkedConnection(Connection connection);

} // namespace mergeloom
