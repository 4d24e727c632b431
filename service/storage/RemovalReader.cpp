#include "service/storage/RemovalReader.h"

#include "service/storage/Compression.h"
#include "service/storage/Statement.h"

namespace mergeloom {

QByteArray sealedRemains(qint64 id, const QString &stream, qint64 seq, const QString &type, const QByteArray &remains)
{
    return QStringLiteral("%1 %2 %3 %4 ").arg(id).arg(stream).arg(seq).arg(type).toUtf8() + remains + '\n';
}

Result<RemovedMark> RemovalReader::markOf(qint64 removal)
{
    if (const auto known = m_marks.constFind(removal); known != m_marks.constEnd())
        return *known;
    Statement statement(m_transaction, R"sql(
        SELECT encoding, line FROM event WHERE id = ? AND type = 'retention.removed')sql");
    MERGELOOM_TRY(const bool isRow, statement.bind(removal).next());
    RemovedMark mark;
    if (isRow) {
        MERGELOOM_TRY(const QByteArray line,
            statement.integer(0) == 1 ? decompressed(statement.bytes(1)) : Result<QByteArray>(statement.bytes(1)));
        const auto event = parseJsonAs<Event>(line);
        mark.content = event ? event->data.value(QStringLiteral("content")).toString() : QString();
        mark.policy = event ? event->data.value(QStringLiteral("policy")).toString() : QString();
        mark.at = event ? event->ts : Timestamp{};
    }
    mark.event = removal;
    m_marks.insert(removal, mark);
    return mark;
}

Result<void> RemovalReader::fill(StoredEvent &event, const QString &type)
{
    MERGELOOM_TRY(RemovedMark mark, markOf(event.removal));
    event.remains = event.line;
    const Remains remains = parseJsonAs<Remains>(event.remains).value_or(Remains{});
    mark.hash = remains.hash;
    event.line = compactJsonOf(Event{event.seq, remains.ts, type, remains.data, {}, mark});
    return {};
}

} // namespace mergeloom
