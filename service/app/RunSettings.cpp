#include "service/app/RunSettings.h"

#include "service/cli/WorkerSettings.h"
#include "service/platform/ScratchDirectory.h"
#include "shared/core/Log.h"

#include <QDir>
#include <QTemporaryFile>

namespace mergeloom {

namespace {

void sayWhatTheSandboxIs(const RunEnvironment &environment)
{
    const SandboxReport &found = environment.sandbox;
    if (environment.sandboxPolicy.mode == SandboxMode::Off)
        log::warning(
            QStringLiteral("The sandbox is off (JCA_WORKER_SANDBOX=off): commands run with all rights of the worker."));
    else if (!found.isEffective)
        log::error(QStringLiteral("No sandbox can be had: every run ends blocked"), {{"sandbox", found.detail}});
    else if (!found.missing.isEmpty())
        log::warning(QStringLiteral("The sandbox does not close everything on this host"),
            {{"sandbox", found.level}, {"missing", found.missing.join(QStringLiteral("; "))}});
}

Result<void> readSandbox(const Settings &settings, RunEnvironment &environment)
{
    SandboxPolicy &policy = environment.sandboxPolicy;
    MERGELOOM_TRY(policy, sandboxPolicyOf(settings));
    MERGELOOM_TRY(policy.settings, SystemSettings::copy());
    environment.sandbox = Sandbox::probe(policy.backend);
    policy.backend = environment.sandbox.backend;
    sayWhatTheSandboxIs(environment);
    return {};
}

Result<void> readCommands(const Settings &settings, RunEnvironment &environment)
{
    environment.allowList = AllowList(commaList(settings.text(QStringLiteral("allowed_commands"))));
    environment.commandEnvironment = defaultCommandEnvironment();
    environment.network = networkSettingsOf(settings);
    environment.gate.upstream = proxySettingsOfEnvironment();
    MERGELOOM_TRY(const int seconds, settings.integer(QStringLiteral("command_timeout_seconds"), 1, 86'400));
    environment.commandTimeLimit = std::chrono::seconds(seconds);
    return {};
}

Result<void> readCheckoutLimits(const Settings &settings, RunEnvironment &environment)
{
    CheckoutLimits &limits = environment.checkoutLimits;
    MERGELOOM_TRY(limits.entries, settings.integer(QStringLiteral("checkout_max_files"), 1, 100'000'000));
    MERGELOOM_TRY(const int allMegabytes, settings.integer(QStringLiteral("checkout_max_mb"), 1, 1 << 30));
    MERGELOOM_TRY(const int fileMegabytes, settings.integer(QStringLiteral("checkout_max_file_mb"), 1, 1 << 20));
    MERGELOOM_TRY(limits.depth, settings.integer(QStringLiteral("checkout_max_depth"), 1, 1000));
    MERGELOOM_TRY(const int fetchMegabytes, settings.integer(QStringLiteral("fetch_max_mb"), 1, 1 << 30));
    limits.totalBytes = qint64(allMegabytes) << 20;
    limits.fileBytes = qint64(fileMegabytes) << 20;
    environment.largestFetch = qint64(fetchMegabytes) << 20;
    return {};
}

Result<void> readBudgets(const Settings &settings, RunEnvironment &environment)
{
    Budgets &most = environment.mostBudgets;
    MERGELOOM_TRY(most.tokens, settings.wholeNumber(QStringLiteral("run_max_tokens"), 0, largestBudgets.tokens));
    MERGELOOM_TRY(most.costUsd, settings.decimal(QStringLiteral("run_max_usd"), 0, largestBudgets.costUsd));
    MERGELOOM_TRY(most.wallSeconds, settings.integer(QStringLiteral("run_max_seconds"), 0, largestBudgets.wallSeconds));
    MERGELOOM_TRY(most.turns, settings.integer(QStringLiteral("run_max_turns"), 0, largestBudgets.turns));
    MERGELOOM_TRY(most.commands, settings.integer(QStringLiteral("run_max_commands"), 0, largestBudgets.commands));
    constexpr qint64 mostMegabytes = largestBudgets.diskBytes >> 20;
    MERGELOOM_TRY(const qint64 output, settings.wholeNumber(QStringLiteral("run_max_output_mb"), 0, mostMegabytes));
    MERGELOOM_TRY(const qint64 disk, settings.wholeNumber(QStringLiteral("run_max_disk_mb"), 0, mostMegabytes));
    most.outputBytes = output << 20;
    most.diskBytes = disk << 20;
    return {};
}

Result<void> readChangeRules(const Settings &settings, RunEnvironment &environment)
{
    MERGELOOM_TRY(environment.maximumRepairs, settings.integer(QStringLiteral("max_repair_attempts"), 0, 20));
    environment.author = {
        settings.text(QStringLiteral("commit_author_name")), settings.text(QStringLiteral("commit_author_email"))};
    QStringList guardWords = commaList(settings.text(QStringLiteral("diff_guard_minimum")));
    if (guardWords.isEmpty() && !settings.text(QStringLiteral("control_plane_url")).isEmpty())
        guardWords << QStringLiteral("standard"); // a controller elsewhere may ask for more care, not for less
    MERGELOOM_TRY(const DiffGuardSettings leastGuard, guardMinimum(guardWords));
    if (!guardWords.isEmpty())
        environment.leastGuard = leastGuard;
    return {};
}

} // namespace

Result<RunEnvironment> runEnvironmentOf(const Settings &settings)
{
    ScratchDirectory::sweep();
    RunEnvironment environment;
    environment.workerName = settings.text(QStringLiteral("name"));
    environment.mirrorRoot = settings.text(QStringLiteral("data_dir")) + QStringLiteral("/mirrors");
    environment.workspaceRoot = settings.text(QStringLiteral("workspace_root"));
    environment.agentHomeRoot = settings.text(QStringLiteral("cli_config_dir"));
    if (!settings.text(QStringLiteral("control_plane_url")).isEmpty())
        environment.localRepositories = LocalRepositories::Refused; // its paths are not this machine's
    MERGELOOM_CHECK(readCommands(settings, environment));
    MERGELOOM_CHECK(readCheckoutLimits(settings, environment));
    MERGELOOM_CHECK(readBudgets(settings, environment));
    MERGELOOM_CHECK(readChangeRules(settings, environment));
    MERGELOOM_CHECK(readSandbox(settings, environment));
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
