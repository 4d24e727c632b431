#include "service/app/AuditEvidenceOptions.h"

#include "service/cli/TerminalText.h"
#include "service/ledger/HeldCheckpoints.h"

#include <QFile>

namespace mergeloom {

CommandOption trustedKeyOption() { return {"key", "KEY", "Public key of the log, or a file that holds it"}; }

CommandOption heldCheckpointsOption()
{
    return {"checkpoints", "FILE", "Checkpoints that somebody else holds; may be repeated"};
}

Result<QByteArray> readInput(const QString &path, const Terminal &terminal)
{
    if (path == u"-")
        return terminal.in();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    return file.readAll();
}

/// As text, or from a file that holds it.
Result<NoteKey> noteKeyOf(const QString &text)
{
    QFile file(text);
    return NoteKey::parse(file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : text);
}

namespace {

QString rangesInWords(const QList<QList<qint64>> &ranges)
{
    constexpr int mostShown = 8;
    QStringList words;
    for (const QList<qint64> &range : ranges.first(std::min<qsizetype>(ranges.size(), mostShown)))
        words << (range.value(0) == range.value(1) ? QString::number(range.value(0))
                                                   : QStringLiteral("%1-%2").arg(range.value(0)).arg(range.value(1)));
    if (ranges.size() > mostShown)
        words << QStringLiteral("and %1 ranges more").arg(ranges.size() - mostShown);
    return words.join(QStringLiteral(", "));
}

} // namespace

Result<AuditEvidence> evidenceOf(const Invocation &invocation, const Settings &settings, const Terminal &terminal)
{
    AuditEvidence evidence;
    if (const QString text = invocation.text(QStringLiteral("key")); !text.isEmpty()) {
        MERGELOOM_TRY(evidence.key, noteKeyOf(text));
    }
    QStringList files = invocation.all(QStringLiteral("checkpoints"));
    const QString own = settings.text(QStringLiteral("audit_checkpoint_file"));
    if (QFile::exists(own))
        files.prepend(own);
    for (const QString &file : std::as_const(files)) {
        MERGELOOM_TRY(const QByteArray text, readInput(file, terminal));
        auto notes = parseCheckpoints(text);
        if (!notes)
            return failure(notes.error().code, QStringLiteral("%1: %2").arg(file, notes.error().message));
        evidence.checkpoints += *notes;
    }
    return evidence;
}

void printReport(const AuditReport &report, const Terminal &terminal)
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
    if (report.removedEvents > 0)
        terminal.line(
            QStringLiteral("Removed  the lines of %1 of these events, by policies; their hashes are in the log")
                .arg(report.removedEvents));
    for (const AuditRemoval &removal : report.removals)
        terminal.line(QStringLiteral("         %1: %2 of run %3 by \"%4\" on %5 (events %6)")
                          .arg(removal.event)
                          .arg(plainText(removal.content), plainText(removal.run), plainText(removal.policy),
                              removal.at.toString().left(10), rangesInWords(removal.ids)));
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

Result<AuditReport> verifyShown(Database &database, const AuditEvidence &evidence, const Terminal &terminal)
{
    const auto report = verifyAudit(database, evidence, [&terminal](qint64 done, qint64 of) {
        if (terminal.isTerminal)
            terminal.err(QStringLiteral("\r%1 of %2 events").arg(done).arg(of).toUtf8());
    });
    if (terminal.isTerminal)
        terminal.err("\r\x1b[K");
    return report;
}

} // namespace mergeloom
