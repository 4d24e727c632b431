#include "service/cli/BudgetOptions.h"
#include "service/cli/CommandGroups.h"
#include "service/cli/NetworkOptions.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

Result<std::optional<QString>> secretFrom(const Invocation &invocation, const char *option, const Terminal &terminal)
{
    const QString path = invocation.text(QString::fromLatin1(option));
    if (path.isEmpty())
        return std::optional<QString>();
    MERGELOOM_TRY(const QByteArray text, readSource(path, terminal));
    return std::optional<QString>(QString::fromUtf8(text).trimmed());
}

/// `--approval publish`, `--approval flags`, `--approval SECONDS`.
Result<ApprovalSettings> approvalFrom(const Invocation &invocation)
{
    ApprovalSettings approval;
    for (const QString &text : invocation.all(QStringLiteral("approval"))) {
        bool isNumber = false;
        const int seconds = text.toInt(&isNumber);
        if (text == u"publish")
            approval.isBeforePublish = true;
        else if (text == u"flags")
            approval.isOnGuardFlags = true;
        else if (isNumber)
            approval.timeoutSeconds = seconds;
        else
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("--approval is \"%1\", but must be publish, flags, or a number of seconds.").arg(text));
    }
    return approval;
}

Result<api::RepositoryRequest> repositoryFrom(const Invocation &invocation, const Terminal &terminal)
{
    api::RepositoryRequest request;
    request.alias = invocation.arguments.value(0);
    request.cloneUrl = invocation.arguments.value(1);
    request.defaultBranch = invocation.text(QStringLiteral("branch"));
    request.settings.setupCommands = invocation.all(QStringLiteral("setup"));
    request.settings.validationCommands = invocation.all(QStringLiteral("validate"));
    request.settings.provider = invocation.text(QStringLiteral("provider"));
    if (invocation.has(QStringLiteral("mode"))) {
        MERGELOOM_TRY(request.settings.validationMode,
            fromJson<ValidationMode>(QJsonValue(invocation.text(QStringLiteral("mode"))), QStringLiteral("--mode")));
    }
    MERGELOOM_TRY(request.settings.network, networkFrom(invocation));
    for (const QString &option : invocation.all(QStringLiteral("guard")))
        MERGELOOM_CHECK(setGuardOption(request.settings.diffGuard, option));
    MERGELOOM_TRY(request.settings.approval, approvalFrom(invocation));
    request.settings.revalidatesOnDrift = invocation.has(QStringLiteral("revalidate-on-drift"));
    MERGELOOM_TRY(request.settings.budgets, budgetsFrom(invocation));
    MERGELOOM_TRY(request.settings.dayBudgets, dayBudgetsFrom(invocation));
    if (invocation.has(QStringLiteral("username")))
        request.username = invocation.text(QStringLiteral("username"));
    MERGELOOM_TRY(request.password, secretFrom(invocation, "password-file", terminal));
    MERGELOOM_TRY(request.sshKey, secretFrom(invocation, "ssh-key-file", terminal));
    if (request.sshKey)
        *request.sshKey += u'\n'; // OpenSSH reads no key without its last line feed
    MERGELOOM_TRY(request.knownHosts, secretFrom(invocation, "known-hosts-file", terminal));
    return request;
}

Result<ExitCode> addRepository(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::RepositoryRequest request, repositoryFrom(invocation, terminal));
    MERGELOOM_TRY(const api::RepositoryView view, client.wait(api_call::addRepository(request)));
    if (invocation.isJson())
        terminal.json(toJson(view));
    else
        terminal.line(QStringLiteral("%1 was added; `mergeloom-worker repo test %1` asks whether it can be reached.")
                          .arg(plainLine(view.alias)));
    return ExitCode::Ok;
}

Result<ExitCode> listRepositories(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    api::Page<api::RepositoryView> all;
    ListQuery query;
    query.text = invocation.text(QStringLiteral("search"));
    query.limit = 200;
    do {
        MERGELOOM_TRY(const auto page, client.wait(api_call::repositories(query)));
        all.items += page.items;
        query.cursor = page.nextCursor.value_or(QString());
    } while (!query.cursor.isEmpty());
    if (invocation.isJson()) {
        terminal.json(toJson(all));
        return ExitCode::Ok;
    }
    TextTable table({{"ALIAS"}, {"ENABLED"}, {"MODE"}, {"CHECKS", TextTable::Column::Number},
        {"URL", TextTable::Column::Flexible}});
    for (const api::RepositoryView &view : all.items)
        table.add({view.alias, view.isEnabled ? QStringLiteral("yes") : QStringLiteral("no"),
            enumName(view.settings.validationMode), QString::number(view.settings.validationCommands.size()),
            view.cloneUrl});
    if (table.isEmpty())
        terminal.error(QStringLiteral("No repositories. `mergeloom-worker repo add ALIAS URL` adds one."));
    else
        table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> showRepository(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::RepositoryView view, client.wait(api_call::repository(invocation.arguments.value(0))));
    if (invocation.isJson()) {
        terminal.json(toJson(view));
        return ExitCode::Ok;
    }
    const auto row = [&](const char *name, const QString &value) {
        if (!value.isEmpty())
            terminal.line(terminal.painted(Style::Dim, QString::fromLatin1(name).leftJustified(14)) + plainLine(value));
    };
    row("alias", view.alias);
    row("url", view.cloneUrl);
    row("branch", view.defaultBranch.isEmpty() ? QStringLiteral("the remote's own") : view.defaultBranch);
    row("enabled", view.isEnabled ? QStringLiteral("yes") : QStringLiteral("no"));
    row("credential", view.hasSecret ? QStringLiteral("set") : QStringLiteral("not set"));
    row("mode", enumName(view.settings.validationMode));
    for (const QString &command : view.settings.setupCommands)
        row("setup", command);
    for (const QString &command : view.settings.validationCommands)
        row("validation", command);
    row("network", shownNetwork(view.settings.network));
    row("provider", view.settings.provider);
    const ApprovalSettings &approval = view.settings.approval;
    QStringList causes;
    if (approval.isBeforePublish)
        causes << QStringLiteral("before publish");
    if (approval.isOnGuardFlags)
        causes << QStringLiteral("on flags of the diff guard");
    if (!approval.isOff())
        row("approval",
            QStringLiteral("%1, within %2 s").arg(causes.join(QStringLiteral(", "))).arg(approval.timeoutSeconds));
    if (view.settings.revalidatesOnDrift)
        row("on drift", QStringLiteral("merged with the newest default branch and validated again"));
    row("budget", shownBudgets(view.settings.budgets));
    row("of a day", shownBudgets(view.settings.dayBudgets));
    const DiffGuardSettings &guard = view.settings.diffGuard;
    row("diff guard",
        QStringLiteral("at most %1 files, %2 lines, %3 bytes a file")
            .arg(guard.maximumFiles)
            .arg(guard.maximumLines)
            .arg(guard.maximumFileBytes));
    for (auto rule = guard.rules.begin(); rule != guard.rules.end(); ++rule)
        row("", rule.key() + u'=' + enumName(rule.value()));
    return ExitCode::Ok;
}

Result<ExitCode> testRepository(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(
        const api::RepositoryTestResult result, client.wait(api_call::testRepository(invocation.arguments.value(0))));
    if (invocation.isJson())
        terminal.json(toJson(result));
    else
        terminal.line(terminal.painted(result.isReachable ? Style::Good : Style::Bad, plainLine(result.message)));
    return result.isReachable ? ExitCode::Ok : ExitCode::Failed;
}

Result<ExitCode> removeRepository(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::Done done, client.wait(api_call::removeRepository(invocation.arguments.value(0))));
    if (invocation.isJson())
        terminal.json(toJson(done));
    else
        terminal.line(QStringLiteral("%1 was removed").arg(plainLine(invocation.arguments.value(0))));
    return ExitCode::Ok;
}

} // namespace

QList<Command> repositoryCommands()
{
    return {
        {"repo add", "Add a repository to the catalog.", "ALIAS URL", withWorker(addRepository),
            QList<CommandOption>{{"branch", "NAME", "default branch (the remote's own)"},
                {"validate", "COMMAND", "must be green; may be given several times"},
                {"setup", "COMMAND", "run once before; may be given several times"},
                {"guard", "RULE=ACTION",
                    "diff guard: a rule and off, flag or block, or a limit and a number; may be given several times"},
                {"approval", "WHEN",
                    "a person decides: publish, flags (of the diff guard), and in how many seconds (86400); may be "
                    "given several times"},
                {"revalidate-on-drift", {},
                    "when the default branch moved: merge with it and validate again before the push"},
                {"mode", "MODE", "off, advisory or required"}, {"provider", "ID", "provider profile"},
                {"username", "NAME", "of HTTP"},
                {"password-file", "FILE", "password or token of HTTP; - is standard input"},
                {"ssh-key-file", "FILE", "private key"},
                {"known-hosts-file", "FILE", "host keys; else the first key seen is kept"}}
                + budgetOptions() + networkOptions()},
        {"repo list", "List repositories.", {}, withWorker(listRepositories), {{"search", "TEXT", "in alias or URL"}}},
        {"repo show", "Show a repository.", "ALIAS", withWorker(showRepository), {}},
        {"repo test", "Ask the remote whether it can be reached.", "ALIAS", withWorker(testRepository), {}},
        {"repo remove", "Remove a repository that has no open job.", "ALIAS", withWorker(removeRepository), {}},
    };
}

} // namespace mergeloom
