#include "desktop/workers/Connection.h"

#include "shared/core/PlainText.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QRegularExpression>

namespace mergeloom {

namespace {

QString connectionText(const char *words) { return QCoreApplication::translate("Connection", words); }

Unexpected wrongField(const char *field, const QString &message)
{
    return failure(ErrorCode::InvalidInput, message, {{"field", QString::fromLatin1(field)}});
}

constexpr qsizetype longestName = 80;

} // namespace

Result<QUrl> workerAddress(const QString &text)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return wrongField("url",
            connectionText(
                QT_TRANSLATE_NOOP("Connection", "Give the address of the worker, such as http://127.0.0.1:8010.")));
    QUrl url(typed.contains(u"://") ? typed : QStringLiteral("http://") + typed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return wrongField("url",
            connectionText(QT_TRANSLATE_NOOP("Connection",
                               "\"%1\" is no address of a worker. Give it as http://host:port or https://host:port."))
                .arg(plainLine(typed).left(200)));
    if (!url.userInfo().isEmpty())
        return wrongField("url",
            connectionText(QT_TRANSLATE_NOOP(
                "Connection", "The address must not hold a user or a password; the token has its own field.")));
    if (url.hasQuery() || url.hasFragment())
        return wrongField("url",
            connectionText(QT_TRANSLATE_NOOP(
                "Connection", "The address must end before \"?\" and \"#\". Give it as http://host:port.")));
    const bool isLoopback = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    if (url.port() < 0 && url.scheme() == u"http" && isLoopback)
        url.setPort(8010);
    if (url.path() == u"/")
        url.setPath({});
    return url;
}

Result<Connection> checkedConnection(Connection connection)
{
    MERGELOOM_TRY(const QUrl url, workerAddress(connection.url));
    connection.url = url.toString();
    connection.name = plainLine(connection.name).trimmed();
    if (connection.name.isEmpty())
        connection.name = connection.kind == ConnectionKind::Ssh ? connection.ssh.host.trimmed() : url.host();
    if (connection.name.size() > longestName)
        return wrongField("name",
            connectionText(QT_TRANSLATE_NOOP("Connection", "The name is longer than %1 characters. Shorten it."))
                .arg(longestName));
    static const QRegularExpression fingerprint(QStringLiteral("^([0-9a-f]{2}:){31}[0-9a-f]{2}$"));
    connection.fingerprint = connection.fingerprint.trimmed().toLower();
    if (!connection.fingerprint.isEmpty() && !fingerprint.match(connection.fingerprint).hasMatch())
        return wrongField("fingerprint",
            connectionText(QT_TRANSLATE_NOOP(
                "Connection", "A fingerprint is 32 pairs of hexadecimal digits with colons between them (SHA-256).")));
    if (connection.kind == ConnectionKind::Direct) {
        connection.ssh = {};
        return connection;
    }
    SshRoute &ssh = connection.ssh;
    ssh.host = ssh.host.trimmed();
    ssh.user = ssh.user.trimmed();
    ssh.identityFile = ssh.identityFile.trimmed();
    // What begins with a dash would be an option of ssh.
    static const QRegularExpression host(QStringLiteral("^[\\p{L}\\p{N}_.:%][\\p{L}\\p{N}_.:%-]*$"));
    static const QRegularExpression user(QStringLiteral("^[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.@$\\\\-]*$"));
    if (!host.match(ssh.host).hasMatch())
        return wrongField("ssh.host",
            connectionText(QT_TRANSLATE_NOOP(
                "Connection", "Give the host that ssh goes to: a name or an address, without user and port.")));
    if (!ssh.user.isEmpty() && !user.match(ssh.user).hasMatch())
        return wrongField("ssh.user",
            connectionText(QT_TRANSLATE_NOOP("Connection", "This cannot be the name of a user on the host.")));
    if (ssh.port < 0 || ssh.port > 65535)
        return wrongField(
            "ssh.port", connectionText(QT_TRANSLATE_NOOP("Connection", "A port is a number from 1 to 65535.")));
    if (ssh.identityFile.startsWith(u'-') || ssh.identityFile.contains(QChar(0)) || ssh.identityFile.contains(u'\n'))
        return wrongField(
            "ssh.identity_file", connectionText(QT_TRANSLATE_NOOP("Connection", "This cannot be the path of a key.")));
    return connection;
}

} // namespace mergeloom
