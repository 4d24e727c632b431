#include "service/storage/TicketStore.h"

#include "service/storage/JobRow.h"
#include "service/storage/Paging.h"

namespace mergeloom {

namespace {

/// Columns: id, source, key, title, body, labels, url, requester, priority, refusal, created_at.
Result<StoredTicket> readTicket(const Statement &statement)
{
    StoredTicket stored;
    stored.id = statement.id<TicketId>(0);
    Ticket &ticket = stored.ticket;
    ticket.source = statement.text(1);
    ticket.key = statement.text(2);
    ticket.title = statement.text(3);
    ticket.body = statement.text(4);
    MERGELOOM_TRY(ticket.labels, statement.json<QStringList>(5));
    ticket.url = statement.text(6);
    ticket.requester = statement.text(7);
    stored.priority = int(statement.integer(8));
    stored.refusal = statement.text(9);
    stored.createdAt = statement.time(10);
    return stored;
}

/// A ticket, and from column 11 on its job, if it has one.
Result<api::TicketView> readTicketWithJob(const Statement &statement)
{
    MERGELOOM_TRY(StoredTicket stored, readTicket(statement));
    api::TicketView view{stored.id, stored.ticket, stored.createdAt, std::nullopt, stored.refusal};
    if (!statement.isNull(11)) {
        MERGELOOM_TRY(const StoredJob job, readJobRow(statement, 11));
        view.job = job.view;
    }
    return view;
}

} // namespace

Result<void> TicketStore::insert(const WriteTransaction &transaction, const StoredTicket &stored)
{
    Statement statement(transaction, R"sql(
        INSERT INTO ticket (id, source, key, title, body, labels, url, requester, priority, refusal, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql");
    const Ticket &ticket = stored.ticket;
    statement.bind(stored.id)
        .bind(ticket.source)
        .bind(ticket.key)
        .bind(ticket.title)
        .bind(ticket.body)
        .bind(ticket.labels);
    statement.bind(ticket.url).bind(ticket.requester).bind(stored.priority).bind(stored.refusal).bind(stored.createdAt);
    const Result<void> done = statement.run();
    if (!done && done.error().code == ErrorCode::Conflict)
        return failure(ErrorCode::Conflict,
            QStringLiteral("There is a ticket %1 already. Choose another key, or leave it empty.").arg(ticket.key),
            {{"field", "key"}});
    return done;
}

Result<void> TicketStore::setRefusal(const WriteTransaction &transaction, const TicketId &id, const QString &refusal)
{
    Statement statement(transaction, R"sql(UPDATE ticket SET refusal = ? WHERE id = ?)sql");
    return statement.bind(refusal).bind(id).run();
}

Result<std::optional<StoredTicket>> TicketStore::find(const ReadTransaction &transaction, const TicketId &id)
{
    Statement statement(transaction, R"sql(
        SELECT id, source, key, title, body, labels, url, requester, priority, refusal, created_at FROM ticket WHERE id = ?)sql");
    return readOne<StoredTicket>(statement.bind(id), readTicket);
}

Result<std::optional<StoredTicket>> TicketStore::findByKey(
    const ReadTransaction &transaction, const QString &source, const QString &key)
{
    Statement statement(transaction, R"sql(
        SELECT id, source, key, title, body, labels, url, requester, priority, refusal, created_at
        FROM ticket WHERE source = ? AND key = ?)sql");
    return readOne<StoredTicket>(statement.bind(source).bind(key), readTicket);
}

Result<api::Page<api::TicketView>> TicketStore::list(
    const ReadTransaction &transaction, const QString &text, int limit, const QString &cursor)
{
    MERGELOOM_TRY(const QStringList after, readCursor(cursor, 1));
    Statement statement(transaction,
        QByteArray(
            "WITH given (after_id, wanted, pattern) AS (VALUES (?, ?, ?)) SELECT ticket.id, source, key, ticket.title, body, "
            "labels, url, requester, ticket.priority, refusal, created_at, ")
            + jobColumns + R"which(
        FROM given CROSS JOIN ticket LEFT JOIN job ON job.ticket_id = ticket.id
        WHERE (after_id = '' OR ticket.id < after_id)
            AND (wanted = '' OR key LIKE pattern ESCAPE '\' OR ticket.title LIKE pattern ESCAPE '\')
        ORDER BY ticket.id DESC LIMIT ?)which");
    statement.bind(after.value(0)).bind(text).bind(containsPattern(text)).bind(pageSize(limit) + 1);
    return readPage<api::Page<api::TicketView>>(
        statement, limit, readTicketWithJob, [](const api::TicketView &view) { return QStringList{view.id.text()}; });
}

Result<int> TicketStore::count(const ReadTransaction &transaction)
{
    Statement statement(transaction, R"sql(SELECT count(*) FROM ticket)sql");
    MERGELOOM_CHECK(statement.next());
    return int(statement.integer(0));
}

} // namespace mergeloom
