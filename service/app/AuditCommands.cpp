#include "service/app/AuditCommands.h"

#include "service/app/AuditEvidenceOptions.h"
#include "service/app/DatabaseOptions.h"
#include "service/app/RunAuditCommands.h"
#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"
#include "service/gateway/AuditLog.h"
#include "service/gateway/Rebuild.h"
#include "service/storage/EventStore.h"

namespace mergeloom {

namespace {

using AuditAction = Result<ExitCode> (*)(const Invocation &, const Terminal &);

Result<std::unique_ptr<Database>> besideWorker(const Settings &settings)
{
    return Database::openBeside(databaseOptionsOf(settings));
}

Result<ExitCode> key(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, besideWorker(settings));
    MERGELOOM_TRY(const LedgerState ledger,
        database->read([](const ReadTransaction &transaction) { return LedgerStore::state(transaction); }));
    if (ledger.publicKey.isEmpty())
        return failure(ErrorCode::NotFound,
            QStringLiteral("The audit log has no key yet. The worker makes one at its first start."));
    if (invocation.isJson())
        terminal.json(QJsonObject{{"origin", ledger.origin}, {"key", ledger.publicKey}, {"size", ledger.size}});
    else
        terminal.line(ledger.publicKey);
    return ExitCode::Ok;
}

Result<ExitCode> checkpoint(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, besideWorker(settings));
    MERGELOOM_TRY(const auto newest,
        database->read([](const ReadTransaction &transaction) { return LedgerStore::newestCheckpoint(transaction); }));
    if (!newest)
        return failure(ErrorCode::NotFound,
            QStringLiteral("No checkpoint has been signed yet. A running worker signs one within a minute."));
    terminal.out(newest->note);
    return ExitCode::Ok;
}

Result<ExitCode> verify(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, besideWorker(settings));
    MERGELOOM_TRY(const AuditEvidence evidence, evidenceOf(invocation, settings, terminal));
    MERGELOOM_TRY(const AuditReport report, verifyShown(*database, evidence, terminal));
    if (invocation.isJson())
        terminal.json(toJson(report));
    else
        printReport(report, terminal);
    return report.isGood() ? ExitCode::Ok : ExitCode::Failed;
}

/// `12345`, or `RUN/7`: number 7 of that run.
Result<qint64> eventOf(const ReadTransaction &transaction, const QString &text)
{
    const qsizetype slash = text.lastIndexOf(u'/');
    bool isNumber = false;
    const qint64 number = text.mid(slash + 1).toLongLong(&isNumber);
    if (!isNumber || number < 1)
        return failure(ErrorCode::InvalidInput,
            QStringLiteral("\"%1\" is no event. Give its id, or RUN/NUMBER for the event of a run.").arg(text));
    if (slash < 0)
        return number;
    MERGELOOM_TRY(const auto found, EventStore::find(transaction, text.first(slash), number));
    if (!found)
        return failure(
            ErrorCode::NotFound, QStringLiteral("There is no event %1 of \"%2\".").arg(number).arg(text.first(slash)));
    return found->id;
}

Result<ExitCode> prove(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, besideWorker(settings));
    MERGELOOM_TRY(const LogProof proof, database->read([&](const ReadTransaction &transaction) -> Result<LogProof> {
        MERGELOOM_TRY(const qint64 id, eventOf(transaction, invocation.arguments.first()));
        return proveEvent(transaction, id);
    }));
    terminal.out(proof.text());
    if (proof.entry.isNull())
        terminal.err("The line of this event was removed by a policy; the proof is without it. "
                     "Whoever kept a copy of the entry can check it by `audit check-proof --entry`.\n");
    return ExitCode::Ok;
}

Result<ExitCode> checkProof(const Invocation &invocation, const Terminal &terminal)
{
    if (!invocation.has(QStringLiteral("key")))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "Give the public key of the log by --key: the one that you got when you began to trust it."));
    MERGELOOM_TRY(const NoteKey trusted, noteKeyOf(invocation.text(QStringLiteral("key"))));
    MERGELOOM_TRY(const QByteArray text, readInput(invocation.arguments.first(), terminal));
    MERGELOOM_TRY(LogProof proof, parseLogProof(text));
    if (invocation.has(QStringLiteral("entry"))) {
        MERGELOOM_TRY(proof.entry, readInput(invocation.text(QStringLiteral("entry")), terminal));
    }
    MERGELOOM_TRY(const ProvenEntry proven, checkLogProof(proof, trusted));
    const qsizetype end = proven.entry.indexOf('\n');
    const QString stream = QString::fromUtf8(proven.entry.first(std::max<qsizetype>(end, 0)));
    const QByteArray line = proven.entry.mid(end + 1);
    if (invocation.isJson()) {
        terminal.json(QJsonObject{{"origin", proven.checkpoint.origin}, {"event", proven.index + 1},
            {"size", proven.checkpoint.size}, {"stream", stream}, {"line", QString::fromUtf8(line)}});
        return ExitCode::Ok;
    }
    terminal.line(terminal.painted(Style::Good, QStringLiteral("Proven: "))
        + QStringLiteral("event %1 of the log %2, which had %3 events when it was signed")
              .arg(proven.index + 1)
              .arg(plainText(proven.checkpoint.origin))
              .arg(proven.checkpoint.size));
    terminal.line(QStringLiteral("Stream: %1").arg(plainText(stream)));
    terminal.line(plainText(QString::fromUtf8(line)));
    return ExitCode::Ok;
}

Result<ExitCode> changeKey(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, Database::open(databaseOptionsOf(settings)));
    MERGELOOM_CHECK(database->keepOthersOut());
    const auto oldKey = invocation.has(QStringLiteral("lost")) ? AuditLog::OldKey::Lost : AuditLog::OldKey::Agrees;
    MERGELOOM_TRY(
        const QString next, AuditLog::changeKey(*database, settings.text(QStringLiteral("audit_key_path")), oldKey));
    if (invocation.isJson())
        terminal.json(QJsonObject{{"key", next}});
    else
        terminal.line(
            QStringLiteral("From now on the log is signed by\n%1\nGive this key to those who check it.").arg(next));
    return ExitCode::Ok;
}

Result<ExitCode> rebuild(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, Database::open(databaseOptionsOf(settings)));
    MERGELOOM_CHECK(database->keepOthersOut());
    MERGELOOM_TRY(const RebuildReport report, rebuildRuns(*database, [&terminal](int done, int of) {
        if (terminal.isTerminal)
            terminal.err(QStringLiteral("\r%1 of %2 runs").arg(done).arg(of).toUtf8());
    }));
    if (terminal.isTerminal)
        terminal.err("\r\x1b[K");
    if (invocation.isJson())
        terminal.json(QJsonObject{{"runs", report.runs}, {"events", report.events}});
    else
        terminal.line(QStringLiteral("%1 run(s) derived again from %2 events").arg(report.runs).arg(report.events));
    return ExitCode::Ok;
}

Command row(
    const char *name, const char *summary, const char *usage, AuditAction action, QList<CommandOption> options = {})
{
    const auto run = [action](const Invocation &invocation, const Terminal &terminal) {
        const Result<ExitCode> code = action(invocation, terminal);
        return code ? *code : failed(terminal, code.error());
    };
    return {QString::fromLatin1(name), QString::fromUtf8(summary), QString::fromLatin1(usage), run, std::move(options)};
}

} // namespace

QList<Command> auditCommands()
{
    const CommandOption trusted = trustedKeyOption();
    return QList<Command>{row("audit key", "Print the public key that signs the audit log.", "", &key),
               row("audit checkpoint", "Print the newest signed checkpoint.", "", &checkpoint),
               row("audit verify", "Recompute the whole audit log, and name what does not fit.", "", &verify,
                   {trusted, heldCheckpointsOption()}),
               row("audit prove", "Print the proof that an event is in the log.", "EVENT", &prove),
               row("audit check-proof", "Check such a proof with the public key alone, without a worker.", "FILE",
                   &checkProof,
                   {trusted,
                       {"entry", "FILE",
                           "The entry (stream, line feed, line) that somebody kept of an event that was removed"}}),
               row("audit change-key", "Sign with a new key from now on; the worker must be stopped.", "", &changeKey,
                   {{"lost", "", "The old key is gone and cannot agree to it; a verification will tell"}}),
               row("audit rebuild", "Derive all pages of runs from their events again; the worker must be stopped.", "",
                   &rebuild)}
    + runAuditCommands();
}

} // namespace mergeloom
