#include "service/cli/CommandGroups.h"
#include "service/cli/RunFollow.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerConnection.h"

namespace mergeloom {

namespace {

QString stateOf(const api::TicketView &ticket)
{
    return ticket.job ? enumName(ticket.job->state) : QStringLiteral("refused");
}

/// A ticket's text: its first line is the title when no title is given.
api::TicketRequest splitText(const QString &text)
{
    api::TicketRequest request;
    const QString trimmed = text.trimmed();
    request.title = trimmed.section(u'\n', 0, 0).trimmed();
    while (request.title.startsWith(u'#'))
        request.title = request.title.mid(1).trimmed();
    request.body = trimmed.section(u'\n', 1).trimmed();
    return request;
}

Result<api::TicketRequest> ticketFrom(const Invocation &invocation, const Terminal &terminal)
{
    api::TicketRequest request;
    const QString file = invocation.text(QStringLiteral("file"));
    if (!file.isEmpty()) {
        MERGELOOM_TRY(const QByteArray text, readSource(file, terminal));
        request = splitText(QString::fromUtf8(text));
    }
    if (const QString title = invocation.text(QStringLiteral("title")); !title.isEmpty()) {
        if (!request.title.isEmpty())
            request.body = (request.title + u'\n' + request.body).trimmed();
        request.title = title;
    }
    if (const QString body = invocation.text(QStringLiteral("body")); !body.isEmpty())
        request.body = body;
    if (request.title.isEmpty())
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "The ticket has no title. Give one with --title, or a text with --file FILE (- is standard input)."));
    request.repository = invocation.text(QStringLiteral("repo"));
    request.labels = invocation.all(QStringLiteral("label"));
    request.key = invocation.text(QStringLiteral("key"));
    bool isNumber = true;
    const QString priority = invocation.text(QStringLiteral("priority"), QStringLiteral("0"));
    request.priority = priority.toInt(&isNumber);
    if (!isNumber)
        return failure(
            ErrorCode::InvalidInput, QStringLiteral("--priority is \"%1\", but must be a whole number.").arg(priority));
    return request;
}

Result<ExitCode> addTicket(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::TicketRequest request, ticketFrom(invocation, terminal));
    MERGELOOM_TRY(const api::TicketView ticket, client.wait(api_call::addTicket(request)));
    const bool follows = invocation.has(QStringLiteral("follow"));
    if (invocation.isJson() && !follows)
        terminal.json(toJson(ticket));
    else if (!invocation.isJson() && ticket.job)
        terminal.line(QStringLiteral("%1 is %2 for %3")
                          .arg(plainLine(ticket.ticket.key), stateOf(ticket), plainLine(ticket.job->repository)));
    if (!ticket.job) {
        terminal.error(QStringLiteral("%1 was stored, but not queued: %2")
                           .arg(plainLine(ticket.ticket.key), plainText(ticket.refusal)));
        return ExitCode::Blocked;
    }
    if (ticket.job->state == JobState::Blocked) {
        terminal.error(
            QStringLiteral("%1 is blocked: %2").arg(plainLine(ticket.ticket.key), plainText(ticket.job->summary)));
        return ExitCode::Blocked;
    }
    return follows ? followJob(client, ticket.job->id, std::nullopt, invocation, terminal)
                   : Result<ExitCode>(ExitCode::Ok);
}

Result<ExitCode> listTickets(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    bool isNumber = true;
    const QString limit = invocation.text(QStringLiteral("limit"), QStringLiteral("50"));
    const ListQuery query{invocation.text(QStringLiteral("search")), {}, {}, limit.toInt(&isNumber)};
    if (!isNumber || query.limit < 1 || query.limit > 200)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("--limit is \"%1\", but must be a number from 1 to 200.").arg(limit));
    MERGELOOM_TRY(const auto page, client.wait(api_call::tickets(query)));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    TextTable table({{"KEY"}, {"STATE", TextTable::Column::State}, {"REPOSITORY"}, {"WRITTEN"},
        {"TITLE", TextTable::Column::Flexible}});
    const Timestamp now = Timestamp::now();
    for (const api::TicketView &ticket : page.items)
        table.add({ticket.ticket.key, stateOf(ticket), ticket.job ? ticket.job->repository : QString(),
            relativeTime(ticket.createdAt, now), ticket.ticket.title});
    if (table.isEmpty())
        terminal.error(QStringLiteral("No tickets. `mergeloom-worker ticket add --title …` writes one."));
    else
        table.print(terminal);
    return ExitCode::Ok;
}

Result<api::JobView> jobOfTicket(ApiClient &client, const QString &key)
{
    MERGELOOM_TRY(const api::TicketView ticket, client.wait(api_call::ticket(key)));
    if (!ticket.job)
        return failure(ErrorCode::Conflict, QStringLiteral("%1 was never queued: %2").arg(key, ticket.refusal));
    return *ticket.job;
}

void sayJob(const Invocation &invocation, const Terminal &terminal, const api::JobView &job, const QString &what)
{
    if (invocation.isJson())
        terminal.json(toJson(job));
    else
        terminal.line(QStringLiteral("%1 %2").arg(plainLine(job.ticketKey), what));
}

Result<ExitCode> cancelTicket(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::JobView found, jobOfTicket(client, invocation.arguments.value(0)));
    MERGELOOM_TRY(
        const api::JobView job, client.wait(api_call::cancelJob(found.id, invocation.text(QStringLiteral("reason")))));
    sayJob(invocation, terminal, job,
        job.state == JobState::Cancelled ? QStringLiteral("is cancelled") : QStringLiteral("is being cancelled"));
    return ExitCode::Ok;
}

Result<ExitCode> retryTicket(ApiClient &client, const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const api::JobView before, jobOfTicket(client, invocation.arguments.value(0)));
    MERGELOOM_TRY(const api::JobView job, client.wait(api_call::retryJob(before.id)));
    if (invocation.has(QStringLiteral("follow")))
        return followJob(client, job.id, before.runId, invocation, terminal);
    sayJob(invocation, terminal, job, QStringLiteral("is queued again"));
    return ExitCode::Ok;
}

} // namespace

QList<Command> ticketCommands()
{
    const CommandOption follow{"follow", {}, "watch the run live, to its end"};
    const CommandOption full{"full", {}, "with --follow: all output"};
    return {
        {"ticket add", "Write a ticket and queue it.", {}, withWorker(addTicket),
            {{"title", "TEXT", "title; else the first line of the text"},
                {"file", "FILE", "text of the ticket, Markdown; - is standard input"},
                {"body", "TEXT", "text of the ticket"}, {"repo", "ALIAS", "repository to work on"},
                {"label", "LABEL", "may be given several times"}, {"key", "KEY", "else the next LOCAL-n"},
                {"priority", "N", "higher goes first (0)"}, follow, full}},
        {"ticket list", "List tickets with the state of their jobs, newest first.", {}, withWorker(listTickets),
            {{"search", "TEXT", "in key or title"}, {"limit", "N", "1 to 200 (50)"}}},
        {"ticket cancel", "Cancel a ticket's job, queued or running.", "KEY", withWorker(cancelTicket),
            {{"reason", "TEXT", "for the audit"}}},
        {"ticket retry", "Queue a ticket whose job has ended again.", "KEY", withWorker(retryTicket), {follow, full}},
    };
}

} // namespace mergeloom
