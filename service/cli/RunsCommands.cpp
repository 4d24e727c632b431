#include "service/cli/CommandGroups.h"
#include "service/cli/PatchPrinter.h"
#include "service/cli/RunFollow.h"
#include "service/cli/RunReport.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

Result<ExitCode> listRuns(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    RunQuery query{invocation.text(QStringLiteral("state")), invocation.text(QStringLiteral("repo")),
        invocation.text(QStringLiteral("ticket")), invocation.text(QStringLiteral("search")), {},
        invocation.text(QStringLiteral("limit"), QStringLiteral("20")).toInt()};
    if (query.limit < 1 || query.limit > 200)
        return failure(ErrorCode::InvalidInput, QStringLiteral("--limit must be a number from 1 to 200."));
    MERGELOOM_TRY(const api::RunPage page, client.wait(api_call::runs(query)));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    TextTable table({{"RUN"}, {"TICKET"}, {"STATE", TextTable::Column::State}, {"REASON"},
        {"CHANGE", TextTable::Column::Number}, {"STARTED"}, {"TITLE", TextTable::Column::Flexible}});
    const Timestamp now = Timestamp::now();
    for (const RunSummary &run : page.items)
        table.add({run.id.text(), run.ticketKey, run.state, run.state == u"running" ? run.stage : run.reason,
            QStringLiteral("+%1 -%2").arg(run.additions).arg(run.deletions), relativeTime(run.startedAt, now),
            run.title});
    if (table.isEmpty())
        terminal.error(QStringLiteral("No runs. `mergeloom-worker ticket add --title … --follow` makes one."));
    else
        table.print(terminal);
    return ExitCode::Ok;
}

Result<ExitCode> showRun(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    if (invocation.has(QStringLiteral("patch"))) {
        MERGELOOM_TRY(const api::PatchView patch, client.wait(api_call::runPatch(run.id)));
        if (invocation.isJson())
            terminal.json(toJson(patch));
        else
            printPatch(terminal, patch.patch);
        return ExitCode::Ok;
    }
    MERGELOOM_TRY(const RunView view, client.wait(api_call::run(run.id)));
    if (invocation.isJson())
        terminal.json(toJson(view));
    else
        printRunReport(terminal, view);
    return ExitCode::Ok;
}

Result<ExitCode> showFile(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    const QString side = invocation.text(QStringLiteral("side"), QStringLiteral("after"));
    MERGELOOM_TRY(
        const api::FileContent file, client.wait(api_call::runFile(run.id, side, invocation.arguments.value(1))));
    if (!invocation.isJson())
        return printFile(terminal, file.bytes());
    terminal.json(toJson(file));
    return ExitCode::Ok;
}

Result<ExitCode> watchRun(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    RunPrinter printer(terminal, detailOf(invocation));
    return followRun(client, run.id, printer, terminal);
}

Result<ExitCode> cancelRun(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
    MERGELOOM_TRY(
        const api::JobView job, client.wait(api_call::cancelJob(run.jobId, invocation.text(QStringLiteral("reason")))));
    if (invocation.isJson())
        terminal.json(toJson(job));
    else
        terminal.line(QStringLiteral("%1 is being cancelled").arg(plainLine(job.ticketKey)));
    return ExitCode::Ok;
}

} // namespace

QList<Command> runsCommands()
{
    return {
        {"runs list", "List runs, newest first.", {}, withWorker(listRuns),
            {{"state", "STATE", "running, completed, blocked, failed or cancelled"},
                {"repo", "ALIAS", "of this repository"}, {"ticket", "KEY", "of this ticket"},
                {"search", "TEXT", "words in key, title, text, summary, branch or commit"},
                {"limit", "N", "1 to 200 (20)"}}},
        {"runs show", "Show a run: outcome, stages, commands.", "[RUN|KEY|latest]", withWorker(showRun),
            {{"patch", {}, "print its diff instead"}}},
        {"runs file", "Print a file that a run changed, whole.", "RUN|KEY|latest PATH", withWorker(showFile),
            {{"side", "SIDE", "before or after (after) the run"}}},
        {"runs follow", "Watch a run live, to its end; exits as the run did.", "[RUN|KEY|latest]", withWorker(watchRun),
            {{"full", {}, "all output of commands, and what the model says"}}},
        {"runs cancel", "Cancel a running run.", "RUN|KEY|latest", withWorker(cancelRun),
            {{"reason", "TEXT", "for the audit"}}},
    };
}

} // namespace mergeloom
