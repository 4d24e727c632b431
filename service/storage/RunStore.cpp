#include "service/storage/RunStore.h"

#include "service/storage/Compression.h"
#include "service/storage/Paging.h"
#include "service/storage/RunText.h"

#include <QCryptographicHash>
#include <QDate>

namespace mergeloom {

namespace {

constexpr qint64 dayLength = qint64(24) * 3600 * 1000000;

QString searchText(const RunSummary &run, const QString &ticketBody)
{
    return QStringList{
        run.ticketKey, run.title, run.repository, run.branch, run.requester, run.headCommit, run.summary, ticketBody}
        .join(u'\n');
}

Result<RunSummary> readSummary(const Statement &statement) { return statement.json<RunSummary>(0); }

/// What is filtered by must fit into an index.
QString indexed(const QString &text) { return text.left(200); }

/// A condition that goes with every index.
constexpr auto everyIndex = "";

/// A condition of the list and its value. Only those in use are part of the statement.
struct Condition {
    const char *sql;
    QVariant value;
    const char *index = nullptr; ///< that gives such runs newest first
    bool isNarrow = false;       ///< few runs have the same value
};

QString arrayOf(const QList<qint64> &numbers)
{
    QStringList texts;
    for (const qint64 number : numbers)
        texts << QString::number(number);
    return u'{' + texts.join(u',') + u'}';
}

Result<QList<Condition>> conditionsOf(const ReadTransaction &transaction, const RunFilter &filter)
{
    QList<Condition> conditions;
    const auto add = [&](const char *sql, const QString &value, const char *index, bool isNarrow = false) {
        if (!value.isEmpty())
            conditions.append({sql, indexed(value), index, isNarrow});
    };
    add("state = ?", filter.state, "run_by_state");
    add("repository = ?", filter.repository, "run_by_repository");
    add("ticket_key = ?", filter.ticketKey, "run_by_ticket", true);
    add("provider = ?", filter.provider, "run_by_provider");
    add("job_id = ?", filter.jobId ? filter.jobId->text() : QString(), "run_by_job", true);
    add("reason = ?", filter.reason, "run_by_reason");
    add("requester = ?", filter.requester, "run_by_requester");
    add("model = ?", filter.model, "run_by_model");
    add("branch = ?", filter.branch, "run_by_branch", true);
    if (filter.pushed != RunFilter::Pushed::Either)
        conditions.append({"is_pushed = ?", filter.pushed == RunFilter::Pushed::Yes ? 1 : 0});
    if (filter.minimumTokens > 0)
        conditions.append({"tokens >= ?", filter.minimumTokens});
    if (filter.minimumUsd > 0)
        conditions.append({"cost_usd >= ?", filter.minimumUsd});
    if (!filter.text.trimmed().isEmpty()) {
        MERGELOOM_TRY(const auto few, RunText::few(transaction, filter.text));
        if (few)
            conditions.append({"number = ANY (CAST(CAST(? AS text) AS bigint[]))", arrayOf(*few)});
        else
            conditions.append({RunText::condition(transaction), RunText::query(transaction, filter.text)});
    }
    if (filter.since)
        conditions.append({"started_at >= ?", filter.since->microseconds, everyIndex});
    if (filter.until)
        conditions.append({"started_at < ?", filter.until->microseconds, everyIndex});
    return conditions;
}

/// Left to itself SQLite takes any of the indexes, and then reads each row for what else is asked for; run_by_start holds it all.
QByteArray leadingIndex(const QList<Condition> &conditions)
{
    QList<Condition> deciding;
    for (const Condition &condition : conditions)
        if (condition.index != everyIndex)
            deciding.append(condition);
    for (const Condition &condition : std::as_const(deciding))
        if (condition.isNarrow || (deciding.size() == 1 && condition.index))
            return condition.index;
    return "run_by_start";
}

QByteArray listSql(const QList<Condition> &conditions, const QByteArray &after)
{
    QByteArrayList parts;
    for (const Condition &condition : conditions)
        parts << condition.sql;
    if (!after.isEmpty())
        parts << after;
    return "SELECT summary FROM run /* by " + leadingIndex(conditions) + " */"
        + (parts.isEmpty() ? QByteArray() : " WHERE " + parts.join(" AND "))
        + " ORDER BY started_at DESC, id DESC LIMIT ?";
}

void bindValue(Statement &statement, const QVariant &value)
{
    if (value.metaType().id() == QMetaType::QString)
        statement.bind(value.toString());
    else if (value.metaType().id() == QMetaType::Double)
        statement.bind(value.toDouble());
    else
        statement.bind(value.toLongLong());
}

/// The distinct values of a column, each found by one step into its index.
Result<QStringList> distinct(const ReadTransaction &transaction, const QByteArray &column)
{
    constexpr int most = 200;
    QStringList values;
    QString last;
    while (values.size() < most) {
        Statement statement(transaction, "SELECT min(" + column + ") FROM run WHERE " + column + " > ?");
        MERGELOOM_CHECK(statement.bind(last).next());
        if (statement.isNull(0))
            break;
        last = statement.text(0);
        values << last;
    }
    return values;
}

} // namespace

Result<void> RunStore::putSummary(const WriteTransaction &transaction, const RunSummary &run, const QString &ticketBody)
{
    const QString text = searchText(run, ticketBody);
    const QByteArray hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1);
    Statement find(transaction, R"sql(SELECT number, search_hash FROM run WHERE id = ?)sql");
    MERGELOOM_TRY(const bool isThere, find.bind(run.id).next());
    qint64 number = isThere ? find.integer(0) : 0;
    const bool isSearchTextNew = !isThere || find.bytes(1) != hash;

    const auto bindFields = [&](Statement &statement) -> Statement & {
        statement.bind(run.jobId).bind(run.ticketKey).bind(run.repository).bind(run.provider).bind(run.state);
        statement.bind(run.startedAt).bind(run.finishedAt).bind(run.costUsd);
        statement.bind(indexed(run.reason)).bind(indexed(run.requester)).bind(indexed(run.model));
        statement.bind(indexed(run.branch)).bind(run.isPushed ? 1 : 0).bind(run.usage.total());
        return statement.bind(QString::fromUtf8(compactJsonOf(run))).bind(hash).bind(run.id);
    };
    if (isThere) {
        Statement update(transaction, R"sql(
            UPDATE run SET job_id = ?, ticket_key = ?, repository = ?, provider = ?, state = ?, started_at = ?, finished_at = ?,
                cost_usd = ?, reason = ?, requester = ?, model = ?, branch = ?, is_pushed = ?, tokens = ?, summary = ?, search_hash = ?
            WHERE id = ?)sql");
        MERGELOOM_CHECK(bindFields(update).run());
    } else {
        Statement insert(transaction, R"sql(
            INSERT INTO run (job_id, ticket_key, repository, provider, state, started_at, finished_at, cost_usd, reason, requester,
                model, branch, is_pushed, tokens, summary, search_hash, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number)sql");
        MERGELOOM_CHECK(bindFields(insert).next());
        number = insert.integer(0);
    }
    return isSearchTextNew ? RunText::put(transaction, number, text) : Result<void>();
}

Result<void> RunStore::putSnapshot(const WriteTransaction &transaction, const RunView &view)
{
    Statement statement(transaction, R"sql(
        INSERT INTO run_snapshot (run_id, seq, view) VALUES (?, ?, ?)
        ON CONFLICT (run_id) DO UPDATE SET seq = excluded.seq, view = excluded.view)sql");
    return statement.bind(view.run.id).bind(view.run.lastSeq).bind(compressed(compactJsonOf(view))).run();
}

Result<std::optional<RunSummary>> RunStore::find(const ReadTransaction &transaction, const RunId &id)
{
    Statement statement(transaction, R"sql(SELECT summary FROM run WHERE id = ?)sql");
    return readOne<RunSummary>(statement.bind(id), readSummary);
}

Result<std::optional<RunView>> RunStore::snapshot(const ReadTransaction &transaction, const RunId &id)
{
    Statement statement(transaction, R"sql(SELECT view FROM run_snapshot WHERE run_id = ?)sql");
    return readOne<RunView>(statement.bind(id), [](const Statement &row) -> Result<RunView> {
        MERGELOOM_TRY(const QByteArray json, decompressed(row.bytes(0)));
        return parseJsonAs<RunView>(json);
    });
}

Result<api::RunPage> RunStore::list(
    const ReadTransaction &transaction, const RunFilter &filter, int limit, const QString &cursor)
{
    MERGELOOM_TRY(const QStringList after, readCursor(cursor, 2));
    MERGELOOM_TRY(const auto conditions, conditionsOf(transaction, filter));
    Statement statement(transaction, listSql(conditions, after.isEmpty() ? "" : "(started_at, id) < (?, ?)"));
    for (const Condition &condition : conditions)
        bindValue(statement, condition.value);
    if (!after.isEmpty()) {
        MERGELOOM_TRY(const qint64 startedAt, cursorNumber(after));
        statement.bind(startedAt).bind(after.value(1));
    }
    return readPage<api::RunPage>(statement.bind(pageSize(limit) + 1), limit, readSummary, [](const RunSummary &run) {
        return QStringList{QString::number(run.startedAt.microseconds), run.id.text()};
    });
}

Result<QByteArray> RunStore::listStatement(const ReadTransaction &transaction, const RunFilter &filter)
{
    MERGELOOM_TRY(const auto conditions, conditionsOf(transaction, filter));
    return listSql(conditions, {});
}

Result<api::RunChoices> RunStore::choices(const ReadTransaction &transaction)
{
    api::RunChoices choices;
    MERGELOOM_TRY(choices.reasons, distinct(transaction, "reason"));
    MERGELOOM_TRY(choices.repositories, distinct(transaction, "repository"));
    MERGELOOM_TRY(choices.requesters, distinct(transaction, "requester"));
    MERGELOOM_TRY(choices.providers, distinct(transaction, "provider"));
    MERGELOOM_TRY(choices.models, distinct(transaction, "model"));
    return choices;
}

Result<QList<api::DayFigure>> RunStore::days(const ReadTransaction &transaction, const Timestamp &today, int days)
{
    const qint64 lastDay = today.microseconds / dayLength;
    const qint64 firstDay = lastDay - days + 1;
    QList<api::DayFigure> figures;
    for (qint64 day = firstDay; day <= lastDay; ++day) {
        api::DayFigure figure;
        figure.day = QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate);
        figures.append(figure);
    }
    Statement statement(transaction, R"sql(
        SELECT finished_at / 86400000000, state, count(*), coalesce(sum(cost_usd), 0) FROM run
        WHERE finished_at >= ? AND finished_at < ? GROUP BY 1, 2)sql");
    statement.bind(firstDay * dayLength).bind((lastDay + 1) * dayLength);
    for (;;) {
        MERGELOOM_TRY(const bool isRow, statement.next());
        if (!isRow)
            return figures;
        api::DayFigure &figure = figures[statement.integer(0) - firstDay];
        const QString state = statement.text(1);
        const int count = int(statement.integer(2));
        figure.costUsd += statement.real(3);
        if (state == u"completed")
            figure.completed += count;
        else if (state == u"blocked")
            figure.blocked += count;
        else if (state == u"cancelled")
            figure.cancelled += count;
        else
            figure.failed += count;
    }
}

Result<void> RunStore::clear(const WriteTransaction &transaction)
{
    MERGELOOM_CHECK(RunText::clear(transaction));
    for (const char *sql : {R"sql(DELETE FROM run_snapshot)sql", R"sql(DELETE FROM run)sql"}) {
        Statement statement(transaction, sql);
        MERGELOOM_CHECK(statement.run());
    }
    return {};
}

} // namespace mergeloom
