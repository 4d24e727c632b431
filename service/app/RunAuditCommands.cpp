#include "service/app/RunAuditCommands.h"

#include "service/app/AuditEvidenceOptions.h"
#include "service/app/DatabaseOptions.h"
#include "service/cli/RunReport.h"
#include "service/cli/TerminalText.h"
#include "service/cli/TextTable.h"
#include "service/cli/WorkerSettings.h"
#include "service/gateway/Ingest.h"
#include "service/gateway/RunExport.h"
#include "service/storage/RunStore.h"

#include <QSaveFile>

namespace mergeloom {

namespace {

Result<std::unique_ptr<Database>> databaseBeside(const Invocation &invocation)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    return Database::openBeside(databaseOptionsOf(settings));
}

Result<ExitCode> listAudit(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto database, databaseBeside(invocation));
    MERGELOOM_TRY(const RunFilter filter,
        readRunFilter([&](const RunFilterField &field) { return invocation.text(QString::fromLatin1(field.option)); }));
    const int limit = invocation.text(QStringLiteral("limit"), QStringLiteral("50")).toInt();
    if (limit < 1 || limit > 200)
        return failure(ErrorCode::InvalidInput, QStringLiteral("--limit must be a number from 1 to 200."));
    MERGELOOM_TRY(const api::RunPage page, database->read([&](const ReadTransaction &transaction) {
        return RunStore::list(transaction, filter, limit, invocation.text(QStringLiteral("cursor")));
    }));
    if (invocation.isJson()) {
        terminal.json(toJson(page));
        return ExitCode::Ok;
    }
    using Column = TextTable::Column;
    TextTable table({{"RUN"}, {"TICKET"}, {"OUTCOME", Column::State}, {"REASON"}, {"REPOSITORY"}, {"REQUESTER"},
        {"MODEL"}, {"TOKENS", Column::Number}, {"COST", Column::Number}, {"STARTED"}, {"TITLE", Column::Flexible}});
    const Timestamp now = Timestamp::now();
    for (const RunSummary &run : page.items)
        table.add({run.id.text(), run.ticketKey, run.state, run.reason, run.repository, run.requester, run.model,
            shownNumber(run.usage.total()),
            run.costUsd ? QStringLiteral("$%1").arg(*run.costUsd, 0, 'f', 3) : QStringLiteral("unknown"),
            relativeTime(run.startedAt, now), run.title});
    if (table.isEmpty())
        terminal.error(QStringLiteral("No run fits."));
    else
        table.print(terminal);
    if (page.nextCursor)
        terminal.error(QStringLiteral("There are more: --cursor %1").arg(*page.nextCursor));
    return ExitCode::Ok;
}

/// By its id, as the newest run of a ticket, or as the newest of all.
Result<RunId> runNamed(Database &database, const QString &name)
{
    return database.read([&](const ReadTransaction &transaction) -> Result<RunId> {
        MERGELOOM_TRY(const auto run, RunStore::find(transaction, RunId(name)));
        if (run)
            return run->id;
        const RunFilter filter = name == u"latest" ? RunFilter{} : RunFilter{.ticketKey = name};
        MERGELOOM_TRY(const api::RunPage page, RunStore::list(transaction, filter, 1, {}));
        if (page.items.isEmpty())
            return failure(ErrorCode::NotFound,
                QStringLiteral("There is no run \"%1\". Give a run id, a ticket's key, or `latest`.").arg(name));
        return page.items.first().id;
    });
}

Result<ExitCode> showAudit(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const auto database, databaseBeside(invocation));
    MERGELOOM_TRY(const RunId run, runNamed(*database, invocation.arguments.first()));
    MERGELOOM_TRY(const RunView view,
        database->read([&](const ReadTransaction &transaction) { return loadRunView(transaction, run); }));
    if (invocation.isJson())
        terminal.json(toJson(view));
    else
        printRunReport(terminal, view);
    return ExitCode::Ok;
}

/// All of it or nothing: an error leaves no half file.
Result<void> writePieces(RunExport &exported, const QString &path, const Terminal &terminal)
{
    QSaveFile file(path);
    const bool isFile = !path.isEmpty() && path != u"-";
    const auto cannotWrite = [&] {
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(path, file.errorString()));
    };
    if (isFile && !file.open(QIODevice::WriteOnly))
        return cannotWrite();
    for (;;) {
        MERGELOOM_TRY(const QByteArray piece, exported.next());
        if (piece.isEmpty())
            break;
        if (!isFile)
            terminal.out(piece);
        else if (file.write(piece) != piece.size())
            return cannotWrite();
    }
    return !isFile || file.commit() ? Result<void>() : cannotWrite();
}

Result<ExitCode> exportAudit(const Invocation &invocation, const Terminal &terminal)
{
    const QString format = invocation.text(QStringLiteral("format"), QStringLiteral("json"));
    if (format != u"json" && format != u"html")
        return failure(ErrorCode::InvalidInput, QStringLiteral("--format must be json or html."));
    MERGELOOM_TRY(const auto database, databaseBeside(invocation));
    MERGELOOM_TRY(const RunId run, runNamed(*database, invocation.arguments.first()));
    MERGELOOM_TRY(const auto exported,
        RunExport::begin(*database, run, format == u"json" ? RunExport::Format::Json : RunExport::Format::Bundle));
    const QString path = invocation.text(QStringLiteral("output"));
    MERGELOOM_CHECK(writePieces(*exported, path, terminal));
    if (!path.isEmpty() && path != u"-")
        terminal.error(QStringLiteral("Run %1 is in %2.").arg(run.text(), path));
    return ExitCode::Ok;
}

QJsonObject jsonOf(const RecordReport &report, const OpenedBundle &bundle)
{
    QJsonArray faults;
    for (const RecordFault &fault : report.faults)
        faults.append(QJsonObject{{"seq", fault.seq}, {"text", fault.text}});
    return {{"run", bundle.record.stream}, {"events", report.events}, {"origin", report.checkpoint.origin},
        {"size", report.checkpoint.size}, {"is_ended", report.isEnded}, {"is_own_page", bundle.isOwnPage},
        {"faults", faults}};
}

void print(const RecordReport &report, const OpenedBundle &bundle, const Terminal &terminal)
{
    for (const RecordFault &fault : report.faults)
        terminal.line(terminal.painted(Style::Bad, QStringLiteral("FAULT   ")) + plainText(fault.text));
    if (report.isGood())
        terminal.line(terminal.painted(Style::Good, QStringLiteral("Proven: "))
            + QStringLiteral("all %1 events of run %2 are in the log %3, which had %4 events when it was signed")
                  .arg(report.events)
                  .arg(plainText(bundle.record.stream), plainText(report.checkpoint.origin))
                  .arg(report.checkpoint.size));
    if (report.isGood() && !report.isEnded)
        terminal.line(terminal.painted(Style::Warning, QStringLiteral("Open    "))
            + QStringLiteral("the last event is not the end of the run: later ones may be missing here"));
    if (!bundle.isOwnPage)
        terminal.line(terminal.painted(Style::Warning, QStringLiteral("Page    "))
            + QStringLiteral("the page around the record is not the one that this release writes: believe the record "
                             "as it is checked here, not what the page shows"));
}

Result<ExitCode> checkBundle(const Invocation &invocation, const Terminal &terminal)
{
    if (!invocation.has(QStringLiteral("key")))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "Give the public key of the log by --key: the one that you got when you began to trust it."));
    MERGELOOM_TRY(const NoteKey trusted, noteKeyOf(invocation.text(QStringLiteral("key"))));
    MERGELOOM_TRY(const QByteArray html, readInput(invocation.arguments.first(), terminal));
    MERGELOOM_TRY(const OpenedBundle bundle, openBundle(html));
    const RecordReport report = checkRunRecord(bundle.record, trusted);
    if (invocation.isJson())
        terminal.json(jsonOf(report, bundle));
    else
        print(report, bundle, terminal);
    return report.isGood() ? ExitCode::Ok : ExitCode::Failed;
}

Command runRow(const char *name, const char *summary, const char *usage, auto action, QList<CommandOption> options = {})
{
    const auto run = [action](const Invocation &invocation, const Terminal &terminal) {
        const Result<ExitCode> code = action(invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
    return {QString::fromLatin1(name), QString::fromUtf8(summary), QString::fromLatin1(usage), run, std::move(options)};
}

} // namespace

QList<Command> runAuditCommands()
{
    QList<CommandOption> filters;
    for (const RunFilterField &field : runFilterFields())
        filters.append(
            {QString::fromLatin1(field.option), QString::fromLatin1(field.value), QString::fromUtf8(field.help)});
    filters.append({"limit", "N", "1 to 200 (50)"});
    filters.append({"cursor", "CURSOR", "what the page before named"});
    return {runRow("audit list", "List what is recorded of runs, newest first.", "", &listAudit, filters),
        runRow("audit show", "Show the record of a run.", "RUN|KEY|latest", &showAudit),
        runRow("audit export", "Write the record of a run: as JSON, or as a page that proves itself offline.",
            "RUN|KEY|latest", &exportAudit,
            {{"format", "FORMAT", "json (default) or html"}, {"output", "FILE", "instead of standard output"}}),
        runRow("audit check-bundle", "Check such a page with the public key alone, without a worker.", "FILE",
            &checkBundle, {trustedKeyOption()})};
}

} // namespace mergeloom
