#include "service/http/EventsApi.h"

#include "service/http/RouteRules.h"

#include <limits>

namespace mergeloom {

namespace {

constexpr qint64 newest = std::numeric_limits<qint64>::max();

/// Where to go on: Last-Event-ID, which a browser sends by itself, goes before `?after=`.
Result<qint64> placeOf(const ApiRequest &request, qint64 fallback)
{
    if (const QByteArray last = request.header("last-event-id").trimmed(); !last.isEmpty()) {
        bool isNumber = false;
        const qint64 place = last.toLongLong(&isNumber);
        if (!isNumber || place < 0)
            return failure(ErrorCode::InvalidInput,
                QStringLiteral("Last-Event-ID must be the id of a message of this stream."),
                {{"field", "Last-Event-ID"}});
        return place;
    }
    return request.queryInteger(QStringLiteral("after"), fallback, 0, newest);
}

Route streamingRoute(const QString &path, const QString &summary, const QString &after, LiveHandler handler)
{
    Route route{"GET", path, Access::Viewer, summary, std::move(handler), nullptr, &jsonSchema<api::EventView>, {after},
        "text/event-stream"};
    route.requestHeaders = {
        QStringLiteral("Last-Event-ID: id of the last message that was received; goes before `after`")};
    return route;
}

} // namespace

QList<Route> EventsApi::routes()
{
    Route pages = jsonRoute<api::Page<api::EventView>>("GET", QStringLiteral("/api/v1/events"), Access::Viewer,
        QStringLiteral("Events of everything, oldest first"),
        [this](const ApiRequest &request) -> Result<Reply<api::Page<api::EventView>>> {
            MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
            MERGELOOM_TRY(const qint64 after, request.queryInteger(QStringLiteral("after"), 0, 0, newest));
            MERGELOOM_TRY(auto found, m_source.reader.allEvents(after, page.limit));
            return Reply<api::Page<api::EventView>>{std::move(found)};
        },
        {QStringLiteral("after: id of the last event that is known (0)"),
            QStringLiteral("limit: entries, 1 to 200 (50)")});
    return {pages,
        streamingRoute(QStringLiteral("/api/v1/runs/{id}/stream"),
            QStringLiteral("Events of a run as they come; ids are seq"),
            QStringLiteral("after: seq of the last event that is known (0: from the beginning)"),
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { streamRun(request, reply); }),
        streamingRoute(QStringLiteral("/api/v1/stream"), QStringLiteral("Events of everything as they come"),
            QStringLiteral("after: id of the last event that is known (default: only new ones)"),
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { streamAll(request, reply); })};
}

void EventsApi::streamRun(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto place = placeOf(request, 0);
    if (!place)
        return reply->finish(ApiReply::error(place.error()));
    const QString run = request.parameter(QStringLiteral("id"));
    const auto work = [this, run]() -> Result<void> {
        const auto summary = m_source.reader.summary(RunId(run));
        if (summary || summary.error().code != ErrorCode::NotFound)
            return summary ? Result<void>() : Result<void>(failure(summary));
        return m_queue.findByRun(RunId(run)) ? Result<void>() : Result<void>(failure(summary));
    };
    const auto then = [this, run, place = *place, reply](const Result<void> &exists) {
        if (exists)
            EventStream::start(m_source, run, place, reply);
        else
            reply->finish(ApiReply::error(exists.error()));
    };
    if (!m_source.work.run<Result<void>>(work, then))
        reply->finish(BackgroundWork::tooBusy());
}

void EventsApi::streamAll(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto place = placeOf(request, newest);
    if (!place)
        return reply->finish(ApiReply::error(place.error()));
    if (*place != newest)
        return EventStream::start(m_source, {}, *place, reply);
    const auto work = [this] { return m_source.reader.newestId(); };
    const auto then = [this, reply](const Result<qint64> &id) {
        if (id)
            EventStream::start(m_source, {}, *id, reply);
        else
            reply->finish(ApiReply::error(id.error()));
    };
    if (!m_source.work.run<Result<qint64>>(work, then))
        reply->finish(BackgroundWork::tooBusy());
}

} // namespace mergeloom
