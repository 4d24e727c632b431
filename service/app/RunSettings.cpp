#include "service/app/RunSettings.h"

#include "service/cli/WorkerSettings.h"

#include <QDir>
#include <QTemporaryFile>

namespace mergeloom {

Result<RunEnvironment> runEnvironmentOf(const Settings &settings)
{
    RunEnvironment environment;
    environment.workerName = settings.text(QStringLiteral("name"));
    environment.mirrorRoot = settings.text(QStringLiteral("data_dir")) + QStringLiteral("/mirrors");
    environment.workspaceRoot = settings.text(QStringLiteral("workspace_root"));
    environment.allowList = AllowList(commaList(settings.text(QStringLiteral("allowed_commands"))));
    environment.sandboxMode = sandboxModeOf(settings);
    environment.sandbox = Sandbox::probe();
    environment.readOnlyPaths = commaList(settings.text(QStringLiteral("extra_read_only_paths")));
    environment.commandEnvironment = defaultCommandEnvironment();
    MERGELOOM_TRY(const int commandSeconds, settings.integer(QStringLiteral("command_timeout_seconds"), 1, 86'400));
    environment.commandTimeLimit = std::chrono::seconds(commandSeconds);
    MERGELOOM_TRY(environment.maximumRepairs, settings.integer(QStringLiteral("max_repair_attempts"), 0, 20));
    MERGELOOM_TRY(const int files, settings.integer(QStringLiteral("checkout_max_files"), 1, 100'000'000));
    MERGELOOM_TRY(const int checkoutMegabytes, settings.integer(QStringLiteral("checkout_max_mb"), 1, 1 << 30));
    MERGELOOM_TRY(const int fileMegabytes, settings.integer(QStringLiteral("checkout_max_file_mb"), 1, 1 << 20));
    MERGELOOM_TRY(environment.checkoutLimits.depth, settings.integer(QStringLiteral("checkout_max_depth"), 1, 1000));
    MERGELOOM_TRY(const int fetchMegabytes, settings.integer(QStringLiteral("fetch_max_mb"), 1, 1 << 30));
    environment.checkoutLimits.entries = files;
    environment.checkoutLimits.totalBytes = qint64(checkoutMegabytes) << 20;
    environment.checkoutLimits.fileBytes = qint64(fileMegabytes) << 20;
    environment.largestFetch = qint64(fetchMegabytes) << 20;
    environment.author = {
        settings.text(QStringLiteral("commit_author_name")), settings.text(QStringLiteral("commit_author_email"))};
    return environment;
}

SandboxMode sandboxModeOf(const Settings &settings)
{
    return settings.text(QStringLiteral("sandbox")) == u"off" ? SandboxMode::Off : SandboxMode::Required;
}

Result<QString> prepareDataDirectory(const Settings &settings)
{
    const SettingValue setting = settings.value(QStringLiteral("data_dir"));
    const bool isNew = !QDir(setting.text).exists();
    const auto refused = [&](const QString &what) {
        return failure(ErrorCode::Io,
            QStringLiteral(
                "The data directory %1 (from %2) %3. Give it to this user, or choose another one with --data-dir or JCA_WORKER_DATA_DIR.")
                .arg(setting.text, setting.source, what));
    };
    if (!QDir().mkpath(setting.text))
        return refused(QStringLiteral("cannot be made"));
    if (isNew)
        QFile::setPermissions(setting.text, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QTemporaryFile probe(setting.text + QStringLiteral("/.write-test-XXXXXX"));
    if (!probe.open())
        return refused(QStringLiteral("cannot be written"));
    return setting.text;
}

} // namespace mergeloom
