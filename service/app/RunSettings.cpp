#include "service/app/RunSettings.h"

#include "service/cli/WorkerSettings.h"
#include "shared/core/Log.h"

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
    MERGELOOM_TRY(environment.sandboxPolicy, sandboxPolicyOf(settings));
    MERGELOOM_TRY(environment.sandboxPolicy.settings, SystemSettings::copy());
    environment.sandbox = Sandbox::probe(environment.sandboxPolicy.backend);
    environment.sandboxPolicy.backend = environment.sandbox.backend;
    if (environment.sandboxPolicy.mode == SandboxMode::Off)
        log::warning(
            QStringLiteral("The sandbox is off (JCA_WORKER_SANDBOX=off): commands run with all rights of the worker."));
    else if (!environment.sandbox.isEffective)
        log::error(
            QStringLiteral("No sandbox can be had: every run ends blocked"), {{"sandbox", environment.sandbox.detail}});
    else if (!environment.sandbox.missing.isEmpty())
        log::warning(QStringLiteral("The sandbox does not close everything on this host"),
            {{"sandbox", environment.sandbox.level},
                {"missing", environment.sandbox.missing.join(QStringLiteral("; "))}});
    environment.commandEnvironment = defaultCommandEnvironment();
    environment.network = networkSettingsOf(settings);
    environment.gate.upstream = proxySettingsOfEnvironment();
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
    QStringList guardWords = commaList(settings.text(QStringLiteral("diff_guard_minimum")));
    if (guardWords.isEmpty() && !settings.text(QStringLiteral("control_plane_url")).isEmpty())
        guardWords << QStringLiteral("standard"); // a controller elsewhere may ask for more care, not for less
    MERGELOOM_TRY(const DiffGuardSettings leastGuard, guardMinimum(guardWords));
    if (!guardWords.isEmpty())
        environment.leastGuard = leastGuard;
    environment.author = {
        settings.text(QStringLiteral("commit_author_name")), settings.text(QStringLiteral("commit_author_email"))};
    return environment;
}

Result<SandboxPolicy> sandboxPolicyOf(const Settings &settings)
{
    SandboxPolicy policy{
        .mode = settings.text(QStringLiteral("sandbox")) == u"off" ? SandboxMode::Off : SandboxMode::Required,
        .backend = Sandbox::backendNamed(settings.text(QStringLiteral("sandbox_backend")))};
    policy.readOnlyPaths = commaList(settings.text(QStringLiteral("extra_read_only_paths")));
    constexpr int most = 1 << 30;
    const auto megabytes = [](int count) { return qint64(count) << 20; };
    SandboxLimits &limits = policy.limits;
    MERGELOOM_TRY(const int memory, settings.integer(QStringLiteral("command_memory_mb"), 0, most));
    MERGELOOM_TRY(const int file, settings.integer(QStringLiteral("command_file_mb"), 0, most));
    MERGELOOM_TRY(limits.processes, settings.integer(QStringLiteral("command_processes"), 0, most));
    MERGELOOM_TRY(limits.openFiles, settings.integer(QStringLiteral("command_open_files"), 0, most));
    MERGELOOM_TRY(limits.processorSeconds, settings.integer(QStringLiteral("command_cpu_seconds"), 0, most));
    limits.memoryBytes = megabytes(memory);
    limits.fileBytes = megabytes(file);
    return policy;
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
