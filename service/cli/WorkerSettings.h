#pragma once

#include "service/platform/ProcessEnvironment.h"
#include "shared/client/LocalWorker.h"
#include "shared/domain/Network.h"

namespace mergeloom {

/// The settings table of the worker: help, the README table, and `config show` come from it.
const QList<SettingRow> &workerSettingRows();

/// Defaults, then the files, then the environment, then `arguments` (key → value; `config` names one more file, which must
/// exist). Paths come back absolute, `database_url` in one spelling. Error `invalid_input` names setting, source, and remedy.
Result<Settings> loadWorkerSettings(
    const QMap<QString, QString> &arguments, const SettingsPlace &place = SettingsPlace::of(environment::all()));

/// The list `allowed_commands`, without blanks and doubles.
QStringList commaList(const QString &text);

/// The most that commands may reach.
NetworkSettings networkSettingsOf(const Settings &settings);

/// A value as it may be shown: secrets are `set` or `not set`.
QString shownSetting(const SettingRow &row, const SettingValue &value);

/// Whether an environment variable is one of ours that holds a secret.
bool isSecretVariable(const QString &name);

/// The settings as a Markdown table, for the README.
QString settingsMarkdown();

} // namespace mergeloom
