#include "service/http/SessionsApi.h"

#include "service/controller/JobEvents.h"
#include "service/http/RouteRules.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

api::SessionView viewOf(const SignedInBrowser &session, const Principal &caller)
{
    return {session.id, session.name, session.role, session.address, session.browser, session.openedAt, session.usedAt,
        session.endsAt, session.id == caller.sessionId};
}

Result<api::RefusalView> refusalOf(const StoredEvent &stored)
{
    MERGELOOM_TRY(const Event event, parseEventLine(stored.line));
    const auto text = [&](const char *name) { return event.data.value(QLatin1StringView(name)).toString(); };
    return api::RefusalView{event.ts, text("cause"), text("reason"), text("address"), text("method"), text("path"),
        text("who"), event.data.value(QStringLiteral("count")).toInt(1)};
}

} // namespace

QList<Route> SessionsApi::routes()
{
    const auto live = [this](ApiReply (SessionsApi::*answer)(const ApiRequest &)) {
        return LiveHandler([this, answer](const ApiRequest &request, std::shared_ptr<LiveReply> reply) {
            reply->finish((this->*answer)(request));
        });
    };
    const QString all = QStringLiteral("/api/v1/sessions");
    Route list{"GET", all, Access::Admin, QStringLiteral("List the browsers that are signed in"),
        live(&SessionsApi::list), nullptr, &jsonSchema<api::Page<api::SessionView>>};
    Route end{"DELETE", all + QStringLiteral("/{id}"), Access::Admin, QStringLiteral("Sign a browser out"),
        live(&SessionsApi::end)};
    Route others{"DELETE", all, Access::Admin,
        QStringLiteral("Sign out every browser but the caller's own; with a token, every browser"),
        live(&SessionsApi::endOthers), nullptr, &jsonSchema<api::SessionsEnded>};
    Route refusals = jsonRoute<api::Page<api::RefusalView>>(
        "GET", QStringLiteral("/api/v1/refusals"), Access::Admin,
        QStringLiteral("Calls and logins that were refused, newest first"),
        [this](const ApiRequest &request) { return this->refusals(request); }, PageQuery::parameters());
    return {list, documented(end, 204), others, refusals};
}

ApiReply SessionsApi::list(const ApiRequest &request)
{
    api::Page<api::SessionView> page;
    for (const SignedInBrowser &session : m_access.sessions().list())
        page.items << viewOf(session, request.principal);
    return ApiReply::json(toJson(page));
}

ApiReply SessionsApi::end(const ApiRequest &request)
{
    const SessionId id(request.parameter(QStringLiteral("id")));
    const std::optional<SignedInBrowser> ended = m_access.sessions().endById(id);
    if (!ended)
        return ApiReply::error({ErrorCode::NotFound,
            QStringLiteral("There is no session %1; it may have ended by itself.").arg(id.text()), {}});
    record(QStringLiteral("session.ended"), ended->name, actor(request));
    return ApiReply::noContent();
}

ApiReply SessionsApi::endOthers(const ApiRequest &request)
{
    const int ended = m_access.sessions().endAllBut(request.principal.sessionId);
    if (ended > 0)
        record(QStringLiteral("sessions.ended"), QString::number(ended), actor(request));
    return ApiReply::json(toJson(api::SessionsEnded{ended}));
}

void SessionsApi::record(const QString &what, const QString &id, const QString &by)
{
    const auto done = m_database.write(
        [&](const WriteTransaction &transaction) { return recordConfigChange(transaction, what, id, by); });
    if (!done)
        log::error(QStringLiteral("The end of a session could not be recorded"), {{"error", done.error().message}});
}

Result<Reply<api::Page<api::RefusalView>>> SessionsApi::refusals(const ApiRequest &request)
{
    MERGELOOM_TRY(const PageQuery query, PageQuery::of(request));
    const qint64 before = query.cursor.toLongLong();
    MERGELOOM_TRY(const QList<StoredEvent> events, m_database.read([&](const ReadTransaction &transaction) {
        return EventStore::ofStreamBackwards(transaction, QLatin1StringView(controllerStream),
            {QLatin1StringView(event_type::accessDenied)}, before, query.limit + 1);
    }));
    api::Page<api::RefusalView> page;
    for (const StoredEvent &event : events.first(qMin(events.size(), qsizetype(query.limit)))) {
        MERGELOOM_TRY(api::RefusalView view, refusalOf(event));
        page.items << std::move(view);
    }
    if (events.size() > query.limit)
        page.nextCursor = QString::number(events.at(query.limit - 1).seq);
    return Reply<api::Page<api::RefusalView>>{std::move(page)};
}

} // namespace mergeloom
