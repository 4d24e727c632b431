#include "service/network/Address.h"

#include <QNetworkInterface>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace mergeloom {

namespace {

using Subnet = QPair<QHostAddress, int>;

/// From the IANA registries of special-purpose addresses; then what only clouds know.
const QList<Subnet> &specialNetworks()
{
    static const QList<Subnet> networks = [] {
        QList<Subnet> list;
        for (const char *text :
            {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
                "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "::/96", "::ffff:0:0/96",
                "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
                "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"})
            list << QHostAddress::parseSubnet(QString::fromLatin1(text));
        return list;
    }();
    return networks;
}

bool isLabel(QStringView label)
{
    const auto isPart = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
    };
    return !label.isEmpty() && label.size() <= 63 && std::all_of(label.begin(), label.end(), isPart);
}

bool isNumber(QStringView label)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]+|0x[0-9a-f]*)$"));
    return pattern.match(label.toString()).hasMatch(); // matching a view is named differently in Qt 6.4 and 6.8
}

} // namespace

QHostAddress unwrappedAddress(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 inside = address.toIPv4Address(&isMapped);
    if (isMapped)
        return QHostAddress(inside);
    QHostAddress plain = address;
    plain.setScopeId({});
    return plain;
}

std::optional<QHostAddress> addressFrom(const QString &text)
{
    static const QRegularExpression four(
        QStringLiteral("^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(?!$)|$)){4}$"));
    static const QRegularExpression six(QStringLiteral("^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$"));
    if (!four.match(text).hasMatch() && !six.match(text).hasMatch())
        return std::nullopt;
    const QHostAddress address(text);
    return address.isNull() ? std::nullopt : std::optional(unwrappedAddress(address));
}

QString comparableHost(const QString &text)
{
    QString host = text;
    if (host.endsWith(u'.'))
        host.chop(1);
    const bool isPlain = std::all_of(host.cbegin(), host.cend(), [](QChar c) { return c.unicode() < 0x80; });
    host = isPlain ? host.toLower() : QString::fromLatin1(QUrl::toAce(host)).toLower();
    if (host.isEmpty() || host.size() > 253)
        return {};
    const QList<QStringView> labels = QStringView(host).split(u'.');
    if (!std::all_of(labels.begin(), labels.end(), isLabel) || isNumber(labels.last()))
        return {};
    return host;
}

bool isPublicAddress(const QHostAddress &given)
{
    const QHostAddress address = unwrappedAddress(given);
    if (address.isNull())
        return false;
    for (const Subnet &network : specialNetworks())
        if (network.first.protocol() == address.protocol() && address.isInSubnet(network))
            return false;
    const QList<QHostAddress> own = QNetworkInterface::allAddresses();
    return std::none_of(
        own.begin(), own.end(), [&](const QHostAddress &one) { return unwrappedAddress(one) == address; });
}

} // namespace mergeloom
