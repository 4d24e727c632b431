#include "shared/core/Settings.h"

#include <QFile>
#include <QSettings>

namespace mergeloom {

Result<Settings> Settings::load(const QList<SettingRow> &rows, const Sources &sources)
{
    Settings settings;
    settings.m_rows = rows;
    for (const SettingRow &row : rows) {
        const QString key = QString::fromLatin1(row.key);
        settings.m_values.insert(
            key, {sources.defaults.value(key, QString::fromUtf8(row.fallback)), QStringLiteral("default")});
    }

    for (const QString &path : sources.files) {
        if (!QFile::exists(path))
            continue;
        QSettings file(path, QSettings::IniFormat);
        if (file.status() != QSettings::NoError || !QFile(path).open(QIODevice::ReadOnly))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("The configuration file %1 cannot be read. Check its rights and that it is an ini file.")
                    .arg(path));
        for (const QString &key : file.allKeys()) {
            const QString name = key.section(u'/', -1);
            if (!settings.m_values.contains(name))
                return failure(ErrorCode::InvalidInput,
                    QStringLiteral(
                        "%1 has the unknown setting \"%2\". `mergeloom-worker config show` lists the known ones.")
                        .arg(path, key));
            const QVariant value = file.value(key);
            settings.m_values[name] = {
                value.typeId() == QMetaType::QStringList ? value.toStringList().join(u',') : value.toString(), path};
        }
    }

    for (const SettingRow &row : rows) {
        const QString variable = QString::fromLatin1(row.variable);
        if (variable.isEmpty())
            continue;
        const QString fileVariable = variable + QStringLiteral("_FILE");
        if (const QString path = sources.environment.value(fileVariable); row.isSecret && !path.isEmpty()) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return failure(ErrorCode::InvalidInput,
                    QStringLiteral("%1 names %2, which cannot be read: %3.")
                        .arg(fileVariable, path, file.errorString()));
            QString text = QString::fromUtf8(file.readAll());
            while (text.endsWith(u'\n') || text.endsWith(u'\r'))
                text.chop(1);
            if (text.isEmpty())
                return failure(
                    ErrorCode::InvalidInput, QStringLiteral("%1 names %2, which is empty.").arg(fileVariable, path));
            if (!sources.environment.value(variable).isEmpty())
                return failure(ErrorCode::InvalidInput,
                    QStringLiteral("%1 and %2 are both set. Unset one of them.").arg(variable, fileVariable));
            settings.m_values[QString::fromLatin1(row.key)] = {text, fileVariable};
        }
        if (const QString text = sources.environment.value(variable); !text.isEmpty())
            settings.m_values[QString::fromLatin1(row.key)] = {text, variable};
    }

    for (auto it = sources.arguments.begin(); it != sources.arguments.end(); ++it) {
        if (!settings.m_values.contains(it.key()))
            return failure(ErrorCode::InvalidInput, QStringLiteral("There is no setting --%1.").arg(it.key()));
        settings.m_values[it.key()] = {it.value(), QStringLiteral("argument")};
    }
    return settings;
}

Settings Settings::withDefaults(const QMap<QString, QString> &defaults) const
{
    Settings copy = *this;
    for (auto it = defaults.begin(); it != defaults.end(); ++it)
        if (auto value = copy.m_values.find(it.key()); value != copy.m_values.end() && value->source == u"default")
            value->text = it.value();
    return copy;
}

Settings Settings::respelled(const QString &key, const QString &text) const
{
    Settings copy = *this;
    copy.m_values[key].text = text;
    return copy;
}

Result<int> Settings::integer(const QString &key, int lowest, int highest) const
{
    MERGELOOM_TRY(const qint64 number, wholeNumber(key, lowest, highest));
    return int(number);
}

Result<qint64> Settings::wholeNumber(const QString &key, qint64 lowest, qint64 highest) const
{
    const SettingValue setting = value(key);
    bool ok = false;
    const qint64 number = setting.text.toLongLong(&ok);
    if (!ok || number < lowest || number > highest)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is \"%2\" (from %3), but must be a whole number from %4 to %5.")
                .arg(key, setting.text, setting.source)
                .arg(lowest)
                .arg(highest));
    return number;
}

Result<double> Settings::decimal(const QString &key, double lowest, double highest) const
{
    const SettingValue setting = value(key);
    bool ok = false;
    const double number = setting.text.toDouble(&ok);
    if (!ok || !(number >= lowest && number <= highest)) // what is not a number is not between any two
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("%1 is \"%2\" (from %3), but must be a number from %4 to %5.")
                .arg(key, setting.text, setting.source)
                .arg(lowest, 0, 'f', -1)
                .arg(highest, 0, 'f', -1));
    return number;
}

Result<bool> Settings::flag(const QString &key) const
{
    const SettingValue setting = value(key);
    const QString text = setting.text.toLower();
    for (const char *yes : {"true", "1", "yes", "on"})
        if (text == QLatin1StringView(yes))
            return true;
    for (const char *no : {"false", "0", "no", "off"})
        if (text == QLatin1StringView(no))
            return false;
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("%1 is \"%2\" (from %3), but must be true or false.").arg(key, setting.text, setting.source));
}

} // namespace mergeloom
