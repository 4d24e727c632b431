#pragma once

#include "shared/core/Settings.h"

#include <QUrl>

namespace mergeloom {

/// Where a worker's settings are looked for, and what their defaults depend on. A value, so that tests need no real home.
struct SettingsPlace {
    QProcessEnvironment environment;
    QString systemConfigFile = QStringLiteral("/etc/mergeloom/worker.ini");
    QString systemDataDirectory = QStringLiteral("/var/lib/mergeloom");
    QString homeDirectory;
    QString hostName;

    /// Of this machine and user.
    static SettingsPlace of(const QProcessEnvironment &environment);
};

/// The system's, then the user's.
QStringList configurationFiles(const SettingsPlace &place);
QString defaultDataDirectory(const SettingsPlace &place);

/// The settings that say how a worker is reached from its own machine.
namespace reach_setting {
inline constexpr SettingRow host{
    "host", "JCA_WORKER_HOST", "127.0.0.1", false, "Address to listen on; another than loopback needs a token."};
inline constexpr SettingRow port{
    "port", "JCA_WORKER_PORT", "8010", false, "Port of the web UI and the API; 0 takes a free one."};
inline constexpr SettingRow tlsCertificate{"tls_certificate", "JCA_WORKER_TLS_CERTIFICATE", "", false,
    "PEM file of the certificate with its chain; the port then speaks HTTPS only."};
inline constexpr SettingRow dataDirectory{
    "data_dir", "JCA_WORKER_DATA_DIR", "", false, "Directory of everything that is kept."};
inline constexpr SettingRow uiToken{
    "ui_token", "JCA_WORKER_UI_TOKEN", "", true, "First admin token of the web UI and the API."};
} // namespace reach_setting

/// Of settings that have these rows: the address at which this machine reaches its worker.
QString ownAddress(const Settings &settings);
/// The token that was set, else the one that the worker keeps in its data directory; empty: none can be read.
QString ownToken(const Settings &settings);
/// The kept token is for the worker of this machine alone: it must not be sent to another host.
bool isThisMachine(const QUrl &address);

/// The worker of this machine, whether it runs or not.
struct LocalWorker {
    QUrl address;
    QString token;           ///< empty: none can be read
    QString certificateFile; ///< empty: no TLS
};
Result<LocalWorker> findLocalWorker(const SettingsPlace &place);

} // namespace mergeloom
