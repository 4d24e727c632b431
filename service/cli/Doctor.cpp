#include "service/cli/Doctor.h"

#include "service/cli/NetworkOptions.h"
#include "service/cli/WorkerSettings.h"
#include "service/platform/Sandbox.h"
#include "service/platform/ShellLine.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace mergeloom {

namespace {

api::HealthCheck check(const char *name, const char *status, const QString &seen, const QString &remedy = {})
{
    return {QString::fromLatin1(name), QString::fromLatin1(status), seen, remedy, Timestamp::now()};
}

api::HealthCheck checkProgram(const char *name, const QString &remedy)
{
    const QString path = QStandardPaths::findExecutable(QString::fromLatin1(name));
    return path.isEmpty() ? check(name, "failing", QStringLiteral("not found on PATH"), remedy)
                          : check(name, "ok", path);
}

api::HealthCheck checkAllowList(const QStringList &programs)
{
    const QString advice = AllowList::adviceOn(programs);
    return check("allow-list", "ok",
        advice.isEmpty() ? QStringLiteral("%1 programs, no shell or interpreter").arg(programs.size()) : advice);
}

api::HealthCheck checkDirectory(const QString &path)
{
    QFileInfo directory(path);
    if (directory.exists() && directory.isDir() && directory.isWritable())
        return check("data directory", "ok", path);
    if (directory.exists())
        return check("data directory", "failing", QStringLiteral("%1 cannot be written").arg(path),
            QStringLiteral("Give it to this user, or choose another with --data-dir or JCA_WORKER_DATA_DIR."));
    while (!directory.exists() && !directory.isRoot())
        directory = QFileInfo(directory.path());
    if (directory.isWritable())
        return check("data directory", "ok", QStringLiteral("%1 will be made").arg(path));
    return check("data directory", "failing", QStringLiteral("%1 cannot be made in %2").arg(path, directory.filePath()),
        QStringLiteral("Choose another with --data-dir or JCA_WORKER_DATA_DIR."));
}

api::HealthCheck checkNetwork(const NetworkSettings &network)
{
    const QString seen = QStringLiteral("at most: ") + shownNetwork(network);
    const bool isOpen = std::max({network.setup, network.validation, network.agent}) == NetworkMode::Open;
    return isOpen
        ? check("network", "warning", seen,
            QStringLiteral("An open network is that of this host: where a repository asks for it, its commands reach "
                           "services that listen on 127.0.0.1 here, and the local network. Prefer allowlist."))
        : check("network", "ok", seen);
}

} // namespace

QList<api::HealthCheck> checkMachine(const Invocation &invocation)
{
    QList<api::HealthCheck> checks;
    const auto settings = loadWorkerSettings(invocation.settings);
    if (settings) {
        checks << check("settings", "ok", QStringLiteral("%1 settings are good").arg(settings->rows().size()));
        checks << checkDirectory(settings->text(QStringLiteral("data_dir")));
    } else {
        checks << check("settings", "failing", settings.error().message,
            QStringLiteral("`mergeloom-worker config show` says where each comes from."));
    }
    checks << checkProgram("git", QStringLiteral("Install git."))
           << checkProgram("shfmt",
                  QStringLiteral("Install shfmt; without it no command can be checked against the allow-list."));
    if (settings)
        checks << checkAllowList(commaList(settings->text(QStringLiteral("allowed_commands"))));
    const bool isOff = settings && settings->text(QStringLiteral("sandbox")) == u"off";
    const auto forced =
        settings ? Sandbox::backendNamed(settings->text(QStringLiteral("sandbox_backend"))) : std::nullopt;
    const SandboxReport sandbox = Sandbox::probe(forced);
    if (isOff)
        checks << check("sandbox", "warning", QStringLiteral("switched off"),
            QStringLiteral("Unset JCA_WORKER_SANDBOX; commands run unprotected."));
    else
        checks << check("sandbox",
            !sandbox.isEffective            ? "failing"
                : sandbox.missing.isEmpty() ? "ok"
                                            : "warning",
            sandbox.isEffective ? sandbox.level : QStringLiteral("not effective"), sandbox.detail);
    if (settings)
        checks << checkNetwork(networkSettingsOf(*settings));
    return checks;
}

} // namespace mergeloom
