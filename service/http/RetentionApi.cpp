#include "service/http/RetentionApi.h"

#include <limits>

namespace mergeloom {

namespace {

RunId heldRun(const ApiRequest &request) { return RunId(request.parameter(QStringLiteral("id"))); }

Reply<api::RetentionView> taggedRetention(api::RetentionView view)
{
    const qint64 version = view.version;
    return {std::move(view), 200, versionHeaders(version)};
}

} // namespace

QList<Route> RetentionApi::routes()
{
    using api::RetentionRequest;
    using api::RetentionView;
    const QString root = QStringLiteral("/api/v1/retention");
    const Route get = jsonRoute<RetentionView>("GET", root, Access::Viewer,
        QStringLiteral("What is removed of runs after which time or size; by default nothing is"),
        [this](const ApiRequest &) -> Result<Reply<RetentionView>> {
            MERGELOOM_TRY(RetentionView view, m_retention.view());
            return taggedRetention(std::move(view));
        });
    const Route put = jsonRoute<RetentionRequest, RetentionView>("PUT", root, Access::Admin,
        QStringLiteral("Set all retention policies; nothing is removed before their next run"),
        [this](const ApiRequest &request, const RetentionRequest &body) { return change(request, body); });
    Route look{"POST", root + QStringLiteral("/preview"), Access::Operator,
        QStringLiteral("What these policies would remove now; without a body, those that are set"),
        LiveHandler(
            [this](const ApiRequest &request, const std::shared_ptr<LiveReply> &reply) { preview(request, reply); }),
        &jsonSchema<RetentionRequest>, &jsonSchema<api::RetentionOutcome>};
    Route perform{"POST", root + QStringLiteral("/run"), Access::Admin,
        QStringLiteral(
            "Remove now what the policies say, and answer when it is done; a day's first run does so by itself"),
        LiveHandler(
            [this](const ApiRequest &request, const std::shared_ptr<LiveReply> &reply) { run(request, reply); }),
        nullptr, &jsonSchema<api::RetentionOutcome>};
    const Route events = jsonRoute<api::Page<api::EventView>>(
        "GET", root + QStringLiteral("/events"), Access::Viewer,
        QStringLiteral("Changes of policies, removals and legal holds, newest first"),
        [this](const ApiRequest &request) -> Result<Reply<api::Page<api::EventView>>> {
            MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
            MERGELOOM_TRY(const qint64 before,
                request.queryInteger(QStringLiteral("cursor"), 0, 0, std::numeric_limits<qint64>::max()));
            MERGELOOM_TRY(auto found, m_retention.events(before, page.limit));
            return Reply<api::Page<api::EventView>>{std::move(found)};
        },
        PageQuery::parameters());
    return QList<Route>{get, withPrecondition(put), look, perform, events} + holdRoutes();
}

QList<Route> RetentionApi::holdRoutes()
{
    using api::HoldRequest;
    using api::HoldView;
    const QString one = QStringLiteral("/api/v1/runs/{id}/hold");
    const Route list = jsonRoute<api::Page<HoldView>>("GET", QStringLiteral("/api/v1/holds"), Access::Viewer,
        QStringLiteral("Legal holds that stand, oldest first"),
        [this](const ApiRequest &) -> Result<Reply<api::Page<HoldView>>> {
            MERGELOOM_TRY(auto found, m_retention.holds());
            return Reply<api::Page<HoldView>>{std::move(found)};
        });
    const Route get =
        jsonRoute<HoldView>("GET", one, Access::Viewer, QStringLiteral("Whether a legal hold stands on a run"),
            [this](const ApiRequest &request) -> Result<Reply<HoldView>> {
                MERGELOOM_TRY(HoldView view, m_retention.hold(heldRun(request)));
                return Reply<HoldView>{std::move(view)};
            });
    const Route put = jsonRoute<HoldRequest, HoldView>("PUT", one, Access::Operator,
        QStringLiteral("Place a legal hold on a run: nothing of it is removed while it stands"),
        [this](const ApiRequest &request, const HoldRequest &body) -> Result<Reply<HoldView>> {
            MERGELOOM_TRY(HoldView view, m_retention.placeHold(heldRun(request), body.reason, actor(request)));
            return Reply<HoldView>{std::move(view)};
        });
    Route drop{"DELETE", one, Access::Admin, QStringLiteral("Release the legal hold on a run"),
        PooledHandler([this](const ApiRequest &request) -> Result<ApiReply> {
            MERGELOOM_CHECK(
                m_retention.releaseHold(heldRun(request), request.queryText(QStringLiteral("reason")), actor(request)));
            return ApiReply::noContent();
        })};
    drop.queryParameters = {QStringLiteral("reason: for the record")};
    return {list, get, put, documented(drop, 204)};
}

Result<Reply<api::RetentionView>> RetentionApi::change(const ApiRequest &request, const api::RetentionRequest &body)
{
    MERGELOOM_TRY(api::RetentionView view, m_retention.change(body, wantedVersion(request), actor(request)));
    return taggedRetention(std::move(view));
}

void RetentionApi::preview(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    m_work.answer(
        [this, body = request.body.trimmed(), stop = m_stop.get_token()]() -> Result<ApiReply> {
            if (body.isEmpty()) {
                MERGELOOM_TRY(const api::RetentionOutcome stored, m_retention.previewStored(stop));
                return ApiReply::json(toJson(stored));
            }
            MERGELOOM_TRY(const auto asked, parseJsonAs<api::RetentionRequest>(body));
            MERGELOOM_TRY(const api::RetentionOutcome outcome, m_retention.preview(asked.policies, stop));
            return ApiReply::json(toJson(outcome));
        },
        reply);
}

void RetentionApi::run(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    m_work.answer(
        [this, by = actor(request), stop = m_stop.get_token()]() -> Result<ApiReply> {
            MERGELOOM_TRY(const api::RetentionOutcome outcome,
                m_retention.run(
                    by, [](int, int) {}, stop));
            return ApiReply::json(toJson(outcome));
        },
        reply);
}

} // namespace mergeloom
