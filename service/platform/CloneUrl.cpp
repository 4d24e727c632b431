#include "service/platform/CloneUrl.h"

#include "service/platform/GitTransport.h"

#include <QDir>
#include <QUrl>

#include <algorithm>

namespace mergeloom {

namespace {

Unexpected refuse(const QString &url, const char *why)
{
    QString shown = withoutCredentials(url);
    // An address that cannot be taken apart may have a password with a slash in it.
    if (const qsizetype at = shown.lastIndexOf(u'@'), scheme = shown.indexOf(QStringLiteral("://"));
        scheme >= 0 && at > scheme)
        shown = shown.left(scheme + 3) + shown.mid(at + 1);
    return failure(ErrorCode::InvalidInput,
        QStringLiteral(
            "\"%1\" is not a usable repository address: %2. Give a path, file://, https://, http://, ssh:// or "
            "user@host:path.")
            .arg(shown.left(200), QString::fromLatin1(why)));
}

Result<CloneUrl> parseHttp(const QString &url)
{
    QUrl parsed(url, QUrl::StrictMode);
    if (!parsed.isValid() || parsed.host().isEmpty())
        return refuse(url, "it has no host");
    CloneUrl result{CloneUrl::Kind::Http};
    result.username = parsed.userName(QUrl::FullyDecoded);
    result.password = parsed.password(QUrl::FullyDecoded);
    parsed.setUserInfo(QString());
    result.address = parsed.toString(QUrl::FullyEncoded);
    result.host = parsed.host(QUrl::FullyEncoded);
    result.origin = QStringLiteral("%1://%2").arg(parsed.scheme(), parsed.authority(QUrl::FullyEncoded));
    return result;
}

Result<CloneUrl> parseSsh(const QString &url)
{
    QUrl parsed(url, QUrl::StrictMode);
    const QString host = parsed.host(QUrl::FullyEncoded);
    if (!parsed.isValid() || host.isEmpty())
        return refuse(url, "it has no host");
    if (host.startsWith(u'-') || parsed.userName().startsWith(u'-') || parsed.path().startsWith(u"/-"))
        return refuse(url, "a part of it begins with '-'");
    parsed.setPassword(QString());
    return CloneUrl{CloneUrl::Kind::Ssh, parsed.toString(QUrl::FullyEncoded), {}, host, {}, {}};
}

Result<CloneUrl> parseScpLike(const QString &url, qsizetype colon)
{
    const QString before = url.left(colon);
    const QString path = url.mid(colon + 1);
    const QString host = before.mid(before.lastIndexOf(u'@') + 1);
    if (host.isEmpty() || path.isEmpty())
        return refuse(url, "it has no host or no path");
    if (before.startsWith(u'-') || host.startsWith(u'-') || path.startsWith(u'-'))
        return refuse(url, "a part of it begins with '-'");
    if (path.startsWith(u':'))
        return refuse(url, "git would start a helper program for it");
    return CloneUrl{CloneUrl::Kind::Ssh, url, {}, host, {}, {}};
}

} // namespace

Result<CloneUrl> CloneUrl::parse(const QString &url)
{
    if (url.isEmpty())
        return refuse(url, "it is empty");
    if (std::any_of(url.begin(), url.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
        return refuse(url, "it has control characters");
    if (url.startsWith(u'-'))
        return refuse(url, "git would read it as an option");

    const qsizetype scheme = url.indexOf(QStringLiteral("://"));
    const qsizetype slash = url.indexOf(u'/');
    const qsizetype colon = url.indexOf(u':');
    if (scheme > 0 && scheme < slash) {
        const QString name = url.left(scheme).toLower();
        if (name == u"http" || name == u"https")
            return parseHttp(url);
        if (name == u"ssh")
            return parseSsh(url);
        if (name == u"file") {
            const QUrl file(url);
            const QString path = file.path(QUrl::FullyDecoded);
            if (!path.startsWith(u'/') || !(file.host().isEmpty() || file.host() == u"localhost"))
                return refuse(url, "a file URL needs an absolute path, as in file:///srv/project.git");
            return CloneUrl{Kind::Path, path, {}, {}, {}, {}};
        }
        return refuse(url, "this kind of address is not supported");
    }
    if (colon >= 0 && (slash < 0 || colon < slash))
        return parseScpLike(url, colon);
    return CloneUrl{Kind::Path, QDir::cleanPath(QDir::current().absoluteFilePath(url)), {}, {}, {}, {}};
}

Result<void> checkCloneUrl(const QString &url)
{
    MERGELOOM_CHECK(CloneUrl::parse(url));
    return {};
}

QString withoutCredentials(const QString &url)
{
    const qsizetype scheme = url.indexOf(QStringLiteral("://"));
    if (scheme < 0)
        return url;
    // By hand, so that what QUrl would not take loses its password as well.
    const qsizetype start = scheme + 3;
    qsizetype end = start;
    while (end < url.size() && url[end] != u'/' && url[end] != u'?' && url[end] != u'#')
        ++end;
    const qsizetype at = end > start ? url.lastIndexOf(u'@', end - 1) : -1;
    if (at < start)
        return url;
    if (!url.startsWith(u"ssh", Qt::CaseInsensitive))
        return url.left(start) + url.mid(at + 1);
    const qsizetype colon = url.indexOf(u':', start);
    return colon >= 0 && colon < at ? url.left(colon) + url.mid(at) : url;
}

} // namespace mergeloom
