#pragma once

#include <QNetworkProxy>
#include <QString>
#include <QUrl>

namespace mergeloom {

/// The proxy variables that curl and its like obey; the lower case one wins.
struct ProxySettings {
    QString http;
    QString https;
    QString none; ///< hosts that are reached directly: names, `.suffixes`, addresses, networks such as 10.0.0.0/8, `*`
};

ProxySettings proxySettingsOfEnvironment();

/// Loopback hosts are never sent to a proxy.
QNetworkProxy proxyFor(const QUrl &url, const ProxySettings &settings);

} // namespace mergeloom
