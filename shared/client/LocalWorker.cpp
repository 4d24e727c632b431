#include "shared/client/LocalWorker.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

namespace mergeloom {

namespace {

bool isUsableDirectory(const QString &path)
{
    const QFileInfo directory(path);
    return directory.isDir() && directory.isWritable();
}

/// A directory that a variable names, or one below the home directory.
QString userDirectory(const SettingsPlace &place, const char *variable, const char *below)
{
    const QString named = place.environment.value(QString::fromLatin1(variable));
    return (named.isEmpty() ? place.homeDirectory + QString::fromLatin1(below) : named) + QStringLiteral("/mergeloom");
}

} // namespace

SettingsPlace SettingsPlace::of(const QProcessEnvironment &environment)
{
    SettingsPlace place;
    place.environment = environment;
    place.homeDirectory = QDir::homePath();
    place.hostName = QSysInfo::machineHostName();
    return place;
}

QStringList configurationFiles(const SettingsPlace &place)
{
    return {
        place.systemConfigFile, userDirectory(place, "XDG_CONFIG_HOME", "/.config") + QStringLiteral("/worker.ini")};
}

QString defaultDataDirectory(const SettingsPlace &place)
{
    return isUsableDirectory(place.systemDataDirectory) ? place.systemDataDirectory
                                                        : userDirectory(place, "XDG_DATA_HOME", "/.local/share");
}

QString ownAddress(const Settings &settings)
{
    const QString host = settings.text(QStringLiteral("host"));
    const bool isAny = host == u"0.0.0.0" || host == u"::" || host.isEmpty();
    return QStringLiteral("%1://%2:%3")
        .arg(settings.text(QStringLiteral("tls_certificate")).isEmpty() ? QStringLiteral("http")
                                                                        : QStringLiteral("https"),
            isAny                     ? QStringLiteral("127.0.0.1")
                : host.contains(u':') ? u'[' + host + u']'
                                      : host,
            settings.text(QStringLiteral("port")));
}

QString ownToken(const Settings &settings)
{
    if (const QString token = settings.text(QStringLiteral("ui_token")); !token.isEmpty())
        return token;
    QFile file(settings.text(QStringLiteral("data_dir")) + QStringLiteral("/admin_token"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

bool isThisMachine(const QUrl &address)
{
    const QString host = address.host();
    return host == u"localhost" || host == u"127.0.0.1" || host == u"::1";
}

Result<LocalWorker> findLocalWorker(const SettingsPlace &place)
{
    Settings::Sources sources;
    sources.files = configurationFiles(place);
    sources.environment = place.environment;
    MERGELOOM_TRY(Settings told,
        Settings::load({reach_setting::host, reach_setting::port, reach_setting::tlsCertificate,
                           reach_setting::dataDirectory, reach_setting::uiToken},
            sources));
    const Settings settings = told.withDefaults({{QStringLiteral("data_dir"), defaultDataDirectory(place)}});
    LocalWorker worker{QUrl(ownAddress(settings)), {}, settings.text(QStringLiteral("tls_certificate"))};
    if (isThisMachine(worker.address))
        worker.token = ownToken(settings);
    return worker;
}

} // namespace mergeloom
