#include "service/platform/HttpProxy.h"

#include "shared/core/Log.h"

#include <QHostAddress>

namespace mergeloom {

namespace {

QString variable(const char *lower, const char *upper)
{
    const QString value = qEnvironmentVariable(lower);
    return value.isEmpty() ? qEnvironmentVariable(upper) : value;
}

/// This machine, and what only this machine can reach: the metadata services of clouds have link-local addresses.
bool isNearby(const QString &host)
{
    const QHostAddress address(host);
    return host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) || address.isLoopback()
        || address.isLinkLocal();
}

bool isExcepted(const QString &host, int port, QString entry)
{
    entry = entry.trimmed().toLower();
    if (entry.isEmpty())
        return false;
    if (entry == QLatin1String("*"))
        return true;
    if (entry.contains(QLatin1Char('/'))) {
        const auto network = QHostAddress::parseSubnet(entry);
        return !network.first.isNull() && QHostAddress(host).isInSubnet(network);
    }
    if (const qsizetype colon = entry.lastIndexOf(QLatin1Char(':')); colon > 0 && entry.count(QLatin1Char(':')) == 1) {
        if (QStringView(entry).mid(colon + 1).toInt() != port)
            return false;
        entry.truncate(colon);
    }
    if (entry.startsWith(QLatin1String("*.")))
        entry.remove(0, 1);
    if (entry.startsWith(QLatin1Char('.')))
        return host.endsWith(entry) || host == QStringView(entry).mid(1);
    return host == entry || host.endsWith(QLatin1Char('.') + entry);
}

} // namespace

ProxySettings proxySettingsOfEnvironment()
{
    const QString all = variable("all_proxy", "ALL_PROXY");
    ProxySettings settings{
        variable("http_proxy", "HTTP_PROXY"), variable("https_proxy", "HTTPS_PROXY"), variable("no_proxy", "NO_PROXY")};
    if (settings.http.isEmpty())
        settings.http = all;
    if (settings.https.isEmpty())
        settings.https = all;
    for (const QString &address : {settings.http, settings.https})
        log::hide(QUrl(address).password(QUrl::FullyDecoded).toUtf8(), QStringLiteral("proxy password"));
    return settings;
}

QNetworkProxy proxyFor(const QUrl &url, const ProxySettings &settings)
{
    const QNetworkProxy direct(QNetworkProxy::NoProxy);
    const bool isSecure = url.scheme().toLower() == QLatin1String("https");
    const QString chosen = isSecure ? settings.https : settings.http;
    const QString host = url.host().toLower();
    if (chosen.isEmpty() || isNearby(host))
        return direct;
    for (const QString &entry : settings.none.split(QLatin1Char(',')))
        if (isExcepted(host, url.port(isSecure ? 443 : 80), entry))
            return direct;
    const QUrl proxy(chosen.contains(QLatin1String("://")) ? chosen : QStringLiteral("http://") + chosen);
    const bool isSocks = proxy.scheme().startsWith(QLatin1String("socks"));
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
        quint16(proxy.port(isSocks ? 1080 : 80)), proxy.userName(QUrl::FullyDecoded),
        proxy.password(QUrl::FullyDecoded));
}

} // namespace mergeloom
