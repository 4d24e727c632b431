#include "service/http/RequestOrigin.h"

namespace mergeloom {

QString browserName(const QByteArray &agent)
{
    const QString text = QString::fromLatin1(agent.left(500));
    QString name = QStringLiteral("a program");
    for (const auto &[mark, shown] : {std::pair{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"},
             {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"Mozilla/", "a browser"}})
        if (text.contains(QLatin1StringView(mark))) {
            name = QLatin1StringView(shown);
            break;
        }
    for (const auto &[mark, shown] : {std::pair{"Android", "Android"}, {"iPhone", "iOS"}, {"iPad", "iOS"},
             {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}})
        if (text.contains(QLatin1StringView(mark)))
            return name + QStringLiteral(" on ") + QLatin1StringView(shown);
    return name;
}

QByteArray cookieValue(const QByteArray &cookies, QByteArrayView name)
{
    for (const QByteArray &part : cookies.split(';')) {
        const QByteArray cookie = part.trimmed();
        const qsizetype equals = cookie.indexOf('=');
        if (equals > 0 && cookie.first(equals) == name)
            return cookie.sliced(equals + 1);
    }
    return {};
}

QByteArray bearerOf(const QByteArray &authorization)
{
    constexpr QByteArrayView scheme = "bearer ";
    return authorization.first(qMin(authorization.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) == 0
        ? authorization.sliced(scheme.size()).trimmed()
        : QByteArray();
}

QString hostName(const QByteArray &host)
{
    const QString text = QString::fromLatin1(host).toLower();
    if (text.startsWith(u'['))
        return text.section(u']', 0, 0).sliced(1);
    QString name = text.section(u':', 0, 0);
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

QHostAddress plainAddress(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    return isMapped ? QHostAddress(v4) : address;
}

bool isFromOwnPage(const QByteArray &origin, const QByteArray &fetchSite, const QByteArray &host)
{
    if (!fetchSite.isEmpty() && fetchSite != "same-origin" && fetchSite != "none")
        return false;
    if (!origin.isEmpty())
        return origin.toLower() == "http://" + host.toLower() || origin.toLower() == "https://" + host.toLower();
    return !fetchSite.isEmpty();
}

} // namespace mergeloom
