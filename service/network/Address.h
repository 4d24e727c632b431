#pragma once

#include <QHostAddress>
#include <QString>

#include <optional>

namespace mergeloom {

/// An address in its one usual spelling; IPv4 in the clothes of IPv6 comes back as IPv4. None: it is no address. Odd
/// spellings that resolvers take for one (`127.1`, `0x7f000001`, `010.0.0.1`) are none, and no name either.
std::optional<QHostAddress> addressFrom(const QString &text);
/// The same address without IPv6 around IPv4 and without a zone.
QHostAddress unwrappedAddress(const QHostAddress &address);

/// A name as names are compared: IDNA, lower case, without its last dot. Empty: it is no name of a host.
QString comparableHost(const QString &text);

/// Whether it is an address of the open internet: not this host, a private or link-local network, a cloud's metadata
/// service, a transition network that leads to one of these, or reserved.
bool isPublicAddress(const QHostAddress &address);

} // namespace mergeloom
