#include "service/http/RunsApi.h"

#include <limits>

namespace mergeloom {

namespace {

RunId runOf(const ApiRequest &request) { return RunId(request.parameter(QStringLiteral("id"))); }

QStringList listParameters()
{
    QStringList parameters = PageQuery::parameters();
    for (const RunFilterField &field : runFilterFields())
        parameters << QStringLiteral("%1: %2").arg(QLatin1StringView(field.query), QLatin1StringView(field.help));
    return parameters;
}

} // namespace

QList<Route> RunsApi::routes()
{
    const QString all = QStringLiteral("/api/v1/runs");
    const QString one = all + QStringLiteral("/{id}");
    return {
        jsonRoute<api::RunPage>(
            "GET", all, Access::Viewer, QStringLiteral("List runs, newest first"),
            [this](const ApiRequest &request) { return list(request); }, listParameters()),
        jsonRoute<api::RunChoices>("GET", all + QStringLiteral("/choices"), Access::Viewer,
            QStringLiteral("What stands in the columns that runs can be filtered by, at most 200 values each"),
            [this](const ApiRequest &) -> Result<Reply<api::RunChoices>> {
                MERGELOOM_TRY(api::RunChoices choices, m_reader.choices());
                return Reply<api::RunChoices>{std::move(choices)};
            }),
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
        jsonRoute<api::FileContent>("GET", one + QStringLiteral("/files/{side}"), Access::Viewer,
            QStringLiteral(
                "A file that the run changed, whole, before or after it; 404 when this host has no mirror with it"),
            [this](const ApiRequest &request) -> Result<Reply<api::FileContent>> {
                MERGELOOM_TRY(api::FileContent file,
                    m_files.find(runOf(request), request.parameter(QStringLiteral("side")),
                        request.queryText(QStringLiteral("path"))));
                return Reply<api::FileContent>{std::move(file)};
            },
            {QStringLiteral("path: of the file, as the diff names it on that side")}),
    };
}

Result<Reply<api::RunPage>> RunsApi::list(const ApiRequest &request)
{
    MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
    MERGELOOM_TRY(const RunFilter filter,
        readRunFilter([&](const RunFilterField &field) { return request.queryText(QLatin1StringView(field.query)); }));
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
