#include "service/http/RunsApi.h"

#include <limits>

namespace mergeloom {

namespace {

RunId runOf(const ApiRequest &request) { return RunId(request.parameter(QStringLiteral("id"))); }

Result<QString> stateOf(const QString &text)
{
    if (text.isEmpty() || text == u"running" || enumFromName<Outcome>(text))
        return text;
    return failure(ErrorCode::InvalidInput,
        QStringLiteral("state is \"%1\", but must be one of running, completed, blocked, failed, cancelled.").arg(text),
        {{"field", "state"}});
}

} // namespace

QList<Route> RunsApi::routes()
{
    const QString all = QStringLiteral("/api/v1/runs");
    const QString one = all + QStringLiteral("/{id}");
    QStringList listParameters = PageQuery::parameters();
    listParameters << QStringLiteral("state: running, completed, blocked, failed or cancelled")
                   << QStringLiteral("repository: alias") << QStringLiteral("ticket: key")
                   << QStringLiteral("provider: profile id") << QStringLiteral("job: job id")
                   << QStringLiteral("q: words in key, title, text, summary, requester, branch or commit");
    return {
        jsonRoute<api::RunPage>(
            "GET", all, Access::Viewer, QStringLiteral("List runs, newest first"),
            [this](const ApiRequest &request) { return list(request); }, listParameters),
        jsonRoute<RunView>("GET", one, Access::Viewer, QStringLiteral("Show a run"),
            [this](const ApiRequest &request) -> Result<Reply<RunView>> {
                MERGELOOM_TRY(RunView view, m_reader.view(runOf(request)));
                return Reply<RunView>{std::move(view)};
            }),
        jsonRoute<api::Page<api::EventView>>("GET", one + QStringLiteral("/events"), Access::Viewer,
            QStringLiteral("Events of a run, oldest first"),
            [this](const ApiRequest &request) { return events(request); },
            {QStringLiteral("after: seq of the last event that is known (0)"),
                QStringLiteral("limit: entries, 1 to 200 (50)"),
                QStringLiteral("type: one or more event types, separated by commas")}),
        jsonRoute<api::PatchView>("GET", one + QStringLiteral("/patch"), Access::Viewer,
            QStringLiteral("The newest diff of a run"),
            [this](const ApiRequest &request) -> Result<Reply<api::PatchView>> {
                MERGELOOM_TRY(api::PatchView patch, m_reader.patch(runOf(request)));
                return Reply<api::PatchView>{std::move(patch)};
            }),
    };
}

Result<Reply<api::RunPage>> RunsApi::list(const ApiRequest &request)
{
    MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
    RunFilter filter;
    MERGELOOM_TRY(filter.state, stateOf(request.queryText(QStringLiteral("state"))));
    filter.repository = request.queryText(QStringLiteral("repository"));
    filter.ticketKey = request.queryText(QStringLiteral("ticket"));
    filter.provider = request.queryText(QStringLiteral("provider"));
    filter.text = request.queryText(QStringLiteral("q"));
    if (const QString job = request.queryText(QStringLiteral("job")); !job.isEmpty())
        filter.jobId = JobId(job);
    MERGELOOM_TRY(api::RunPage found, m_reader.list(filter, page.limit, page.cursor));
    return Reply<api::RunPage>{std::move(found)};
}

Result<Reply<api::Page<api::EventView>>> RunsApi::events(const ApiRequest &request)
{
    MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
    MERGELOOM_TRY(
        const qint64 after, request.queryInteger(QStringLiteral("after"), 0, 0, std::numeric_limits<qint64>::max()));
    const QStringList types = request.queryText(QStringLiteral("type")).split(u',', Qt::SkipEmptyParts);
    MERGELOOM_TRY(auto found, m_reader.events(runOf(request), types, after, page.limit));
    return Reply<api::Page<api::EventView>>{std::move(found)};
}

} // namespace mergeloom
