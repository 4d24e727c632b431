#include "service/cli/RunFollow.h"

#include "service/cli/TerminalText.h"
#include "shared/client/LiveFeed.h"

#include <QEventLoop>

namespace mergeloom {

namespace {

constexpr std::chrono::milliseconds lookAgain{250};

bool hasEnded(JobState state)
{
    return state != JobState::Queued && state != JobState::Leased && state != JobState::Running;
}

} // namespace

Result<RunSummary> findRun(ApiClient &client, const QString &name)
{
    if (!name.isEmpty() && name != u"latest") {
        if (auto view = client.wait(api_call::run(RunId(name))))
            return view->run;
        else if (view.error().code != ErrorCode::NotFound)
            return failure(view);
    }
    RunQuery query;
    query.ticket = name == u"latest" ? QString() : name;
    query.limit = 1;
    MERGELOOM_TRY(const api::RunPage page, client.wait(api_call::runs(query)));
    if (!page.items.isEmpty())
        return page.items.first();
    return failure(ErrorCode::NotFound,
        QStringLiteral("There is no run \"%1\". Give a run id, a ticket key, or latest; `runs list` shows them.")
            .arg(name.isEmpty() ? QStringLiteral("latest") : name));
}

RunPrinter::Detail detailOf(const Invocation &invocation)
{
    if (invocation.isJson())
        return RunPrinter::Detail::Json;
    return invocation.has(QStringLiteral("full")) ? RunPrinter::Detail::Full : RunPrinter::Detail::Normal;
}

Result<ExitCode> followRun(ApiClient &client, const RunId &run, RunPrinter &printer, const Terminal &terminal)
{
    QEventLoop loop;
    std::optional<Error> error;
    bool isDown = false;
    LiveFeed feed(client, run,
        {[&](const api::EventView &entry) {
             printer.print(entry.event);
             if (printer.outcome())
                 loop.quit();
         },
            [&](const Error &failed) {
                error = failed;
                loop.quit();
            },
            [&](const std::optional<Error> &down) {
                if (down && !std::exchange(isDown, true))
                    terminal.error(plainText(down->message) + QStringLiteral(" Trying again…"));
                else if (!down)
                    isDown = false;
            }});
    feed.start(0);
    loop.exec();
    feed.stop();
    if (error)
        return Unexpected(*error);
    return printer.exitCode();
}

Result<ExitCode> followJob(ApiClient &client, const JobId &id, const std::optional<RunId> &before,
    const Invocation &invocation, const Terminal &terminal)
{
    RunPrinter printer(terminal, detailOf(invocation));
    QString said;
    for (;;) {
        MERGELOOM_TRY(const api::JobView job, client.wait(api_call::job(id)));
        if (job.runId && job.runId != before)
            return followRun(client, *job.runId, printer, terminal);
        if (hasEnded(job.state)) {
            const QString state = enumName(job.state);
            terminal.error(
                plainLine(QStringLiteral("%1 %2 (%3): %4").arg(job.ticketKey, state, job.reason, job.summary)));
            return exitCodeOfOutcome(state);
        }
        const QString waits = job.waitsFor.isEmpty() ? QStringLiteral("waiting for an executor…") : job.waitsFor;
        if (std::exchange(said, waits) != waits)
            terminal.error(plainLine(QStringLiteral("%1 is queued; %2").arg(job.ticketKey, waits)));
        QEventLoop pause;
        QTimer::singleShot(lookAgain, &pause, &QEventLoop::quit);
        pause.exec();
    }
}

} // namespace mergeloom
