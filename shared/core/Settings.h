#pragma once

#include "shared/core/Result.h"

#include <QList>
#include <QMap>
#include <QProcessEnvironment>
#include <QString>

namespace mergeloom {

/// One row of the settings table; help, documentation and samples are made from these.
struct SettingRow {
    const char *key;      ///< in the configuration file and as `--key`, e.g. `port`
    const char *variable; ///< environment, e.g. `JCA_WORKER_PORT`; a secret may also come as `…_FILE`
    const char *fallback; ///< default, as text; empty: none
    bool isSecret;
    const char *help; ///< one sentence
};

/// A value and where it came from: `default`, the file's path, the variable's name, or `argument`.
struct SettingValue {
    QString text;
    QString source;
};

/// What the worker was told, by rising rank: defaults, configuration file, environment, arguments. An empty
/// environment variable is an unset one. Immutable after load().
class Settings
{
public:
    struct Sources {
        QStringList files; ///< ini files; a missing one is skipped, a later one wins
        QProcessEnvironment environment;
        QMap<QString, QString> arguments; ///< key → value
        QMap<QString, QString> defaults; ///< key → value that was worked out on this machine, before the row's fallback
    };
    static Result<Settings> load(const QList<SettingRow> &rows, const Sources &sources);

    const QList<SettingRow> &rows() const { return m_rows; }
    SettingValue value(const QString &key) const { return m_values.value(key); }
    QString text(const QString &key) const { return m_values.value(key).text; }
    /// A copy in which what nobody has set has these values, by key.
    Settings withDefaults(const QMap<QString, QString> &defaults) const;
    /// A copy with a value in another spelling (an absolute path, say); its source stays.
    Settings respelled(const QString &key, const QString &text) const;
    Result<int> integer(const QString &key, int lowest, int highest) const;
    Result<qint64> wholeNumber(const QString &key, qint64 lowest, qint64 highest) const;
    /// With a decimal point, whatever the locale.
    Result<double> decimal(const QString &key, double lowest, double highest) const;
    Result<bool> flag(const QString &key) const;

private:
    QList<SettingRow> m_rows;
    QMap<QString, SettingValue> m_values;
};

} // namespace mergeloom
