#include "service/http/JobsApi.h"

#include "shared/api/ActionTypes.h"

namespace mergeloom {

namespace {

Result<QList<JobState>> statesOf(const QString &text)
{
    QList<JobState> states;
    for (const QString &name : text.split(u',', Qt::SkipEmptyParts)) {
        const auto state = fromJson<JobState>(QJsonValue(name.trimmed()), QStringLiteral("state"));
        if (!state)
            return failure(state);
        states << *state;
    }
    return states;
}

} // namespace

QList<Route> JobsApi::routes()
{
    using api::JobView;
    const QString all = QStringLiteral("/api/v1/jobs");
    QStringList listParameters = PageQuery::parameters();
    listParameters << QStringLiteral("state: one or more states, separated by commas")
                   << QStringLiteral("repository: alias") << QStringLiteral("q: text in key or title");

    Route list = jsonRoute<api::Page<JobView>>(
        "GET", all, Access::Viewer, QStringLiteral("List jobs, newest first"),
        [this](const ApiRequest &request) { return this->list(request); }, listParameters);
    Route get = jsonRoute<JobView>("GET", all + QStringLiteral("/{id}"), Access::Viewer, QStringLiteral("Show a job"),
        [this](const ApiRequest &request) -> Result<Reply<JobView>> {
            MERGELOOM_TRY(JobView job, m_queue.find(jobOf(request)));
            return Reply<JobView>{std::move(job)};
        });
    Route retry = jsonRoute<JobView>("POST", all + QStringLiteral("/{id}/retry"), Access::Operator,
        QStringLiteral("Put an ended job into the queue again"),
        [this](const ApiRequest &request) -> Result<Reply<JobView>> {
            MERGELOOM_TRY(JobView job, m_intake.retry(jobOf(request), actor(request)));
            return Reply<JobView>{std::move(job), 202, {}};
        });
    Route replay = jsonRoute<JobView>("POST", QStringLiteral("/api/v1/runs/{id}/replay"), Access::Operator,
        QStringLiteral("Do an ended run again with its recorded answers; nothing is published"),
        [this](const ApiRequest &request) -> Result<Reply<JobView>> {
            MERGELOOM_TRY(JobView job, m_intake.replay(RunId(request.parameter(QStringLiteral("id"))), actor(request)));
            return Reply<JobView>{std::move(job), 202, {}};
        });
    return {list, get, m_idempotency.repeatable(documented(replay, 202)), m_idempotency.repeatable(cancelRoute()),
        m_idempotency.repeatable(documented(retry, 202))};
}

Route JobsApi::cancelRoute()
{
    Route route = jsonRoute<api::JobView>("POST", QStringLiteral("/api/v1/jobs/{id}/cancel"), Access::Operator,
        QStringLiteral("Cancel a job: a queued one ends at once, a running one is told"),
        [this](const ApiRequest &request) -> Result<Reply<api::JobView>> {
            MERGELOOM_TRY(const api::CancelRequest body, optionalBody<api::CancelRequest>(request));
            MERGELOOM_TRY(api::JobView job, m_queue.cancel(jobOf(request), body.reason, actor(request)));
            return Reply<api::JobView>{std::move(job), 202, {}};
        });
    route.requestSchema = &jsonSchema<api::CancelRequest>;
    return documented(route, 202);
}

Result<Reply<api::Page<api::JobView>>> JobsApi::list(const ApiRequest &request)
{
    MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
    JobFilter filter;
    MERGELOOM_TRY(filter.states, statesOf(request.queryText(QStringLiteral("state"))));
    filter.repository = request.queryText(QStringLiteral("repository"));
    filter.text = request.queryText(QStringLiteral("q"));
    MERGELOOM_TRY(auto found, m_queue.list(filter, page.limit, page.cursor));
    return Reply<api::Page<api::JobView>>{std::move(found)};
}

} // namespace mergeloom
