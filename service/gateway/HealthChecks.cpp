#include "service/gateway/HealthChecks.h"

#include "service/platform/ShellLine.h"
#include "service/storage/EventStore.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStorageInfo>
#include <QTemporaryFile>

namespace mergeloom {

namespace {

constexpr std::chrono::seconds freshFor{10};
constexpr qint64 littleSpace = qint64(2) << 30;
constexpr qint64 noSpace = qint64(200) << 20;

api::HealthCheck check(const QString &name, const QString &status, const QString &seen, const QString &remedy)
{
    return {name, status, seen, remedy, Timestamp::now()};
}

api::HealthCheck fine(const QString &name, const QString &seen)
{
    return check(name, QStringLiteral("ok"), seen, QString());
}
api::HealthCheck warn(const QString &name, const QString &seen, const QString &remedy)
{
    return check(name, QStringLiteral("warning"), seen, remedy);
}
api::HealthCheck fail(const QString &name, const QString &seen, const QString &remedy)
{
    return check(name, QStringLiteral("failing"), seen, remedy);
}

QString gigabytes(qint64 bytes) { return QStringLiteral("%1 GB").arg(double(bytes) / 1e9, 0, 'f', 1); }

api::HealthCheck spaceCheck(const QString &directory)
{
    const QString name = QStringLiteral("storage space");
    const QStorageInfo storage(directory);
    const qint64 free = storage.bytesAvailable();
    const QString seen =
        QStringLiteral("%1 free of %2 under %3").arg(gigabytes(free), gigabytes(storage.bytesTotal()), directory);
    const QString remedy = QStringLiteral("Free space on this disk, or move the data directory.");
    if (free < noSpace)
        return fail(name, seen, remedy);
    return free < littleSpace ? warn(name, seen, remedy) : fine(name, seen);
}

api::HealthCheck writeCheck(const QString &directory)
{
    const QString name = QStringLiteral("storage writing");
    QTemporaryFile file(directory + QStringLiteral("/.health-XXXXXX"));
    if (file.open() && file.write("health") == 6 && file.flush())
        return fine(name, QStringLiteral("A file was written and removed"));
    return fail(name, QStringLiteral("Nothing can be written under %1: %2").arg(directory, file.errorString()),
        QStringLiteral("Check the owner, the rights and the free space of the data directory."));
}

api::HealthCheck sandboxCheck(const SandboxReport &report, SandboxMode mode)
{
    const QString name = QStringLiteral("sandbox");
    if (mode == SandboxMode::Off)
        return warn(name, QStringLiteral("Switched off: runs are not confined"),
            QStringLiteral("Set JCA_WORKER_SANDBOX=required."));
    if (report.isEffective && !report.missing.isEmpty())
        return warn(name,
            QStringLiteral("%1; not closed here: %2").arg(report.level, report.missing.join(QStringLiteral("; "))),
            QStringLiteral("With user namespaces and an unmasked /proc, bubblewrap closes these too."));
    if (report.isEffective)
        return fine(name, report.level + QStringLiteral(": ") + report.detail);
    return fail(name, report.detail,
        QStringLiteral(
            "Install bubblewrap and allow user namespaces, or use a kernel with Landlock; until then every run ends blocked: "
            "sandbox_unavailable."));
}

api::HealthCheck programCheck(const QString &program, const QString &purpose, const QString &package)
{
    const QString path = QStandardPaths::findExecutable(program);
    if (!path.isEmpty())
        return fine(program, path);
    return fail(program, QStringLiteral("Not found; needed %1").arg(purpose),
        QStringLiteral("Install the package %1.").arg(package));
}

api::HealthCheck allowListCheck(const QStringList &commands)
{
    const QString name = QStringLiteral("allowed commands");
    QStringList missing;
    for (const QString &command : commands)
        if (QStandardPaths::findExecutable(command).isEmpty())
            missing << command;
    const QString seen =
        QStringLiteral("%1 of %2 are installed").arg(commands.size() - missing.size()).arg(commands.size());
    if (missing.isEmpty())
        return fine(name, seen);
    // Nobody needs all of the default list.
    return check(name, missing.size() == commands.size() ? QStringLiteral("warning") : QStringLiteral("ok"),
        seen + QStringLiteral("; not found: ") + missing.join(QStringLiteral(", ")),
        QStringLiteral("Install those that your repositories' commands use, or change JCA_WORKER_ALLOWED_COMMANDS."));
}

/// What the list means; pages show it where commands are set.
api::HealthCheck allowListMeaning(const QStringList &commands)
{
    const QString advice = AllowList::adviceOn(commands);
    return fine(QStringLiteral("allow-list"),
        advice.isEmpty() ? QStringLiteral("Holds no shell or interpreter: what is not on it does not start") : advice);
}

api::HealthCheck executorCheck(Workers &workers)
{
    const QString name = QStringLiteral("executors");
    const auto list = workers.list();
    if (!list)
        return fail(name, list.error().message, QStringLiteral("See the storage checks."));
    int away = 0;
    QStringList unconfined;
    for (const api::ExecutorView &executor : *list) {
        away += executor.state == u"away" ? 1 : 0;
        if (executor.state != u"away" && executor.sandbox == u"none")
            unconfined << executor.name;
    }
    const QString seen = QStringLiteral("%1 enrolled, %2 away").arg(list->size()).arg(away);
    if (list->isEmpty())
        return warn(name, QStringLiteral("None has enrolled yet"),
            QStringLiteral("Start an executor with the cluster token, or set JCA_WORKER_COUNT to 1 or more."));
    if (away == list->size())
        return fail(name, seen, QStringLiteral("No job can run. Start an executor and look into its log."));
    if (!unconfined.isEmpty())
        return warn(name, seen + QStringLiteral("; without a sandbox: ") + unconfined.join(QStringLiteral(", ")),
            QStringLiteral("Install bubblewrap on those hosts."));
    return away > 0
        ? warn(name, seen, QStringLiteral("Start the missing executors, or revoke them when they are gone for good."))
        : fine(name, seen);
}

constexpr qint64 muchSkew = 60; ///< seconds

api::HealthCheck controlPlaneCheck(const QString &url, Workers &workers)
{
    const QString name = QStringLiteral("control plane");
    if (url.isEmpty())
        return fine(name, QStringLiteral("The embedded controller"));
    const auto list = workers.list();
    if (!list)
        return fail(name, list.error().message, QStringLiteral("See the storage checks."));
    int asked = 0;
    QStringList problems;
    ControllerContact newest;
    for (const api::ExecutorView &executor : *list) {
        if (executor.state == u"away" || !executor.controller)
            continue;
        ++asked;
        if (!executor.controller->error.isEmpty())
            problems << QStringLiteral("%1: %2").arg(executor.name, executor.controller->error);
        if (executor.controller->answeredAt > newest.answeredAt)
            newest = *executor.controller;
    }
    if (asked == 0)
        return warn(
            name, QStringLiteral("%1; no executor has asked it yet").arg(url), QStringLiteral("See the executors."));
    const QString remedy = QStringLiteral(
        "Check JCA_WORKER_CONTROL_PLANE_URL, the network, JCA_WORKER_CA_FILE, and whether the controller knows this worker: "
        "JCA_WORKER_ENROLLMENT_TOKEN_FILE needs a token with a use for each executor.");
    if (problems.size() == asked)
        return fail(name, problems.join(QStringLiteral("; ")), remedy);
    const QString seen = QStringLiteral("%1; last answer %2; its clock is ahead by %3 s")
                             .arg(url, newest.answeredAt->toString())
                             .arg(newest.clockAheadSeconds);
    if (!problems.isEmpty())
        return warn(name, seen + QStringLiteral("; ") + problems.join(QStringLiteral("; ")), remedy);
    return std::abs(newest.clockAheadSeconds) > muchSkew
        ? warn(name, seen, QStringLiteral("Set the clock of this machine, or of the controller's, by NTP."))
        : fine(name, seen);
}

QString shownUsage(const DiskUsage &usage)
{
    const auto counted = [](int count, const QString &what) {
        return QStringLiteral("%1 %2%3").arg(count).arg(what, count == 1 ? QString() : QStringLiteral("s"));
    };
    QString text = QStringLiteral("%1 and %2, %3")
                       .arg(counted(usage.mirrors, QStringLiteral("mirror")),
                           counted(usage.workspaces, QStringLiteral("workspace")), shownDiskSize(usage.bytes));
    if (usage.quotaBytes > 0)
        text += QStringLiteral(" of %1").arg(shownDiskSize(usage.quotaBytes));
    if (usage.collectedAt)
        text += QStringLiteral("; %1 removed so far, %2, last at %3")
                    .arg(usage.removed)
                    .arg(shownDiskSize(usage.removedBytes), usage.collectedAt->toString());
    return text;
}

api::HealthCheck diskCheck(Workers &workers)
{
    const QString name = QStringLiteral("mirrors and workspaces");
    const auto list = workers.list();
    if (!list)
        return fail(name, list.error().message, QStringLiteral("See the storage checks."));
    QMap<QString, QStringList> told; // executors of one data directory tell the same
    QStringList full;
    for (const api::ExecutorView &executor : *list) {
        if (!executor.disk || executor.state == u"away")
            continue;
        told[shownUsage(*executor.disk)] << executor.name;
        if (executor.disk->isFull())
            full << executor.name;
    }
    if (told.isEmpty())
        return fine(name, QStringLiteral("No executor has measured them yet"));
    QStringList seen;
    for (auto it = told.begin(); it != told.end(); ++it)
        seen << (told.size() == 1 ? it.key() : QStringLiteral("%1: %2").arg(it->join(QStringLiteral(", ")), it.key()));
    if (full.isEmpty())
        return fine(name, seen.join(QStringLiteral("; ")));
    return fail(name,
        QStringLiteral(
            "%1. Over the quota, and what is left is in use, of a run that goes on, or holds a commit that was not pushed")
            .arg(seen.join(QStringLiteral("; "))),
        QStringLiteral(
            "%1 takes no new job. Raise JCA_WORKER_DISK_QUOTA, or retry or cancel the jobs that wait or were not pushed.")
            .arg(full.join(QStringLiteral(", "))));
}

api::HealthCheck providerCheck(ProviderCatalog &providers)
{
    const QString name = QStringLiteral("providers");
    const auto list = providers.list();
    if (!list)
        return fail(name, list.error().message, QStringLiteral("See the storage checks."));
    QStringList ready;
    QStringList missing;
    for (const api::ProviderView &provider : list->items)
        if (provider.state == ProviderState::Ready || provider.state == ProviderState::Checking)
            ready << provider.profile.id.text();
        else
            missing << provider.profile.id.text() + QStringLiteral(": ") + provider.detail;
    if (list->items.isEmpty())
        return warn(name, QStringLiteral("None is set up"), QStringLiteral("Set one up under Providers."));
    if (ready.isEmpty())
        return warn(name, missing.join(QStringLiteral("; ")), QStringLiteral("Complete one of them under Providers."));
    return fine(name, QStringLiteral("Ready: ") + ready.join(QStringLiteral(", ")));
}

api::HealthCheck listeningCheck(const HealthChecks::Listening &listening)
{
    const QString name = QStringLiteral("listening");
    return listening.remedy.isEmpty() ? fine(name, listening.seen) : warn(name, listening.seen, listening.remedy);
}

api::HealthCheck eventCheck(Database &database)
{
    const QString name = QStringLiteral("events");
    const auto newest =
        database.read([](const ReadTransaction &transaction) { return EventStore::newestId(transaction); });
    if (!newest)
        return fail(name, newest.error().message, QStringLiteral("See the storage checks."));
    return fine(name, QStringLiteral("Stored up to %1; schema %2").arg(*newest).arg(database.schemaVersion()));
}

QString worst(const QList<api::HealthCheck> &checks)
{
    QString status = QStringLiteral("ok");
    for (const api::HealthCheck &each : checks) {
        if (each.status == u"failing")
            return each.status;
        if (each.status == u"warning")
            status = each.status;
    }
    return status;
}

} // namespace

HealthChecks::HealthChecks(Database &database, Workers &workers, ProviderCatalog &providers, Options options)
    : m_database(database), m_workers(workers), m_providers(providers), m_options(std::move(options))
{
}

Result<void> HealthChecks::ready()
{
    MERGELOOM_CHECK(
        m_database.read([](const ReadTransaction &transaction) { return EventStore::newestId(transaction); }));
    return {};
}

void HealthChecks::checkIntegrity()
{
    const auto done = m_database.checkIntegrity();
    const QString name = QStringLiteral("storage integrity");
    const QString seen =
        QStringLiteral("%1, %2").arg(m_database.shownPlace(), gigabytes(m_database.sizeInBytes().value_or(0)));
    QMutexLocker lock(&m_integrityMutex);
    m_integrity = done ? fine(name, seen)
                       : fail(name, done.error().message,
                           QStringLiteral("Stop the worker and restore a backup of the data directory."));
}

api::HealthCheck HealthChecks::integrityCheck()
{
    QMutexLocker lock(&m_integrityMutex);
    return m_integrity.value_or(fine(QStringLiteral("storage integrity"), QStringLiteral("Being looked at")));
}

void HealthChecks::setCrashLoop(const QString &what)
{
    QMutexLocker lock(&m_crashLoopMutex);
    m_crashLoop = what;
}

api::HealthCheck HealthChecks::crashLoopCheck()
{
    const QString name = QStringLiteral("executor processes");
    QMutexLocker lock(&m_crashLoopMutex);
    if (m_crashLoop.isEmpty())
        return fine(name, QStringLiteral("None ends by itself"));
    return fail(name, m_crashLoop,
        QStringLiteral("They are started again ever later. Look into the log of the worker for what each says last."));
}

QList<api::HealthCheck> HealthChecks::checks()
{
    if (!m_sandbox)
        m_sandbox = Sandbox::probe(m_options.sandbox.backend);
    QList<api::HealthCheck> found{spaceCheck(m_options.dataDirectory), writeCheck(m_options.dataDirectory),
        integrityCheck(), eventCheck(m_database), listeningCheck(m_options.listening),
        sandboxCheck(*m_sandbox, m_options.sandbox.mode), executorCheck(m_workers), diskCheck(m_workers),
        crashLoopCheck(), controlPlaneCheck(m_options.controllerUrl, m_workers), providerCheck(m_providers),
        programCheck(QStringLiteral("git"), QStringLiteral("to fetch and push"), QStringLiteral("git")),
        programCheck(QStringLiteral("shfmt"), QStringLiteral("to check commands against the allow-list"),
            QStringLiteral("shfmt")),
        allowListCheck(m_options.allowedCommands), allowListMeaning(m_options.allowedCommands)};
    for (const auto &further : m_further)
        found.append(further());
    return found;
}

api::Health HealthChecks::run()
{
    QMutexLocker lock(&m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (m_last.checks.isEmpty() || now - m_lastAt > freshFor) {
        m_last.checks = checks();
        m_last.network = m_options.network;
        m_last.status = worst(m_last.checks);
        m_lastAt = now;
    }
    return m_last;
}

} // namespace mergeloom
