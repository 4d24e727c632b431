#include "service/app/RunCommand.h"

#include "service/app/ForegroundRun.h"
#include "service/app/ProviderSecrets.h"
#include "service/app/RunSettings.h"
#include "service/app/ServeCommand.h"
#include "service/cli/BudgetOptions.h"
#include "service/cli/NetworkOptions.h"
#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"
#include "service/platform/CloneUrl.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace mergeloom {

namespace {

Result<QByteArray> readAll(const QString &path, const Terminal &terminal)
{
    if (path == u"-")
        return terminal.in();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return file.readAll();
}

/// The first line that says something is the title, with or without `#` and with or without a key before a colon
/// (`# PROJ-7: Do it`); the rest is the body.
Result<Ticket> ticketFrom(const QByteArray &bytes, const RunId &run)
{
    const QString text = QString::fromUtf8(bytes).trimmed();
    if (text.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("The ticket is empty. Its first line is the title, the rest says what to do."));
    Ticket ticket;
    ticket.title = text.section(u'\n', 0, 0).trimmed();
    while (ticket.title.startsWith(u'#'))
        ticket.title = ticket.title.mid(1).trimmed();
    ticket.body = text.section(u'\n', 1).trimmed();
    static const QRegularExpression keyed(QStringLiteral("^([A-Z][A-Z0-9]+-[0-9]+):\\s*(.+)$"));
    if (const auto match = keyed.match(ticket.title); match.hasMatch()) {
        ticket.key = match.captured(1);
        ticket.title = match.captured(2);
    } else {
        ticket.key = QStringLiteral("RUN-") + run.text().right(6);
    }
    if (ticket.body.isEmpty())
        ticket.body = ticket.title;
    ticket.requester = qEnvironmentVariable("USER");
    return ticket;
}

Result<JobRepository> repositoryFrom(const Invocation &invocation)
{
    JobRepository repository;
    QString address = invocation.text(QStringLiteral("repo"));
    if (QFileInfo(address).isDir())
        address = QFileInfo(address).absoluteFilePath();
    MERGELOOM_CHECK(checkCloneUrl(address));
    MERGELOOM_TRY(const CloneUrl url, CloneUrl::parse(address));
    repository.cloneUrl = url.address;
    repository.alias = withoutCredentials(address).section(u'/', -1).toLower().replace(
        QRegularExpression(QStringLiteral("\\.git$")), QString());
    repository.credential.username = url.username;
    repository.credential.password = url.password;
    if (invocation.has(QStringLiteral("ssh-key"))) {
        QFile key(invocation.text(QStringLiteral("ssh-key")));
        if (!key.open(QIODevice::ReadOnly))
            return failure(ErrorCode::NotFound,
                QStringLiteral("The SSH key %1 cannot be read: %2.").arg(key.fileName(), key.errorString()));
        repository.credential.sshKey = QString::fromUtf8(key.readAll());
    }
    RepositorySettings &settings = repository.settings;
    settings.setupCommands = invocation.all(QStringLiteral("setup"));
    settings.validationCommands = invocation.all(QStringLiteral("validate"));
    for (const QString &option : invocation.all(QStringLiteral("guard")))
        MERGELOOM_CHECK(setGuardOption(settings.diffGuard, option));
    const QString mode = invocation.text(QStringLiteral("mode"), QStringLiteral("required"));
    const auto known = enumFromName<ValidationMode>(mode);
    if (!known)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("--mode is \"%1\", but must be off, advisory or required.").arg(mode));
    settings.validationMode = *known;
    settings.revalidatesOnDrift = invocation.has(QStringLiteral("revalidate-on-drift"));
    MERGELOOM_TRY(settings.network, networkFrom(invocation));
    return repository;
}

Result<RunOrder> orderFrom(const Invocation &invocation, const Terminal &terminal)
{
    for (const char *needed : {"repo", "ticket"})
        if (invocation.text(QString::fromLatin1(needed)).isEmpty())
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("--%1 is missing. `mergeloom-worker run --help` shows what it takes.")
                    .arg(QString::fromLatin1(needed)));
    RunOrder order;
    JobEnvelope &job = order.job;
    job.jobId = JobId::make();
    job.runId = RunId::make();
    MERGELOOM_TRY(const QByteArray text, readAll(invocation.text(QStringLiteral("ticket")), terminal));
    MERGELOOM_TRY(job.ticket, ticketFrom(text, job.runId));
    MERGELOOM_TRY(const JobRepository repository, repositoryFrom(invocation));
    job.repositories = {repository};
    MERGELOOM_TRY(job.budgets, budgetsFrom(invocation));
    job.branch = invocation.text(QStringLiteral("branch"), ticketBranch(job.ticket.key));

    const QString kind = invocation.text(QStringLiteral("provider"), QStringLiteral("claude-api"));
    QStringList kinds;
    for (const ProviderKind &each : ProviderRegistry::kinds())
        kinds << each.kind;
    if (!kinds.contains(kind))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("There is no provider \"%1\". Known: %2.").arg(kind, kinds.join(QStringLiteral(", "))));
    ProviderProfile &profile = order.provider.profile;
    profile.id = ProviderProfileId(kind);
    profile.kind = kind;
    order.provider = ProviderRegistry::effective(order.provider); // its records must know the secret
    // What is said here goes before the environment.
    profile.model = invocation.text(QStringLiteral("model"), profile.model);
    profile.endpoint = invocation.text(QStringLiteral("endpoint"), profile.endpoint);
    if (kind == u"replay")
        profile.options.insert(
            QStringLiteral("recording"), invocation.text(QStringLiteral("recording"), QStringLiteral("sample")));
    return order;
}

ExitCode runHere(const Invocation &invocation, const Terminal &terminal)
{
    const auto order = orderFrom(invocation, terminal);
    if (!order) {
        (void)failed(terminal, order.error());
        return ExitCode::Usage;
    }
    const auto settings = loadWorkerSettings(invocation.settings);
    if (!settings) {
        (void)failed(terminal, settings.error());
        return ExitCode::Usage;
    }
    const auto directory = prepareDataDirectory(*settings);
    if (!directory)
        return failed(terminal, directory.error());
    const auto environment = runEnvironmentOf(*settings);
    if (!environment)
        return failed(terminal, environment.error());
    return runInForeground(*order, *environment, *directory + QStringLiteral("/runs"), invocation, terminal);
}

} // namespace

Command runCommand()
{
    return {QStringLiteral("run"),
        QStringLiteral("Do one ticket here and now, live on the terminal; needs no running worker."), {}, &runHere,
        QList<CommandOption>{{"repo", "PATH|URL", "Repository to clone and push to; a URL may hold user and password"},
            {"ticket", "FILE|-", "Markdown; the first line is the title"},
            {"provider", "KIND",
                "claude-api (default) or another kind of provider; keys and settings come from the environment"},
            {"model", "NAME", "Model of the provider"}, {"endpoint", "URL", "Base URL of the provider"},
            {"recording", "FILE", "For replay: the recorded answers (default: those of the sample)"},
            {"validate", "CMD", "Validation command; may be given several times"},
            {"setup", "CMD", "Setup command; may be given several times"},
            {"guard", "RULE=ACTION", "Diff guard: a rule and off, flag or block, or a limit and a number"},
            {"mode", "MODE", "off, advisory or required (default)"},
            {"revalidate-on-drift", {},
                "When the default branch moved: merge with it and validate again before the push"},
            {"branch", "NAME", "Branch to push (default: tickets/<key>)"},
            {"ssh-key", "FILE", "Private key for an SSH remote"},
            {"verbose", {}, "All output of commands, and what the model says"}}
            + budgetOptions().first(1) + networkOptions()};
}

Command serveCommand()
{
    return {QStringLiteral("serve"), QStringLiteral("Run the worker: pages, API, controller and executors."), {},
        [](const Invocation &invocation, const Terminal &terminal) {
            const auto settings = loadWorkerSettings(invocation.settings);
            if (!settings) {
                (void)failed(terminal, settings.error());
                return ExitCode::Usage;
            }
            return ExitCode(serve(*settings));
        },
        {}};
}

} // namespace mergeloom
