#include "service/network/HostList.h"

#include "service/network/Address.h"

#include <algorithm>

namespace mergeloom {

namespace {

constexpr int mostEntries = 500;

Unexpected noHost(const QString &text, const char *why)
{
    return failure(ErrorCode::InvalidInput,
        QStringLiteral(
            "“%1” is no host for a network list: %2. Write host, host:port, *.host, an address, or a network such "
            "as 10.0.0.0/8.")
            .arg(text.left(120), QString::fromUtf8(why)));
}

struct RuleText {
    QString host;
    QString port; ///< empty: none given
    bool hasPort = false;
};

/// `[v6]:port`, `v6`, `host:port` and the like, apart. None: the brackets or colons make no sense.
std::optional<RuleText> splitRule(const QString &text)
{
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        if (end < 0)
            return std::nullopt;
        QString rest = text.mid(end + 1);
        RuleText split{text.mid(1, end - 1), {}, false};
        if (!split.host.contains(u':'))
            return std::nullopt;
        if (rest.startsWith(u'/')) {
            split.host += rest.section(u':', 0, 0);
            rest = rest.contains(u':') ? rest.mid(rest.indexOf(u':')) : QString();
        }
        if (rest.isEmpty())
            return split;
        if (!rest.startsWith(u':'))
            return std::nullopt;
        return RuleText{split.host, rest.mid(1), true};
    }
    if (text.count(u':') == 1)
        return RuleText{text.section(u':', 0, 0), text.section(u':', 1), true};
    return RuleText{text, {}, false};
}

Result<QPair<QHostAddress, int>> networkFrom(const QString &host, const QString &whole)
{
    const auto address = addressFrom(host.section(u'/', 0, 0));
    if (!address)
        return noHost(whole, "its network has no address");
    const int widest = address->protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
    int bits = widest;
    if (host.contains(u'/')) {
        bool isNumber = false;
        bits = host.section(u'/', 1).toInt(&isNumber);
        if (!isNumber || bits < 0 || bits > widest)
            return noHost(whole, "its network has no size");
    }
    return QPair<QHostAddress, int>{*address, bits};
}

} // namespace

Result<HostRule> HostRule::parse(const QString &given)
{
    const QString text = given.trimmed();
    if (text.contains(QLatin1String("://")))
        return noHost(text, "it is a whole URL; only its host counts");
    const auto split = splitRule(text);
    if (!split || split->host.isEmpty())
        return noHost(text, "it cannot be read");
    HostRule rule;
    if (split->hasPort) {
        bool isNumber = false;
        rule.port = split->port.toInt(&isNumber);
        rule.ports = split->port == u"*" ? Ports::Every : Ports::One;
        if (rule.ports == Ports::One && (!isNumber || rule.port < 1 || rule.port > 65535))
            return noHost(text, "a port is a number from 1 to 65535, or *");
    }
    if (split->host == u"*") {
        rule.kind = Kind::Any;
    } else if (split->host.contains(u'/') || addressFrom(split->host)) {
        rule.kind = Kind::Network;
        MERGELOOM_TRY(rule.network, networkFrom(split->host, text));
    } else {
        const bool isBelow = split->host.startsWith(QLatin1String("*."));
        rule.kind = isBelow ? Kind::Below : Kind::Name;
        rule.name = comparableHost(isBelow ? split->host.mid(2) : split->host);
        if (rule.name.isEmpty())
            return noHost(text, "it is neither a name nor an address");
    }
    return rule;
}

bool HostRule::coversPort(int asked) const
{
    return ports == Ports::Every || (ports == Ports::One ? asked == port : asked == 443 || asked == 80);
}

Result<HostList> HostList::parse(const QStringList &entries)
{
    if (entries.size() > mostEntries)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("A network list has at most %1 entries; this one has %2.")
                .arg(mostEntries)
                .arg(entries.size()));
    HostList list;
    for (const QString &entry : entries) {
        MERGELOOM_TRY(const HostRule rule, HostRule::parse(entry));
        list.m_rules << rule;
    }
    return list;
}

bool HostList::listsName(const QString &host, int port) const
{
    return std::any_of(m_rules.begin(), m_rules.end(), [&](const HostRule &rule) {
        const bool isMeant = rule.kind == HostRule::Kind::Any
            || (rule.kind == HostRule::Kind::Name && rule.name == host)
            || (rule.kind == HostRule::Kind::Below && host.endsWith(u'.' + rule.name));
        return isMeant && rule.coversPort(port);
    });
}

bool HostList::listsAddress(const QHostAddress &address, int port) const
{
    return std::any_of(m_rules.begin(), m_rules.end(), [&](const HostRule &rule) {
        const bool isMeant = rule.kind == HostRule::Kind::Any
            ? isPublicAddress(address)
            : rule.kind == HostRule::Kind::Network && unwrappedAddress(address).isInSubnet(rule.network);
        return isMeant && rule.coversPort(port);
    });
}

bool HostList::namesAddress(const QHostAddress &address, int port) const
{
    return std::any_of(m_rules.begin(), m_rules.end(), [&](const HostRule &rule) {
        return rule.kind == HostRule::Kind::Network && unwrappedAddress(address).isInSubnet(rule.network)
            && (rule.ports != HostRule::Ports::One || rule.port == port);
    });
}

} // namespace mergeloom
