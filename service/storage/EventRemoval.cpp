#include "service/storage/EventRemoval.h"

#include "service/storage/Compression.h"
#include "service/storage/EventStore.h"
#include "service/storage/LedgerStore.h"
#include "service/storage/Statement.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>
#include <numeric>

namespace mergeloom {

namespace {

/// So much at once that writers wait for some milliseconds.
constexpr int mostEventsAtOnce = 200;
constexpr qint64 mostBytesAtOnce = 1 << 20;
/// Jobs that may end between the beginning of a run and the end of its own job.
constexpr int jobEndsLookedAt = 500;

/// Of `event.encoding`.
enum RemainsOf { Compressed = 1, Part = 2, Fact = 3 };

bool takesAll(const RetentionStep &step) { return step.content == QLatin1StringView(retained_content::runs); }

Result<QByteArray> wholeLineOf(const Statement &row)
{
    return row.integer(4) == Compressed ? decompressed(row.bytes(5)) : Result<QByteArray>(row.bytes(5));
}

/// Rows have the columns id, stream, seq, type, encoding, line, removal, and the stream's name.
class Preparation
{
public:
    explicit Preparation(EventRemoval &removal) : m_removal(removal) {}

    bool hasRoomFor(const Statement &row) const
    {
        return m_removal.rows.isEmpty()
            || (m_removal.rows.size() < mostEventsAtOnce
                && m_removal.amount.bytes + row.bytes(5).size() <= mostBytesAtOnce);
    }

    Result<void> take(const Statement &row)
    {
        const QByteArray stored = row.bytes(5);
        EventRemoval::Row taken{
            row.integer(0), row.integer(1), row.integer(2), row.text(3), row.integer(6), stored.size(), {}};
        Remains remains;
        if (!row.isNull(6)) {
            MERGELOOM_TRY(remains, parseJsonAs<Remains>(stored));
        } else {
            MERGELOOM_TRY(const QByteArray line, wholeLineOf(row));
            MERGELOOM_TRY(const Event event, parseEventLine(line));
            remains = {event.ts, event.data, eventHash(line)};
        }
        remains.data = keptData(m_removal.step.content, taken.type, remains.data);
        taken.remains = compactJsonOf(remains);
        m_removal.amount += {1, taken.bytes};
        m_streams.append(row.text(7));
        m_removal.ownEvents += row.text(7) == m_removal.step.run.text() ? 1 : 0;
        m_removal.rows.append(std::move(taken));
        return {};
    }

    /// The end of the run's job, which says how it went.
    Result<void> takeJobEnds(const ReadTransaction &transaction)
    {
        const QString wanted = m_removal.step.run.text();
        Statement statement(transaction, R"sql(
            SELECT event.id, event.stream, event.seq, event.type, event.encoding, event.line, event.removal, event_stream.name
            FROM event JOIN event_stream ON event_stream.number = event.stream
            WHERE event.type = 'job.finished' AND event.id > ? AND event_stream.name = 'controller'
            ORDER BY event.id LIMIT ?)sql");
        statement.bind(m_removal.rows.first().id).bind(jobEndsLookedAt);
        for (;;) {
            MERGELOOM_TRY(const bool isRow, statement.next());
            if (!isRow)
                return {};
            if (!statement.isNull(6))
                continue;
            MERGELOOM_TRY(const QByteArray line, wholeLineOf(statement));
            const auto event = parseEventLine(line);
            if (event && event->data.value(QStringLiteral("run_id")).toString() == wanted)
                MERGELOOM_CHECK(take(statement));
        }
    }

    void seal()
    {
        QList<qsizetype> order(m_removal.rows.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::sort(order, {}, [this](qsizetype place) { return m_removal.rows[place].id; });
        QCryptographicHash hash(QCryptographicHash::Sha256);
        QList<EventRemoval::Row> sorted;
        for (const qsizetype place : order) {
            const EventRemoval::Row &row = m_removal.rows[place];
            hash.addData(sealedRemains(row.id, m_streams[place], row.seq, row.type, row.remains));
            sorted.append(row);
        }
        m_removal.rows = sorted;
        m_removal.digest = hash.result().toHex();
    }

private:
    EventRemoval &m_removal;
    QStringList m_streams;
};

/// Of a removal that took a part of these events: all of them, for what it sealed must stay whole or go.
Result<bool> takeEarlierRemoval(const ReadTransaction &transaction, EventRemoval &removal, Preparation &preparation)
{
    Statement find(transaction, R"sql(
        SELECT event.removal FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event_stream.name = ? AND event.encoding = 2 LIMIT 1)sql");
    MERGELOOM_TRY(const bool isThere, find.bind(removal.step.run).next());
    if (!isThere)
        return false;
    removal.replaces = find.integer(0);
    Statement rows(transaction, R"sql(
        SELECT event.id, event.stream, event.seq, event.type, event.encoding, event.line, event.removal, event_stream.name
        FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event.removal = ? ORDER BY event.id)sql");
    rows.bind(removal.replaces);
    for (;;) {
        MERGELOOM_TRY(const bool isRow, rows.next());
        if (!isRow)
            return true;
        MERGELOOM_CHECK(preparation.take(rows));
    }
}

/// False: there is more.
Result<bool> takeWholeEvents(const ReadTransaction &transaction, const EventRemoval &removal, Preparation &preparation)
{
    Statement rows(transaction, R"sql(
        SELECT event.id, event.stream, event.seq, event.type, event.encoding, event.line, event.removal, event_stream.name
        FROM event JOIN event_stream ON event_stream.number = event.stream
        WHERE event_stream.name = ? AND event.encoding < 2
            AND (? = 1 OR event.type IN (SELECT value FROM json_each(?)))
        ORDER BY event.seq LIMIT ?)sql");
    rows.bind(removal.step.run).bind(takesAll(removal.step) ? 1 : 0).bind(typesWith(removal.step.content));
    rows.bind(mostEventsAtOnce + 1);
    for (;;) {
        MERGELOOM_TRY(const bool isRow, rows.next());
        if (!isRow)
            return true;
        if (!preparation.hasRoomFor(rows))
            return false;
        MERGELOOM_CHECK(preparation.take(rows));
    }
}

QJsonArray rangesOf(const QList<EventRemoval::Row> &rows)
{
    QList<QList<qint64>> ranges;
    for (const EventRemoval::Row &row : rows) {
        if (!ranges.isEmpty() && ranges.last()[1] == row.id - 1)
            ranges.last()[1] = row.id;
        else
            ranges.append({row.id, row.id});
    }
    return toJson(ranges).toArray();
}

/// In place: SQLite then overwrites the bytes where they lie, and makes no copy of what is beside them.
Result<void> exchange(const WriteTransaction &transaction, const EventRemoval &prepared, qint64 removal)
{
    Statement put(transaction, R"sql(
        UPDATE event SET encoding = ?, line = ?, removal = ? WHERE id = ? AND coalesce(removal, 0) = ?)sql");
    for (const EventRemoval::Row &row : prepared.rows) {
        put.bind(takesAll(prepared.step) ? Fact : Part).bind(row.remains).bind(removal);
        MERGELOOM_CHECK(put.bind(row.id).bind(row.removal).run());
        if (put.changedRows() != 1)
            return failure(
                ErrorCode::Conflict, QStringLiteral("Event %1 was removed by somebody else meanwhile.").arg(row.id));
    }
    return {};
}

Result<void> allow(const WriteTransaction &transaction, const EventRemoval &prepared, qint64 removal)
{
    QSet<qint64> streams;
    for (const EventRemoval::Row &row : prepared.rows)
        streams.insert(row.stream);
    Statement permit(transaction, R"sql(INSERT INTO removal_permit (removal, stream) VALUES (?, ?))sql");
    for (const qint64 stream : std::as_const(streams))
        MERGELOOM_CHECK(permit.bind(removal).bind(stream).run());
    return {};
}

} // namespace

Result<EventRemoval> EventRemoval::prepare(const ReadTransaction &transaction, const RetentionStep &step)
{
    EventRemoval removal;
    removal.step = step;
    Preparation preparation(removal);
    bool isTaken = false;
    if (takesAll(step)) {
        MERGELOOM_TRY(isTaken, takeEarlierRemoval(transaction, removal, preparation));
    }
    if (!isTaken) {
        MERGELOOM_TRY(const bool isAll, takeWholeEvents(transaction, removal, preparation));
        if (isAll && takesAll(step) && !removal.rows.isEmpty())
            MERGELOOM_CHECK(preparation.takeJobEnds(transaction));
    }
    preparation.seal();
    return removal;
}

Result<RemovalView> EventRemoval::apply(const WriteTransaction &transaction, const QString &by) const
{
    QJsonObject said{{"run_id", step.run.text()}, {"content", step.content}, {"policy", step.policy}, {"why", step.why},
        {"by", by}, {"events", amount.events}, {"bytes", amount.bytes}, {"ids", rangesOf(rows)},
        {"digest", QString::fromLatin1(digest)}};
    if (replaces > 0)
        said.insert(QStringLiteral("replaces"), replaces);
    MERGELOOM_CHECK(EventStore::record(
        transaction, QLatin1StringView(controllerStream), QLatin1StringView(event_type::retentionRemoved), said));
    const StoredEvent &recorded = transaction.announced().last();
    MERGELOOM_TRY(const Event event, parseEventLine(recorded.line));
    MERGELOOM_CHECK(allow(transaction, *this, recorded.id));
    MERGELOOM_CHECK(exchange(transaction, *this, recorded.id));
    MERGELOOM_CHECK(Statement(transaction, R"sql(DELETE FROM removal_permit)sql").run());
    return RemovalView{recorded.id, step.content, step.policy, event.ts, ownEvents};
}

} // namespace mergeloom
