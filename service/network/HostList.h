#pragma once

#include "shared/core/Result.h"

#include <QHostAddress>
#include <QList>
#include <QString>

namespace mergeloom {

/// One entry: `host`, `*.host` (names below it), `*` (every public host), an address, or a network such as
/// `10.0.0.0/8`; each with `:port` or `:*`, and without one the ports 443 and 80.
struct HostRule {
    enum class Kind { Name, Below, Any, Network };
    enum class Ports { Usual, One, Every };

    Kind kind = Kind::Name;
    QString name;                       ///< of Name and Below, comparable
    QPair<QHostAddress, int> network{}; ///< of Network
    Ports ports = Ports::Usual;
    int port = 0; ///< of One

    /// Error invalid_input, with what is wrong.
    static Result<HostRule> parse(const QString &text);
    bool coversPort(int asked) const;
};

/// A list of hosts as a person wrote it. Names are matched as names: an address that a name leads to is judged apart.
class HostList
{
public:
    /// Error invalid_input names the entry.
    static Result<HostList> parse(const QStringList &entries);

    bool isEmpty() const { return m_rules.isEmpty(); }
    /// `host` is comparable.
    bool listsName(const QString &host, int port) const;
    /// Whether a request for this very address may be served: it is listed, or it is public and `*` is.
    bool listsAddress(const QHostAddress &address, int port) const;
    /// Whether an address that is not public was named, itself or its network, for this port or for no port in particular.
    bool namesAddress(const QHostAddress &address, int port) const;

private:
    QList<HostRule> m_rules;
};

} // namespace mergeloom
