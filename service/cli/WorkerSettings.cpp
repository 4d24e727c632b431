#include "service/cli/WorkerSettings.h"

#include "service/cli/SettingRules.h"
#include "shared/core/Log.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace mergeloom {

namespace {

/// What the README says where the default is worked out on the machine.
QString shownDefault(const SettingRow &row)
{
    static const QMap<QString, QString> workedOut{
        {"name", "host name"},
        {"data_dir", "`/var/lib/mergeloom`, or the user's data directory"},
        {"workspace_root", "`<data>/workspaces`"},
        {"database_url", "SQLite in the data directory"},
        {"provider_secret_key_path", "`<data>/provider_secret.key`"},
        {"audit_key_path", "`<data>/audit.key`"},
        {"audit_checkpoint_file", "`<data>/audit-checkpoints.jsonl`"},
        {"cli_config_dir", "`<data>/cli`"},
        {"poll_enabled", "`true` (`false` on a gateway)"},
        {"provider_config_mode", "`ui` (`gateway` on executors)"},
        {"runtime_config_mode", "`ui` (`gateway` on executors)"},
        {"network_validation", "`allowlist` (`none` under a remote controller)"},
        {"network_agent", "`allowlist` (`none` under a remote controller)"},
        {"network_hosts", "`*:*` (none under a remote controller)"},
        {"diff_guard_minimum", "`none` (`standard` with a remote controller)"},
        {"cluster_token", "made at first start"},
        {"ui_token", "made at first start"},
    };
    const QString key = QString::fromLatin1(row.key);
    if (workedOut.contains(key))
        return workedOut.value(key);
    return *row.fallback ? QStringLiteral("`%1`").arg(QString::fromUtf8(row.fallback)) : QString();
}

Result<Settings::Sources> sourcesOf(const QMap<QString, QString> &arguments, const SettingsPlace &place)
{
    Settings::Sources sources;
    sources.files = configurationFiles(place);
    sources.environment = place.environment;
    sources.arguments = arguments;
    const QString named = sources.arguments.take(QStringLiteral("config"));
    if (!named.isEmpty() && !QFileInfo::exists(named))
        return failure(ErrorCode::NotFound,
            QStringLiteral("The configuration file %1 does not exist. Check --config.").arg(named));
    if (!named.isEmpty())
        sources.files << named;
    return sources;
}

/// From the log, whatever their source.
void hideSecrets(const Settings &settings)
{
    for (const SettingRow &row : settings.rows()) {
        const QString text = settings.text(QString::fromLatin1(row.key));
        if (!row.isSecret || text.isEmpty())
            continue;
        log::hide(text.toUtf8(), QString::fromLatin1(row.key));
        log::hide(QUrl(text).password(QUrl::FullyDecoded).toUtf8(), QString::fromLatin1(row.key));
    }
}

} // namespace

const QList<SettingRow> &workerSettingRows()
{
    static const QList<SettingRow> rows{
        {"role", "JCA_WORKER_ROLE", "all", false,
            "What this process does: `all`, `gateway`, `executor` or `controller`."},
        reach_setting::host,
        reach_setting::port,
        {"host_names", "JCA_WORKER_HOST_NAMES", "", false,
            "Names under which browsers reach this worker, separated by commas; those of the certificate count anyway."},
        reach_setting::tlsCertificate,
        {"tls_key", "JCA_WORKER_TLS_KEY", "", false, "PEM file of that certificate's key (RSA or EC, no passphrase)."},
        {"ca_file", "JCA_WORKER_CA_FILE", "", false,
            "PEM file of further certificates that executors and commands trust: an authority, or the worker's own."},
        reach_setting::dataDirectory,
        {"workspace_root", "JCA_WORKER_WORKSPACE_ROOT", "", false, "Directory of checkouts."},
        {"database_url", "JCA_WORKER_DATABASE_URL", "", true,
            "Database, when it is not SQLite in the data directory: `postgresql://…` (`postgresql+psycopg://…` too)."},
        {"name", "JCA_WORKER_NAME", "", false, "Readable name of this worker."},
        {"count", "JCA_WORKER_COUNT", "1", false, "Executors that role `all` starts."},
        {"poll_enabled", "JCA_WORKER_POLL_ENABLED", "", false, "Whether jobs are taken."},
        reach_setting::uiToken,
        {"metrics_access", "JCA_WORKER_METRICS_ACCESS", "viewer", false,
            "Who may read `/metrics`: `viewer` (a token of any person's role) or `public` (whoever reaches the port)."},
        {"cluster_token", "JCA_WORKER_CLUSTER_TOKEN", "", true, "Shared secret of the gateway and its executors."},
        {"gateway_url", "JCA_WORKER_GATEWAY_URL", "", false, "Where an executor finds its gateway."},
        {"ui_base_port", "JCA_WORKER_UI_BASE_PORT", "8010", false, "Port that Compose publishes."},
        {"tenant_slug", "JCA_WORKER_TENANT_SLUG", "local", false, "Workspace at the controller."},
        {"control_plane_url", "JCA_WORKER_CONTROL_PLANE_URL", "", false, "Remote controller; empty: the embedded one."},
        {"enrollment_token", "JCA_WORKER_ENROLLMENT_TOKEN", "", true,
            "Token with which an executor enrols with its gateway, or a worker with a remote controller."},
        {"grace_seconds", "JCA_WORKER_GRACE_SECONDS", "30", false,
            "Time that a running job gets to come to its next checkpoint when the worker is asked to stop."},
        {"control_plane_request_timeout_seconds", "JCA_WORKER_CONTROL_PLANE_REQUEST_TIMEOUT_SECONDS", "60", false,
            "Longest wait for an answer of the controller."},
        {"active_job_heartbeat_interval_seconds", "JCA_WORKER_ACTIVE_JOB_HEARTBEAT_INTERVAL_SECONDS", "15", false,
            "Time between two heartbeats of a running job."},
        {"sandbox", "JCA_WORKER_SANDBOX", "required", false,
            "`required` runs commands in a sandbox or not at all; `off` runs them without one."},
        {"sandbox_backend", "JCA_WORKER_SANDBOX_BACKEND", "auto", false,
            "How commands are shut in: `bubblewrap`, `landlock`, or `auto`: the first of the two that works here."},
        {"extra_read_only_paths", "JCA_WORKER_SANDBOX_READ_ONLY_PATHS", "", false,
            "Further paths that sandboxed commands may read, separated by commas."},
        {"network_setup", "JCA_WORKER_NETWORK_SETUP", "allowlist", false,
            "The most that setup commands may reach, whatever a repository asks for: `none`, `allowlist` or `open`."},
        {"network_validation", "JCA_WORKER_NETWORK_VALIDATION", "", false,
            "The most that validation commands may reach."},
        {"network_agent", "JCA_WORKER_NETWORK_AGENT", "", false, "The most that commands of the agent may reach."},
        {"network_hosts", "JCA_WORKER_NETWORK_HOSTS", "", false,
            "Hosts that the list of a repository may hold, separated by commas; addresses of private networks must be named."},
        {"allowed_commands", "JCA_WORKER_ALLOWED_COMMANDS",
            "git,rg,pytest,python,python3,node,npm,npx,pnpm,yarn,uv,pip,poetry,bash,sh,go,cargo,dotnet,helm", false,
            "Programs that runs may start, separated by commas."},
        {"diff_guard_minimum", "JCA_WORKER_DIFF_GUARD_MINIMUM", "", false,
            "What no repository can go below in its diff guard: `none`, `standard`, or `rule=action` and `limit=number`, "
            "separated by commas."},
        {"command_timeout_seconds", "JCA_WORKER_COMMAND_TIMEOUT_SECONDS", "300", false,
            "Longest time of one setup or validation command."},
        {"command_memory_mb", "JCA_WORKER_COMMAND_MEMORY_MB", "8192", false,
            "Memory of one command with all that it starts; `0`: no limit."},
        {"command_processes", "JCA_WORKER_COMMAND_PROCESSES", "2048", false,
            "Processes of one command; `0`: no limit."},
        {"command_open_files", "JCA_WORKER_COMMAND_OPEN_FILES", "65536", false,
            "Files that a process of a command may have open; `0`: no limit."},
        {"command_file_mb", "JCA_WORKER_COMMAND_FILE_MB", "8192", false,
            "Size of a file that a command writes, and of its `/tmp`; `0`: no limit."},
        {"command_cpu_seconds", "JCA_WORKER_COMMAND_CPU_SECONDS", "7200", false,
            "Processor time of each process of a command; `0`: no limit."},
        {"max_repair_attempts", "JCA_WORKER_MAX_REPAIR_ATTEMPTS", "2", false,
            "Repairs after a failed validation, where the repository does not say."},
        {"run_max_tokens", "JCA_WORKER_RUN_MAX_TOKENS", "0", false,
            "Most tokens of one run, whatever its repository asks for; `0`: no limit."},
        {"run_max_usd", "JCA_WORKER_RUN_MAX_USD", "0", false,
            "Most US dollars of one run, by the prices that are known; `0`: no limit."},
        {"run_max_seconds", "JCA_WORKER_RUN_MAX_SECONDS", "14400", false,
            "Longest time of one run, without the time in which it waits for a person; `0`: no limit."},
        {"run_max_turns", "JCA_WORKER_RUN_MAX_TURNS", "100", false,
            "Most turns of the agent in one attempt; `0`: no limit."},
        {"run_max_commands", "JCA_WORKER_RUN_MAX_COMMANDS", "0", false,
            "Most commands of one run: setup, validation and the agent's own; `0`: no limit."},
        {"run_max_output_mb", "JCA_WORKER_RUN_MAX_OUTPUT_MB", "1024", false,
            "Most megabytes that are recorded of the output of commands and tools of one run; `0`: no limit."},
        {"run_max_disk_mb", "JCA_WORKER_RUN_MAX_DISK_MB", "0", false,
            "Most megabytes by which the workspace of one run may grow after its checkout; `0`: no limit."},
        {"day_max_tokens", "JCA_WORKER_DAY_MAX_TOKENS", "0", false,
            "Most tokens of all runs that begin in one day (UTC); then jobs wait for the next day; `0`: no limit."},
        {"day_max_usd", "JCA_WORKER_DAY_MAX_USD", "0", false,
            "Most US dollars of all runs that begin in one day (UTC); `0`: no limit."},
        {"checkout_max_files", "JCA_WORKER_CHECKOUT_MAX_FILES", "1000000", false,
            "Most files and folders that a repository may have when it is checked out."},
        {"checkout_max_mb", "JCA_WORKER_CHECKOUT_MAX_MB", "10240", false, "Most megabytes of a checkout."},
        {"checkout_max_file_mb", "JCA_WORKER_CHECKOUT_MAX_FILE_MB", "512", false,
            "Most megabytes of one file of a checkout."},
        {"checkout_max_depth", "JCA_WORKER_CHECKOUT_MAX_DEPTH", "200", false,
            "How deep folders of a checkout may be in each other."},
        {"fetch_max_mb", "JCA_WORKER_FETCH_MAX_MB", "20480", false, "Most megabytes that one fetch may bring."},
        {"disk_quota", "JCA_WORKER_DISK_QUOTA", "20 GB", false,
            "What mirrors and workspaces may take on disk, with KB, MB, GB or TB; those used longest ago go first; `0`: no "
            "limit."},
        {"commit_author_name", "JCA_WORKER_COMMIT_AUTHOR_NAME", "MergeLoom", false, "Author of commits."},
        {"commit_author_email", "JCA_WORKER_COMMIT_AUTHOR_EMAIL", "mergeloom@local", false,
            "Mail address of that author."},
        {"provider_config_mode", "JCA_PROVIDER_CONFIG_MODE", "", false,
            "Where providers are set up: `ui` (the pages; a variable fixes its field), `provisioned` (by variables alone, and "
            "nothing can be changed), `gateway` (executors: there; of their own variables only paths count)."},
        {"runtime_config_mode", "JCA_WORKER_RUNTIME_CONFIG_MODE", "", false,
            "Where runtime settings come from: `ui`, `provisioned` or `gateway`."},
        {"provider_secret_key_path", "JCA_PROVIDER_SECRET_KEY_PATH", "", false, "Key file that seals stored secrets."},
        {"audit_key_path", "JCA_WORKER_AUDIT_KEY_PATH", "", false, "Key file that signs the audit log."},
        {"audit_checkpoint_file", "JCA_WORKER_AUDIT_CHECKPOINT_FILE", "", false,
            "File to which each signed checkpoint of the audit log is appended; best on another disk."},
        {"audit_checkpoint_url", "JCA_WORKER_AUDIT_CHECKPOINT_URL", "", false,
            "URL to which each signed checkpoint is posted, so that somebody else holds it; empty: none."},
        {"otlp_url", "JCA_WORKER_OTLP_URL", "", false,
            "Collector that each ended run is given to as a trace (OTLP over HTTP, e.g. `http://localhost:4318`); empty: none."},
        {"otlp_headers", "JCA_WORKER_OTLP_HEADERS", "", true,
            "Headers of each request to the collector: `name=value`, separated by commas."},
        {"cli_config_dir", "JCA_WORKER_CLI_CONFIG_DIR", "", false,
            "Homes of agent programs, one for each run, which go with it; and their sign-ins, one for each profile."},
    };
    return rows;
}

Result<Settings> loadWorkerSettings(const QMap<QString, QString> &arguments, const SettingsPlace &place)
{
    MERGELOOM_TRY(Settings::Sources sources, sourcesOf(arguments, place));
    // Defaults hang on other settings, so those are read first.
    MERGELOOM_TRY(const Settings told, Settings::load(workerSettingRows(), sources));
    const auto absolute = [&](const QString &key, const QString &fallback) {
        const QString text = told.text(key).isEmpty() ? fallback : told.text(key);
        return QDir::cleanPath(QFileInfo(text).absoluteFilePath());
    };
    const QString role = told.text(QStringLiteral("role"));
    const QString data = absolute(QStringLiteral("data_dir"), defaultDataDirectory(place));
    const QString mode = role == u"executor" ? QStringLiteral("gateway") : QStringLiteral("ui");
    // What comes from elsewhere gets less.
    const bool isRemote = !told.text(QStringLiteral("control_plane_url")).isEmpty();
    const QString network = isRemote ? QStringLiteral("none") : QStringLiteral("allowlist");
    sources.defaults = {
        {"network_validation", network},
        {"network_agent", network},
        {"network_hosts", isRemote ? QString() : QStringLiteral("*:*")},
        {"name", place.hostName.isEmpty() ? QStringLiteral("worker") : place.hostName},
        {"data_dir", data},
        {"workspace_root", data + QStringLiteral("/workspaces")},
        {"provider_secret_key_path", data + QStringLiteral("/provider_secret.key")},
        {"audit_key_path", data + QStringLiteral("/audit.key")},
        {"audit_checkpoint_file", data + QStringLiteral("/audit-checkpoints.jsonl")},
        {"cli_config_dir", data + QStringLiteral("/cli")},
        {"poll_enabled",
            role == u"gateway" || role == u"controller" ? QStringLiteral("false") : QStringLiteral("true")},
        {"provider_config_mode", mode},
        {"runtime_config_mode", mode},
    };
    Settings settings = told.withDefaults(sources.defaults); // not read again: a secret may have come by a pipe
    for (const char *key : {"data_dir", "workspace_root", "provider_secret_key_path", "audit_key_path",
             "audit_checkpoint_file", "cli_config_dir"}) {
        const QString name = QString::fromLatin1(key);
        settings = settings.respelled(name, absolute(name, sources.defaults.value(name)));
    }
    static const QString driverSpelling = QStringLiteral("postgresql+psycopg://");
    if (const QString url = settings.text(QStringLiteral("database_url")); url.startsWith(driverSpelling))
        settings = settings.respelled(
            QStringLiteral("database_url"), QStringLiteral("postgresql://") + url.mid(driverSpelling.size()));
    hideSecrets(settings);
    MERGELOOM_CHECK(checkSettings(settings));
    return settings;
}

QStringList commaList(const QString &text)
{
    QStringList list;
    for (const QString &entry : text.split(u',', Qt::SkipEmptyParts))
        if (const QString name = entry.trimmed(); !name.isEmpty() && !list.contains(name))
            list << name;
    return list;
}

NetworkSettings networkSettingsOf(const Settings &settings)
{
    const auto mode = [&](const char *key) {
        return enumFromName<NetworkMode>(settings.text(QString::fromLatin1(key))).value_or(NetworkMode::None);
    };
    return {mode("network_setup"), mode("network_validation"), mode("network_agent"),
        commaList(settings.text(QStringLiteral("network_hosts")))};
}

QString shownSetting(const SettingRow &row, const SettingValue &value)
{
    if (row.isSecret)
        return value.text.isEmpty() ? QStringLiteral("not set") : QStringLiteral("set");
    return value.text;
}

bool isSecretVariable(const QString &name)
{
    for (const SettingRow &row : workerSettingRows())
        if (row.isSecret && name == QLatin1StringView(row.variable))
            return true;
    // Those of the vendors that the forms of providers name.
    if (name == u"AZURE_CLIENT_SECRET")
        return true;
    static const QStringList endings{QStringLiteral("_API_KEY"), QStringLiteral("_TOKEN"), QStringLiteral("_SECRET"),
        QStringLiteral("_PASSWORD"), QStringLiteral("_SECRET_ACCESS_KEY"), QStringLiteral("_SERVICE_ACCOUNT_JSON")};
    return name.startsWith(u"JCA_")
        && std::any_of(endings.cbegin(), endings.cend(), [&](const QString &end) { return name.endsWith(end); });
}

QString settingsMarkdown()
{
    QString table = QStringLiteral("| setting | variable | default | meaning |\n|---|---|---|---|\n");
    for (const SettingRow &row : workerSettingRows())
        table += QStringLiteral("| `%1` | `%2`%3 | %4 | %5 |\n")
                     .arg(QString::fromLatin1(row.key), QString::fromLatin1(row.variable),
                         row.isSecret ? QStringLiteral(" (or `…_FILE`)") : QString(), shownDefault(row),
                         QString::fromUtf8(row.help));
    return table;
}

} // namespace mergeloom
