#include "service/cli/CommandGroups.h"
#include "service/cli/RunFollow.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

QString bytesInWords(qint64 bytes)
{
    if (bytes < 1000)
        return QStringLiteral("%1 bytes").arg(bytes);
    if (bytes < 1'000'000)
        return QStringLiteral("%1 kB").arg(double(bytes) / 1000, 0, 'f', 1);
    return QStringLiteral("%1 MB").arg(double(bytes) / 1'000'000, 0, 'f', 1);
}

QString ruleInWords(const RetentionPolicy &policy)
{
    QStringList parts;
    if (policy.afterDays)
        parts << QStringLiteral("%1 days after the run's end").arg(*policy.afterDays);
    if (policy.atMostBytes)
        parts << QStringLiteral("beyond %1").arg(bytesInWords(*policy.atMostBytes));
    return parts.join(QStringLiteral(", or "));
}

void printRetention(const api::RetentionView &view, const Terminal &terminal)
{
    if (view.policies.isEmpty())
        terminal.line(QStringLiteral("There is no policy: everything is kept."));
    TextTable table({{"POLICY", TextTable::Column::Flexible}, {"REMOVES"}, {"OF RUNS"}, {"WHEN"}});
    for (const RetentionPolicy &policy : view.policies)
        table.add({policy.name, policy.content,
            policy.outcomes.isEmpty() ? QStringLiteral("all") : policy.outcomes.join(QStringLiteral(", ")),
            ruleInWords(policy)});
    if (!table.isEmpty())
        table.print(terminal);
    terminal.line(QStringLiteral("Last run: %1. Legal holds: %2.")
                      .arg(view.ranAt ? relativeTime(*view.ranAt, Timestamp::now()) : QStringLiteral("never"))
                      .arg(view.holds));
}

void printOutcome(const api::RetentionOutcome &outcome, const Terminal &terminal)
{
    TextTable table({{"POLICY", TextTable::Column::Flexible}, {"REMOVES"}, {"RUNS", TextTable::Column::Number},
        {"EVENTS", TextTable::Column::Number}, {"SIZE", TextTable::Column::Number},
        {"ON HOLD", TextTable::Column::Number}});
    for (const RetentionShare &share : outcome.shares)
        table.add({share.policy, share.content, QString::number(share.runs), QString::number(share.removed.events),
            bytesInWords(share.removed.bytes), QString::number(share.heldRuns)});
    if (table.isEmpty())
        return terminal.line(QStringLiteral("There is no policy: everything is kept."));
    table.print(terminal);
    terminal.line(
        QStringLiteral("%1 %2 events (%3) of %4 run(s); %5 of runs that have ended %6 kept.")
            .arg(outcome.isDryRun ? QStringLiteral("Would remove") : QStringLiteral("Removed"))
            .arg(outcome.removed.events)
            .arg(bytesInWords(outcome.removed.bytes))
            .arg(outcome.runs)
            .arg(bytesInWords(outcome.kept.bytes), outcome.isDryRun ? QStringLiteral("are") : QStringLiteral("were")));
    if (!outcome.isSwept)
        terminal.line(QStringLiteral(
            "Somebody read the database all the while: removed bytes may still be in its write-ahead log until the next run."));
}

template <class T>
ExitCode shown(
    const T &value, void (*print)(const T &, const Terminal &), const Invocation &invocation, const Terminal &terminal)
{
    if (invocation.isJson())
        terminal.json(toJson(value));
    else
        print(value, terminal);
    return ExitCode::Ok;
}

Result<ExitCode> showRetention(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::RetentionView view, client.wait(api_call::retention()));
    return shown(view, printRetention, invocation, terminal);
}

Result<std::optional<qint64>> numberOf(const Invocation &invocation, const char *option)
{
    const QString text = invocation.text(QString::fromLatin1(option));
    if (text.isEmpty())
        return std::optional<qint64>();
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    if (!isNumber)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("--%1 is \"%2\", but must be a whole number.").arg(QLatin1StringView(option), text));
    return std::optional(number);
}

/// Adds the policy, or puts it in the place of the one with its name; says first what it would take.
Result<ExitCode> setPolicy(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    RetentionPolicy policy;
    policy.name = invocation.arguments.value(0);
    policy.content = invocation.arguments.value(1);
    policy.outcomes = invocation.all(QStringLiteral("outcome"));
    MERGELOOM_TRY(policy.afterDays, numberOf(invocation, "days"));
    MERGELOOM_TRY(policy.atMostBytes, numberOf(invocation, "bytes"));
    MERGELOOM_TRY(const api::RetentionView before, client.wait(api_call::retention()));
    api::RetentionRequest request{before.policies};
    request.policies.removeIf([&](const RetentionPolicy &each) { return each.name == policy.name; });
    request.policies.append(policy);
    if (invocation.has(QStringLiteral("dry-run"))) {
        MERGELOOM_TRY(const api::RetentionOutcome outcome, client.wait(api_call::previewRetention(request)));
        return shown(outcome, printOutcome, invocation, terminal);
    }
    MERGELOOM_TRY(const api::RetentionView view, client.wait(api_call::setRetention(request, before.version)));
    return shown(view, printRetention, invocation, terminal);
}

Result<ExitCode> dropPolicy(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::RetentionView before, client.wait(api_call::retention()));
    api::RetentionRequest request{before.policies};
    const QString name = invocation.arguments.value(0);
    if (request.policies.removeIf([&](const RetentionPolicy &each) { return each.name == name; }) == 0)
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no policy \"%1\". `retention show` lists them.").arg(plainLine(name)));
    MERGELOOM_TRY(const api::RetentionView view, client.wait(api_call::setRetention(request, before.version)));
    return shown(view, printRetention, invocation, terminal);
}

Result<ExitCode> carryOut(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    const bool isDry = invocation.has(QStringLiteral("dry-run"));
    MERGELOOM_TRY(const api::RetentionOutcome outcome,
        client.wait(isDry ? api_call::previewRetention(std::nullopt) : api_call::runRetention()));
    return shown(outcome, printOutcome, invocation, terminal);
}

Result<ExitCode> placeHold(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    MERGELOOM_TRY(
        const api::HoldView hold, client.wait(api_call::placeHold(run.id, {invocation.arguments.mid(1).join(u' ')})));
    if (invocation.isJson())
        terminal.json(toJson(hold));
    else
        terminal.line(QStringLiteral("Nothing of run %1 (%2) is removed from now on")
                          .arg(hold.run.text(), plainLine(run.ticketKey)));
    return ExitCode::Ok;
}

Result<ExitCode> releaseHold(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    MERGELOOM_CHECK(client.wait(api_call::releaseHold(run.id, invocation.arguments.mid(1).join(u' '))));
    terminal.line(
        QStringLiteral("The policies hold for run %1 (%2) again").arg(run.id.text(), plainLine(run.ticketKey)));
    return ExitCode::Ok;
}

Result<ExitCode> listHolds(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto page, client.wait(api_call::holds()));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    TextTable table({{"RUN"}, {"SINCE"}, {"BY"}, {"REASON", TextTable::Column::Flexible}});
    for (const api::HoldView &hold : page.items)
        table.add({hold.run.text(), hold.at ? hold.at->toString().left(10) : QString(), hold.by, hold.reason});
    if (table.isEmpty())
        terminal.line(QStringLiteral("No legal hold stands."));
    else
        table.print(terminal);
    return ExitCode::Ok;
}

} // namespace

QList<Command> retentionCommands()
{
    const QString run = QStringLiteral("RUN|KEY|latest");
    const CommandOption dry{"dry-run", "", "Say what would be removed, and change nothing"};
    return {
        {"retention show", "Show what is removed of runs, and when.", "", withWorker(showRetention), {}},
        {"retention set", "Add a policy or change it; CONTENT is transcripts, command_output or runs.", "NAME CONTENT",
            withWorker(setPolicy),
            {{"days", "N", "Remove it N days after the end of the run"},
                {"bytes", "N", "Remove it of the oldest runs while more than N bytes are kept"},
                {"outcome", "OUTCOME", "Of runs that ended so alone; may be repeated"}, dry}},
        {"retention drop", "Take a policy away; what it removed stays removed.", "NAME", withWorker(dropPolicy), {}},
        {"retention run", "Remove now what the policies say; a worker does so once a day.", "", withWorker(carryOut),
            {dry}},
        {"hold place", "Place a legal hold on a run: nothing of it is removed.", run + QStringLiteral(" REASON..."),
            withWorker(placeHold), {}},
        {"hold release", "Release the legal hold on a run.", run + QStringLiteral(" [REASON...]"),
            withWorker(releaseHold), {}},
        {"hold list", "List the legal holds.", "", withWorker(listHolds), {}},
    };
}

} // namespace mergeloom
