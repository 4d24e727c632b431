#include "service/storage/EventStore.h"

#include "service/storage/Compression.h"
#include "service/storage/LedgerStore.h"
#include "service/storage/RemovalReader.h"
#include "service/storage/Statement.h"

namespace mergeloom {

namespace {

enum Encoding { Plain = 0, Zstd = 1 }; // beyond: of what stays of a removed line
constexpr qsizetype worthCompressing = 1024;

struct StreamRow {
    qint64 number = 0;
    StreamHead head;
};

Result<std::optional<StreamRow>> findStream(const ReadTransaction &transaction, const QString &name)
{
    Statement statement(transaction, R"sql(SELECT number, seq, hash FROM event_stream WHERE name = ? /* lock */)sql");
    MERGELOOM_TRY(const bool isRow, statement.bind(name).next());
    if (!isRow)
        return std::optional<StreamRow>();
    return std::optional(StreamRow{statement.integer(0), {statement.integer(1), statement.text(2)}});
}

Result<StreamRow> findOrMakeStream(const WriteTransaction &transaction, const QString &name)
{
    MERGELOOM_TRY(const auto found, findStream(transaction, name));
    if (found)
        return *found;
    Statement statement(transaction, R"sql(
        INSERT INTO event_stream (name, seq, hash) VALUES (?, 0, '') ON CONFLICT (name) DO NOTHING RETURNING number)sql");
    MERGELOOM_TRY(const bool isNew, statement.bind(name).next());
    if (isNew)
        return StreamRow{statement.integer(0), {}};
    // Another gateway made it at the same time.
    MERGELOOM_TRY(const auto made, findStream(transaction, name));
    return made.value_or(StreamRow{});
}

struct EventRow {
    qint64 id = 0;
    qint64 seq = 0;
    QString type; ///< letters and dots
    Encoding encoding = Plain;
    QByteArray bytes;
};

/// PostgreSQL is slow by the statement, not by the row: one takes them all, as arrays.
Result<void> insertRowsAtOnce(const WriteTransaction &transaction, qint64 stream, const QList<EventRow> &rows)
{
    QByteArrayList ids;
    QByteArrayList seqs;
    QByteArrayList types;
    QByteArrayList encodings;
    QByteArrayList lines;
    for (const EventRow &row : rows) {
        ids << QByteArray::number(row.id);
        seqs << QByteArray::number(row.seq);
        types << '"' + row.type.toUtf8().replace('\\', "\\\\").replace('"', "\\\"") + '"';
        encodings << QByteArray::number(row.encoding);
        lines << "\"\\\\x" + row.bytes.toHex() + '"';
    }
    Statement insert(transaction, R"postgres(
        INSERT INTO event (id, stream, seq, type, encoding, line)
        SELECT id, ?, seq, type, encoding, line FROM unnest(CAST(CAST(? AS text) AS bigint[]),
            CAST(CAST(? AS text) AS bigint[]), CAST(CAST(? AS text) AS text[]), CAST(CAST(? AS text) AS bigint[]),
            CAST(CAST(? AS text) AS bytea[])) AS given (id, seq, type, encoding, line))postgres");
    insert.bind(stream);
    for (const QByteArrayList &column : {ids, seqs, types, encodings, lines})
        insert.bind(QString::fromUtf8('{' + column.join(',') + '}'));
    return insert.run();
}

Result<void> insertRows(const WriteTransaction &transaction, qint64 stream, const QList<EventRow> &rows)
{
    if (transaction.connection().dialect() == Dialect::PostgreSql)
        return insertRowsAtOnce(transaction, stream, rows);
    Statement insert(transaction,
        R"sqlite(INSERT INTO event (id, stream, seq, type, encoding, line) VALUES (?, ?, ?, ?, ?, ?))sqlite");
    for (const EventRow &row : rows) {
        insert.bind(row.id).bind(stream).bind(row.seq).bind(row.type).bind(row.encoding);
        MERGELOOM_CHECK(insert.bind(row.bytes).run());
    }
    return {};
}

Result<QByteArray> lineOf(const Statement &statement, int encodingColumn, int lineColumn)
{
    const QByteArray bytes = statement.bytes(lineColumn);
    return statement.integer(encodingColumn) == Zstd ? decompressed(bytes) : Result<QByteArray>(bytes);
}

Statement selectEvents(const ReadTransaction &transaction, const QByteArray &which)
{
    return {transaction,
        "SELECT event.id, event_stream.name, event.seq, event.encoding, event.line, event.removal, event.type FROM event "
        "JOIN event_stream ON event_stream.number = event.stream "
            + which};
}

/// Of selectEvents().
Result<QList<StoredEvent>> readEvents(const ReadTransaction &transaction, Statement &statement)
{
    QList<StoredEvent> events;
    QHash<qsizetype, QString> removed; // types by place
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            break;
        MERGELOOM_TRY(QByteArray line, lineOf(statement, 3, 4));
        StoredEvent event{statement.integer(0), statement.text(1), statement.integer(2), std::move(line)};
        if (!statement.isNull(5)) {
            event.removal = statement.integer(5);
            removed.insert(events.size(), statement.text(6));
        }
        events.append(std::move(event));
    }
    RemovalReader removals(transaction);
    for (auto it = removed.cbegin(); it != removed.cend(); ++it)
        MERGELOOM_CHECK(removals.fill(events[it.key()], *it));
    return events;
}

Result<void> checkSameAsStored(const ReadTransaction &transaction, const QString &stream, const EventLine &event)
{
    MERGELOOM_TRY(const auto stored, EventStore::find(transaction, stream, event.event.seq));
    if (stored) {
        MERGELOOM_TRY(const QString hash, lineHash(*stored));
        if (stored->removal ? hash == eventHash(event.line) : stored->line == event.line)
            return {};
    }
    return failure(ErrorCode::Corrupt,
        QStringLiteral(
            "Event %1 of %2 is stored already with another text. The journal was changed after it was shipped.")
            .arg(event.event.seq)
            .arg(stream),
        {{"seq", event.event.seq}, {"stream", stream}});
}

Result<void> checkFollows(const StreamHead &head, const QString &stream, const Event &event)
{
    if (event.seq != head.seq + 1)
        return failure(ErrorCode::Conflict,
            QStringLiteral("Event %1 of %2 came where %3 was due. Send them from %3 on.")
                .arg(event.seq)
                .arg(stream)
                .arg(head.seq + 1),
            {{"wanted_seq", head.seq + 1}, {"stream", stream}});
    if (event.prev != head.hash)
        return failure(ErrorCode::Corrupt,
            QStringLiteral("Event %1 of %2 does not follow the one before it: its prev is not that line's hash.")
                .arg(event.seq)
                .arg(stream),
            {{"seq", event.seq}, {"stream", stream}});
    return {};
}

/// Events that are older than the log are its first leaves. Once in the life of a database.
Result<qint64> sealEarlier(const WriteTransaction &transaction, const LedgerState &ledger)
{
    constexpr int batch = 5000;
    qint64 size = ledger.size;
    while (size < ledger.earlier) {
        MERGELOOM_TRY(const auto events, EventStore::all(transaction, size, batch));
        QList<merkle::Hash> leaves;
        for (const StoredEvent &event : events) {
            if (event.id != size + leaves.size() + 1)
                break;
            leaves.append(logLeaf(event.stream, event.line));
        }
        if (leaves.isEmpty())
            return failure(ErrorCode::Corrupt,
                QStringLiteral("Event %1 is not in the database any more. Restore a backup.").arg(size + 1));
        MERGELOOM_CHECK(LedgerStore::append(transaction, size, leaves));
        size += leaves.size();
    }
    return size;
}

} // namespace

QByteArray logEntry(const QString &stream, const QByteArray &line) { return stream.toUtf8() + '\n' + line; }

merkle::Hash logLeaf(const QString &stream, const QByteArray &line)
{
    return merkle::leafHash({stream.toUtf8(), QByteArrayView("\n", 1), line});
}

Result<StreamHead> EventStore::head(const ReadTransaction &transaction, const QString &stream)
{
    MERGELOOM_TRY(const auto found, findStream(transaction, stream));
    return found ? found->head : StreamHead{};
}

Result<StreamHead> EventStore::append(
    const WriteTransaction &transaction, const QString &stream, const QList<EventLine> &events)
{
    if (events.isEmpty())
        return head(transaction, stream);
    MERGELOOM_TRY(StreamRow row, findOrMakeStream(transaction, stream));
    MERGELOOM_TRY(const LedgerState ledger, LedgerStore::state(transaction));
    MERGELOOM_TRY(const qint64 size, sealEarlier(transaction, ledger));
    QList<merkle::Hash> leaves;
    QList<EventRow> rows;
    for (const EventLine &event : events) {
        if (event.event.seq <= row.head.seq && event.event.seq > 0) {
            MERGELOOM_CHECK(checkSameAsStored(transaction, stream, event));
            continue;
        }
        MERGELOOM_CHECK(checkFollows(row.head, stream, event.event));
        const bool isLong = event.line.size() >= worthCompressing;
        const qint64 id = size + leaves.size() + 1;
        rows.append({id, event.event.seq, event.event.type, isLong ? Zstd : Plain,
            isLong ? compressed(event.line) : event.line});
        row.head = {event.event.seq, eventHash(event.line)};
        leaves.append(logLeaf(stream, event.line));
        transaction.announce({id, stream, event.event.seq, event.line});
    }
    if (leaves.isEmpty())
        return row.head;
    MERGELOOM_CHECK(insertRows(transaction, row.number, rows));
    MERGELOOM_CHECK(LedgerStore::append(transaction, size, leaves));
    Statement update(transaction, R"sql(UPDATE event_stream SET seq = ?, hash = ? WHERE number = ?)sql");
    MERGELOOM_CHECK(update.bind(row.head.seq).bind(row.head.hash).bind(row.number).run());
    return row.head;
}

Result<void> EventStore::record(
    const WriteTransaction &transaction, const QString &stream, const QString &type, const QJsonObject &data)
{
    MERGELOOM_TRY(const StreamHead last, head(transaction, stream));
    const Event event{last.seq + 1, Timestamp::now(), type, data, last.hash};
    MERGELOOM_CHECK(append(transaction, stream, {{event, compactJsonOf(event)}}));
    return {};
}

Result<QList<StoredEvent>> EventStore::ofStream(
    const ReadTransaction &transaction, const QString &stream, qint64 afterSeq, int limit)
{
    Statement statement =
        selectEvents(transaction, "WHERE event_stream.name = ? AND event.seq > ? ORDER BY event.seq LIMIT ?");
    statement.bind(stream).bind(afterSeq).bind(limit);
    return readEvents(transaction, statement);
}

Result<QList<StoredEvent>> EventStore::ofStream(
    const ReadTransaction &transaction, const QString &stream, const QStringList &types, qint64 afterSeq, int limit)
{
    if (types.isEmpty())
        return ofStream(transaction, stream, afterSeq, limit);
    Statement statement = selectEvents(transaction,
        "WHERE event_stream.name = ? AND event.seq > ? AND event.type IN (SELECT value FROM json_each(?)) ORDER BY event.seq LIMIT ?");
    statement.bind(stream).bind(afterSeq).bind(types).bind(limit);
    return readEvents(transaction, statement);
}

Result<void> EventStore::eachOfStream(const ReadTransaction &transaction, const QString &stream,
    const QStringList &types, const std::function<Result<void>(Event)> &take)
{
    constexpr int batch = 500;
    for (qint64 after = 0;;) {
        MERGELOOM_TRY(const auto stored, ofStream(transaction, stream, types, after, batch));
        for (const StoredEvent &each : stored) {
            MERGELOOM_TRY(Event event, parseEventLine(each.line));
            MERGELOOM_CHECK(take(std::move(event)));
        }
        if (stored.size() < batch)
            return {};
        after = stored.last().seq;
    }
}

Result<QList<StoredEvent>> EventStore::ofStreamBackwards(
    const ReadTransaction &transaction, const QString &stream, qint64 beforeSeq, int limit)
{
    Statement statement =
        selectEvents(transaction, "WHERE event_stream.name = ? AND event.seq < ? ORDER BY event.seq DESC LIMIT ?");
    statement.bind(stream).bind(beforeSeq > 0 ? beforeSeq : std::numeric_limits<qint64>::max()).bind(limit);
    return readEvents(transaction, statement);
}

Result<QList<StoredEvent>> EventStore::ofStreamBackwards(
    const ReadTransaction &transaction, const QString &stream, const QStringList &types, qint64 beforeSeq, int limit)
{
    Statement statement = selectEvents(transaction,
        "WHERE event_stream.name = ? AND event.seq < ? AND event.type IN (SELECT value FROM json_each(?)) ORDER BY event.seq DESC LIMIT ?");
    statement.bind(stream).bind(beforeSeq > 0 ? beforeSeq : std::numeric_limits<qint64>::max()).bind(types);
    return readEvents(transaction, statement.bind(limit));
}

Result<QList<StoredEvent>> EventStore::all(const ReadTransaction &transaction, qint64 afterId, int limit)
{
    Statement statement = selectEvents(transaction, "WHERE event.id > ? ORDER BY event.id LIMIT ?");
    statement.bind(afterId).bind(limit);
    return readEvents(transaction, statement);
}

Result<QList<StoredEvent>> EventStore::ofType(
    const ReadTransaction &transaction, const QString &type, qint64 afterId, int limit)
{
    Statement statement = selectEvents(transaction, "WHERE event.id > ? AND event.type = ? ORDER BY event.id LIMIT ?");
    return readEvents(transaction, statement.bind(afterId).bind(type).bind(limit));
}

Result<std::optional<StoredEvent>> EventStore::find(
    const ReadTransaction &transaction, const QString &stream, qint64 seq)
{
    MERGELOOM_TRY(const auto events, ofStream(transaction, stream, seq - 1, 1));
    if (events.isEmpty() || events.first().seq != seq)
        return std::optional<StoredEvent>();
    return std::optional(events.first());
}

Result<QList<qint64>> EventStore::ids(const ReadTransaction &transaction, const QString &stream, qint64 count)
{
    Statement statement(transaction, R"sql(
        SELECT event.id FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event_stream.name = ? AND event.seq <= ? ORDER BY event.seq)sql");
    statement.bind(stream).bind(count);
    QList<qint64> ids;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return ids;
        ids.append(statement.integer(0));
    }
}

Result<qint64> EventStore::newestId(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT coalesce(max(id), 0) FROM event)sql");
    MERGELOOM_CHECK(statement.next());
    return statement.integer(0);
}

Result<QStringList> EventStore::streams(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT name FROM event_stream ORDER BY number)sql");
    QStringList names;
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return names;
        names << statement.text(0);
    }
}

Result<QString> lineHash(const StoredEvent &event)
{
    if (event.removal == 0)
        return eventHash(event.line);
    MERGELOOM_TRY(const Event parsed, parseEventLine(event.line));
    return parsed.removed ? parsed.removed->hash : QString();
}

Result<Event> parseEventLine(const QByteArray &line)
{
    auto event = parseJsonAs<Event>(line);
    if (!event)
        return failure(
            ErrorCode::Corrupt, QStringLiteral("A stored event cannot be read: %1").arg(event.error().message));
    return event;
}

} // namespace mergeloom
