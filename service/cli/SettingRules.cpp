#include "service/cli/SettingRules.h"

#include "service/cli/WorkerSettings.h"
#include "service/network/HostList.h"
#include "shared/domain/DiskUsage.h"
#include "shared/domain/Budgets.h"

#include <QHostAddress>
#include <QUrl>

namespace mergeloom {

namespace {

/// What a value must be beyond a text; rows without a rule are free text.
struct NumberRule {
    const char *key;
    qint64 lowest;
    qint64 highest;
};

constexpr NumberRule numberRules[]{
    {"port", 0, 65535},
    {"ui_base_port", 1, 65535},
    {"count", 0, 64},
    {"max_repair_attempts", 0, 20},
    {"checkout_max_files", 1, 100'000'000},
    {"checkout_max_mb", 1, 1 << 30},
    {"checkout_max_file_mb", 1, 1 << 20},
    {"checkout_max_depth", 1, 1000},
    {"fetch_max_mb", 1, 1 << 30},
    {"command_timeout_seconds", 1, 86400},
    {"command_memory_mb", 0, 1 << 30},
    {"command_processes", 0, 1 << 30},
    {"command_open_files", 0, 1 << 30},
    {"command_file_mb", 0, 1 << 30},
    {"command_cpu_seconds", 0, 1 << 30},
    {"grace_seconds", 0, 3600},
    {"control_plane_request_timeout_seconds", 1, 3600},
    {"active_job_heartbeat_interval_seconds", 1, 600},
    {"run_max_tokens", 0, largestBudgets.tokens},
    {"run_max_seconds", 0, largestBudgets.wallSeconds},
    {"run_max_turns", 0, largestBudgets.turns},
    {"run_max_commands", 0, largestBudgets.commands},
    {"run_max_output_mb", 0, largestBudgets.diskBytes >> 20},
    {"run_max_disk_mb", 0, largestBudgets.diskBytes >> 20},
    {"day_max_tokens", 0, largestBudgets.tokens},
};

constexpr const char *amountsOfMoney[]{"run_max_usd", "day_max_usd"};

struct ChoiceRule {
    const char *key;
    QStringList choices;
};

const QList<ChoiceRule> &choiceRules()
{
    static const QList<ChoiceRule> rules{
        {"role", {"all", "gateway", "executor", "controller"}},
        {"metrics_access", {"viewer", "public"}},
        {"sandbox", {"required", "off"}},
        {"sandbox_backend", {"auto", "bubblewrap", "landlock"}},
        {"network_setup", {"none", "allowlist", "open"}},
        {"network_validation", {"none", "allowlist", "open"}},
        {"network_agent", {"none", "allowlist", "open"}},
        {"provider_config_mode", {"ui", "provisioned", "gateway"}},
        {"runtime_config_mode", {"ui", "provisioned", "gateway"}},
    };
    return rules;
}

/// What is sent there in the clear is nothing secret; but it can be exchanged.
Result<void> checkUrl(const Settings &settings, const QString &key)
{
    const SettingValue value = settings.value(key);
    const QUrl url(value.text, QUrl::StrictMode);
    if (value.text.isEmpty()
        || (url.isValid() && !url.host().isEmpty() && (url.scheme() == u"https" || url.scheme() == u"http")))
        return {};
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("%1 (from %2) must be an https:// or http:// address.").arg(key, value.source),
        {{"field", key}});
}

/// Tokens and tickets do not cross a network in the clear.
Result<void> checkControlPlane(const Settings &settings)
{
    const SettingValue value = settings.value(QStringLiteral("control_plane_url"));
    if (value.text.isEmpty())
        return {};
    const QJsonObject field{{"field", "control_plane_url"}};
    const QUrl url(value.text, QUrl::StrictMode);
    const bool isLoopback = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != u"https" && !(url.scheme() == u"http" && isLoopback)))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "control_plane_url (from %1) must be the https:// address of a controller; http:// will do on this "
                "machine alone.")
                .arg(value.source),
            field);
    if (settings.text(QStringLiteral("role")) == u"controller")
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "This process is to be a controller (role) and to take its jobs from another (control_plane_url, "
                "from %1). Unset one of them.")
                .arg(value.source),
            field);
    return {};
}

/// Only an executor has a gateway that tells it.
Result<void> checkModes(const Settings &settings)
{
    const QString role = settings.text(QStringLiteral("role"));
    for (const char *key : {"provider_config_mode", "runtime_config_mode"})
        if (const SettingValue mode = settings.value(QString::fromLatin1(key));
            mode.text == u"gateway" && role != u"executor")
            return failure(ErrorCode::InvalidInput,
                QStringLiteral(
                    "%1 is gateway (from %2), which only an executor can be told by; the role is %3. Choose ui or "
                    "provisioned.")
                    .arg(QLatin1StringView(key), mode.source, role),
                {{"field", QLatin1StringView(key)}});
    return {};
}

} // namespace

Result<void> checkSettings(const Settings &settings)
{
    for (const NumberRule &rule : numberRules)
        MERGELOOM_CHECK(settings.wholeNumber(QString::fromLatin1(rule.key), rule.lowest, rule.highest));
    for (const char *key : amountsOfMoney)
        MERGELOOM_CHECK(settings.decimal(QString::fromLatin1(key), 0, largestBudgets.costUsd));
    MERGELOOM_CHECK(settings.flag(QStringLiteral("poll_enabled")));
    for (const ChoiceRule &rule : choiceRules()) {
        const QString key = QString::fromLatin1(rule.key);
        const SettingValue value = settings.value(key);
        if (!rule.choices.contains(value.text))
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("%1 is \"%2\" (from %3), but must be one of %4.")
                    .arg(key, value.text, value.source, rule.choices.join(QStringLiteral(", "))),
                {{"field", key}});
    }
    if (const auto hosts = HostList::parse(commaList(settings.text(QStringLiteral("network_hosts")))); !hosts)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("network_hosts (from %1) cannot be used. %2")
                .arg(settings.value(QStringLiteral("network_hosts")).source, hosts.error().message),
            {{"field", "network_hosts"}});
    MERGELOOM_CHECK(checkControlPlane(settings));
    MERGELOOM_CHECK(checkModes(settings));
    MERGELOOM_CHECK(checkUrl(settings, QStringLiteral("audit_checkpoint_url")));
    MERGELOOM_CHECK(checkUrl(settings, QStringLiteral("otlp_url")));
    if (const auto quota = parseDiskSize(settings.text(QStringLiteral("disk_quota"))); !quota)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("disk_quota (from %1) cannot be used. %2")
                .arg(settings.value(QStringLiteral("disk_quota")).source, quota.error().message),
            {{"field", "disk_quota"}});
    const SettingValue database = settings.value(QStringLiteral("database_url"));
    if (!database.text.isEmpty() && !database.text.startsWith(u"postgresql://")
        && !database.text.startsWith(u"sqlite:"))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "database_url (from %1) must begin with postgresql:// or sqlite:. Leave it empty for SQLite in "
                "the data directory.")
                .arg(database.source),
            {{"field", "database_url"}});
    return {};
}

} // namespace mergeloom
