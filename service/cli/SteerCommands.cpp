#include "service/cli/BudgetOptions.h"
#include "service/cli/CommandGroups.h"
#include "service/cli/RunFollow.h"
#include "service/cli/TerminalText.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

using Request = Result<api::SteerRequest>;

/// The request as `make` fills it in, sent to the run that the first argument names.
auto steering(const QString &said, std::function<Request(const Invocation &, const Terminal &)> make)
{
    return withWorker([said, make = std::move(make)](ApiClient &client, const Invocation &invocation,
                          const Terminal &terminal) -> Result<ExitCode> {
        MERGELOOM_TRY(const api::SteerRequest request, make(invocation, terminal));
        MERGELOOM_TRY(const RunSummary run, findRun(client, invocation.arguments.value(0)));
        MERGELOOM_TRY(const api::SentCommand sent, client.wait(api_call::steerRun(run.id, request)));
        if (invocation.isJson())
            terminal.json(toJson(sent));
        else
            terminal.line(said.arg(plainLine(run.ticketKey)));
        return ExitCode::Ok;
    });
}

/// A command that takes a reason and nothing else.
auto reasoned(const QString &command, const QString &said)
{
    return steering(said, [command](const Invocation &invocation, const Terminal &) -> Request {
        return api::SteerRequest{command, invocation.text(QStringLiteral("reason")), {}};
    });
}

Request messageFrom(const Invocation &invocation, const Terminal &terminal)
{
    QString text = invocation.arguments.mid(1).join(u' ');
    if (text == u"-") {
        MERGELOOM_TRY(const QByteArray bytes, readSource(text, terminal));
        text = QString::fromUtf8(bytes).trimmed();
    }
    return api::SteerRequest{QStringLiteral("message"), text, {}};
}

Request extension(const Invocation &invocation, const Terminal &)
{
    MERGELOOM_TRY(const Budgets more, extensionFrom(invocation));
    return api::SteerRequest{QStringLiteral("extend"), invocation.text(QStringLiteral("reason")), more};
}

} // namespace

QList<Command> steerCommands()
{
    const QString run = QStringLiteral("RUN|KEY|latest");
    const CommandOption reason{"reason", "TEXT", "for the record"};
    return {
        {"runs message", "Tell the agent of a running run something; it reads it at its next turn.",
            run + QStringLiteral(" TEXT..."),
            steering(QStringLiteral("The agent of %1 gets the message at its next turn"), messageFrom), {}},
        {"runs pause", "Pause a running run before its next model call or command.", run,
            reasoned(QStringLiteral("pause"), QStringLiteral("%1 is being paused")), {reason}},
        {"runs resume", "Let a paused run go on.", run,
            reasoned(QStringLiteral("resume"), QStringLiteral("%1 goes on")), {reason}},
        {"runs extend", "Add to the budget of a running run; never above what its worker allows.", run,
            steering(QStringLiteral("The budget of %1 is being extended"), extension),
            extensionOptions() + QList<CommandOption>{reason}},
        {"runs approve", "Approve what a run waits for.", run,
            reasoned(QStringLiteral("approve"), QStringLiteral("%1 is approved")), {reason}},
        {"runs reject", "Reject what a run waits for: it ends blocked, and nothing is pushed.", run,
            reasoned(QStringLiteral("reject"), QStringLiteral("%1 is rejected")), {reason}},
    };
}

} // namespace mergeloom
