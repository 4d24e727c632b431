#include "service/http/TicketsApi.h"

#include "service/storage/TicketStore.h"

namespace mergeloom {

QList<Route> TicketsApi::routes()
{
    using api::TicketRequest;
    using api::TicketView;
    const QString all = QStringLiteral("/api/v1/tickets");
    QStringList listParameters = PageQuery::parameters();
    listParameters << QStringLiteral("q: text in key or title");

    Route list = jsonRoute<api::Page<TicketView>>(
        "GET", all, Access::Viewer, QStringLiteral("List tickets, newest first"),
        [this](const ApiRequest &request) -> Result<Reply<api::Page<TicketView>>> {
            MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
            MERGELOOM_TRY(auto found, m_intake.list(request.queryText(QStringLiteral("q")), page.limit, page.cursor));
            return Reply<api::Page<TicketView>>{std::move(found)};
        },
        listParameters);
    Route add = jsonRoute<TicketRequest, TicketView>("POST", all, Access::Operator,
        QStringLiteral("Write a ticket and queue it"),
        [this](const ApiRequest &request, const TicketRequest &body) -> Result<Reply<TicketView>> {
            MERGELOOM_TRY(TicketView view, m_intake.submit(body, actor(request)));
            return Reply<TicketView>{std::move(view), 201, {}};
        });
    Route get = jsonRoute<TicketView>("GET", all + QStringLiteral("/{key}"), Access::Viewer,
        QStringLiteral("Show a ticket with its job"), [this](const ApiRequest &request) { return find(request); },
        {QStringLiteral("source: where the ticket lives (local)")});
    return {list, m_idempotency.repeatable(documented(add, 201)), get};
}

Result<Reply<api::TicketView>> TicketsApi::find(const ApiRequest &request)
{
    const QString key = request.parameter(QStringLiteral("key"));
    QString source = request.queryText(QStringLiteral("source"));
    if (source.isEmpty())
        source = QStringLiteral("local");
    MERGELOOM_TRY(const std::optional<StoredTicket> stored, m_database.read([&](const ReadTransaction &transaction) {
        return TicketStore::findByKey(transaction, source, key);
    }));
    if (!stored)
        return failure(ErrorCode::NotFound,
            QStringLiteral("There is no ticket \"%1\" from %2. `ticket list` shows those there are.").arg(key, source));
    MERGELOOM_TRY(api::TicketView view, m_intake.find(stored->id));
    return Reply<api::TicketView>{std::move(view)};
}

} // namespace mergeloom
