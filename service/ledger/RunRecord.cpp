#include "service/ledger/RunRecord.h"

#include "shared/domain/Event.h"

namespace mergeloom {

namespace {

const QByteArray recordHeading = QByteArrayLiteral("mergeloom run-record 1");

Unexpected noRecord(qsizetype line, const QString &wanted)
{
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("This is no record of a run, or it was damaged: line %1 is not %2.").arg(line).arg(wanted));
}

std::optional<QByteArray> bytesFromBase64(const QByteArray &text)
{
    const auto bytes = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || bytes.decoded.toBase64() != text)
        return std::nullopt;
    return bytes.decoded;
}

/// Takes a text apart line by line.
class RecordLines
{
public:
    explicit RecordLines(const QByteArray &text) : m_text(text) {}

    QByteArray take()
    {
        ++m_number;
        const qsizetype end = std::max(m_text.indexOf('\n', m_at), qsizetype(-1));
        const QByteArray line = end < 0 ? m_text.mid(m_at) : m_text.mid(m_at, end - m_at);
        m_at = end < 0 ? m_text.size() : end + 1;
        return line;
    }
    Result<QByteArray> take(const QByteArray &name)
    {
        const QByteArray line = take();
        if (!line.startsWith(name + ' '))
            return wrong(QStringLiteral("\"%1 …\"").arg(QString::fromLatin1(name)));
        return line.mid(name.size() + 1);
    }
    /// At most as many as lines can be left.
    Result<qsizetype> takeCount(const QByteArray &name)
    {
        MERGELOOM_TRY(const QByteArray text, take(name));
        bool isNumber = false;
        const qsizetype count = text.toLongLong(&isNumber);
        if (!isNumber || count < 0 || count > m_text.size() - m_at)
            return wrong(QStringLiteral("a count"));
        return count;
    }
    Unexpected wrong(const QString &wanted) const { return noRecord(m_number, wanted); }
    bool isAtEnd() const { return m_at >= m_text.size(); }

private:
    const QByteArray &m_text;
    qsizetype m_at = 0;
    qsizetype m_number = 0;
};

Result<RecordedEvent> recordedEventOf(RecordLines &lines)
{
    const QByteArrayList parts = lines.take().split(' ');
    bool isNumber = false;
    RecordedEvent event{parts.value(0).toLongLong(&isNumber), {}, {}};
    const auto leaf = hashFromBase64(parts.value(1));
    const auto line = bytesFromBase64(parts.value(2));
    if (parts.size() != 3 || !isNumber || event.index < 0 || !leaf || !line)
        return lines.wrong(QStringLiteral("an event"));
    event.leaf = *leaf;
    event.line = *line;
    return event;
}

RecordFault eventFault(qint64 seq, const char *why)
{
    return {seq, QStringLiteral("Event %1 does not fit: %2.").arg(seq).arg(QString::fromUtf8(why))};
}

/// The first event that does not fit.
std::optional<RecordFault> faultOfEvents(const RunRecord &record)
{
    QString previous;
    qint64 place = -1;
    for (qsizetype number = 0; number < record.events.size(); ++number) {
        const RecordedEvent &recorded = record.events.at(number);
        const qint64 seq = number + 1;
        if (merkle::leafHash({record.stream.toUtf8(), "\n", recorded.line}) != recorded.leaf)
            return eventFault(seq, "its text, or the hash beside it, was changed");
        const auto event = parseJsonAs<Event>(recorded.line);
        if (!event)
            return eventFault(seq, "it is no event");
        if (event->seq != seq)
            return eventFault(seq, "another number stands in its place; an event was removed, put in or moved");
        if (event->prev != previous)
            return eventFault(seq, "it does not follow the one before it");
        if (recorded.index <= place)
            return eventFault(seq, "its place in the log is not after that of the one before");
        place = recorded.index;
        previous = eventHash(recorded.line);
    }
    return std::nullopt;
}

bool isRootRight(const RunRecord &record, const Checkpoint &checkpoint)
{
    QList<merkle::Hash> leaves;
    QList<qint64> indices;
    for (const RecordedEvent &event : record.events) {
        leaves.append(event.leaf);
        indices.append(event.index);
    }
    const auto root = merkle::rootByInclusionOfMany(leaves, indices, checkpoint.size, record.proof);
    return root && *root == checkpoint.root;
}

} // namespace

QByteArray RunRecord::head(const QString &stream, const QString &key, qsizetype events)
{
    return recordHeading + "\nrun " + stream.toUtf8() + "\nkey " + key.toUtf8() + "\nevents "
        + QByteArray::number(events) + '\n';
}

QByteArray RunRecord::eventLine(const RecordedEvent &event)
{
    return QByteArray::number(event.index) + ' ' + bytesOf(event.leaf).toBase64() + ' ' + event.line.toBase64() + '\n';
}

QByteArray RunRecord::tail(const QList<merkle::Hash> &proof, const QByteArray &checkpoint)
{
    QByteArray text = "proof " + QByteArray::number(proof.size()) + '\n';
    for (const merkle::Hash &hash : proof)
        text += bytesOf(hash).toBase64() + '\n';
    return text + "checkpoint " + checkpoint.toBase64() + "\nend\n";
}

Result<RunRecord> parseRunRecord(const QByteArray &text)
{
    RecordLines lines(text);
    RunRecord record;
    if (lines.take() != recordHeading)
        return lines.wrong(QStringLiteral("\"%1\"").arg(QString::fromLatin1(recordHeading)));
    MERGELOOM_TRY(const QByteArray stream, lines.take("run"));
    MERGELOOM_TRY(const QByteArray key, lines.take("key"));
    record.stream = QString::fromUtf8(stream);
    record.key = QString::fromUtf8(key);
    MERGELOOM_TRY(qsizetype left, lines.takeCount("events"));
    for (; left > 0; --left) {
        MERGELOOM_TRY(RecordedEvent event, recordedEventOf(lines));
        record.events.append(std::move(event));
    }
    MERGELOOM_TRY(left, lines.takeCount("proof"));
    for (; left > 0; --left) {
        const auto hash = hashFromBase64(lines.take());
        if (!hash)
            return lines.wrong(QStringLiteral("a hash"));
        record.proof.append(*hash);
    }
    MERGELOOM_TRY(const QByteArray checkpoint, lines.take("checkpoint"));
    const auto note = bytesFromBase64(checkpoint);
    if (!note)
        return lines.wrong(QStringLiteral("a checkpoint"));
    record.checkpoint = *note;
    if (lines.take() != "end" || !lines.isAtEnd())
        return lines.wrong(QStringLiteral("the end"));
    return record;
}

RecordReport checkRunRecord(const RunRecord &record, const NoteKey &trusted)
{
    RecordReport report;
    report.events = record.events.size();
    const auto fault = faultOfEvents(record);
    if (fault)
        report.faults.append(*fault);
    const auto add = [&report](const QString &text) { report.faults.append({0, text}); };
    const auto note = parseNote(record.checkpoint);
    const auto checkpoint = note ? parseCheckpoint(note->body) : Result<Checkpoint>(Unexpected(note.error()));
    if (!checkpoint) {
        add(QStringLiteral("The checkpoint was damaged: %1").arg(checkpoint.error().message));
        return report;
    }
    report.checkpoint = *checkpoint;
    if (!isRootRight(record, *checkpoint))
        add(fault ? QStringLiteral("The events do not lead to the root that was signed.")
                  : QStringLiteral("The events do not lead to the root that was signed: the proof, the checkpoint, or "
                                   "events together with their hashes were changed."));
    if (!note->isSignedBy(trusted))
        add(QStringLiteral("The checkpoint is not signed by the key %1: it is of another log, or was changed.")
                .arg(trusted.text()));
    if (record.key != trusted.text())
        add(QStringLiteral("The file names another key than the one that is trusted: %1.").arg(record.key));
    if (report.isGood()) {
        const auto last = parseJsonAs<Event>(record.events.isEmpty() ? QByteArray() : record.events.last().line);
        report.isEnded = last && last->type == QLatin1StringView(event_type::runFinished);
    }
    return report;
}

} // namespace mergeloom
