#include "service/app/AuditCommands.h"

#include "service/app/DatabaseOptions.h"
#include "service/cli/TerminalText.h"
#include "service/cli/WorkerSettings.h"
#include "service/gateway/AuditLog.h"
#include "service/gateway/AuditVerification.h"
#include "service/gateway/Rebuild.h"
#include "service/ledger/HeldCheckpoints.h"
#include "service/storage/EventStore.h"

#include <QFile>

namespace mergeloom {

namespace {

using AuditAction = Result<ExitCode> (*)(const Invocation &, const Terminal &);

Result<QByteArray> readFile(const QString &path, const Terminal &terminal)
{
    if (path == u"-")
        return terminal.in();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    return file.readAll();
}

/// As text, or from a file that holds it.
Result<NoteKey> keyOf(const QString &text)
{
    QFile file(text);
    return NoteKey::parse(file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : text);
}

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

Result<AuditEvidence> evidenceOf(const Invocation &invocation, const Settings &settings, const Terminal &terminal)
{
    AuditEvidence evidence;
    if (const QString text = invocation.text(QStringLiteral("key")); !text.isEmpty()) {
        MERGELOOM_TRY(evidence.key, keyOf(text));
    }
    QStringList files = invocation.all(QStringLiteral("checkpoints"));
    const QString own = settings.text(QStringLiteral("audit_checkpoint_file"));
    if (QFile::exists(own))
        files.prepend(own);
    for (const QString &file : std::as_const(files)) {
        MERGELOOM_TRY(const QByteArray text, readFile(file, terminal));
        auto notes = parseCheckpoints(text);
        if (!notes)
            return failure(notes.error().code, QStringLiteral("%1: %2").arg(file, notes.error().message));
        evidence.checkpoints += *notes;
    }
    return evidence;
}

void print(const AuditReport &report, const Terminal &terminal)
{
    terminal.line(QStringLiteral("Log      %1").arg(plainText(report.origin)));
    terminal.line(
        QStringLiteral("Key      %1%2")
            .arg(plainText(report.key),
                report.isKeyGiven ? QString() : QStringLiteral("  (by its own word; give --key to compare)")));
    terminal.line(QStringLiteral("Events   %1 read and hashed").arg(report.events));
    terminal.line(QStringLiteral("Signed   %1 checkpoints compared, %2 of them held outside of the database")
                      .arg(report.checkpoints)
                      .arg(report.heldCheckpoints));
    for (const AuditFault &fault : report.faults)
        terminal.line(terminal.painted(Style::Bad, QStringLiteral("FAULT    ")) + plainText(fault.text));
    if (report.faultCount > report.faults.size())
        terminal.line(QStringLiteral("         and %1 more").arg(report.faultCount - report.faults.size()));
    if (report.isGood())
        terminal.line(terminal.painted(Style::Good, QStringLiteral("Verified "))
            + QStringLiteral("up to event %1; proven by a checkpoint up to %2")
                  .arg(report.events)
                  .arg(report.provenUpTo));
    else
        terminal.line(QStringLiteral("%1 fault(s); proven by a checkpoint up to event %2")
                          .arg(report.faultCount)
                          .arg(report.provenUpTo));
}

Result<ExitCode> verify(const Invocation &invocation, const Terminal &terminal)
{
    MERGELOOM_TRY(const Settings settings, loadWorkerSettings(invocation.settings));
    MERGELOOM_TRY(const auto database, besideWorker(settings));
    MERGELOOM_TRY(const AuditEvidence evidence, evidenceOf(invocation, settings, terminal));
    const auto onProgress = [&terminal](qint64 done, qint64 of) {
        if (terminal.isTerminal)
            terminal.err(QStringLiteral("\r%1 of %2 events").arg(done).arg(of).toUtf8());
    };
    MERGELOOM_TRY(const AuditReport report, verifyAudit(*database, evidence, onProgress));
    if (terminal.isTerminal)
        terminal.err("\r\x1b[K");
    if (invocation.isJson())
        terminal.json(toJson(report));
    else
        print(report, terminal);
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
    return ExitCode::Ok;
}

Result<ExitCode> checkProof(const Invocation &invocation, const Terminal &terminal)
{
    if (!invocation.has(QStringLiteral("key")))
        return failure(ErrorCode::InvalidInput,
            QStringLiteral(
                "Give the public key of the log by --key: the one that you got when you began to trust it."));
    MERGELOOM_TRY(const NoteKey trusted, keyOf(invocation.text(QStringLiteral("key"))));
    MERGELOOM_TRY(const QByteArray text, readFile(invocation.arguments.first(), terminal));
    MERGELOOM_TRY(const LogProof proof, parseLogProof(text));
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
    const CommandOption trusted{"key", "KEY", "Public key of the log, or a file that holds it"};
    return {row("audit key", "Print the public key that signs the audit log.", "", &key),
        row("audit checkpoint", "Print the newest signed checkpoint.", "", &checkpoint),
        row("audit verify", "Recompute the whole audit log, and name what does not fit.", "", &verify,
            {trusted, {"checkpoints", "FILE", "Checkpoints that somebody else holds; may be repeated"}}),
        row("audit prove", "Print the proof that an event is in the log.", "EVENT", &prove),
        row("audit check-proof", "Check such a proof with the public key alone, without a worker.", "FILE", &checkProof,
            {trusted}),
        row("audit change-key", "Sign with a new key from now on; the worker must be stopped.", "", &changeKey,
            {{"lost", "", "The old key is gone and cannot agree to it; a verification will tell"}}),
        row("audit rebuild", "Derive all pages of runs from their events again; the worker must be stopped.", "",
            &rebuild)};
}

} // namespace mergeloom
