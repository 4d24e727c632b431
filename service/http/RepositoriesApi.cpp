#include "service/http/RepositoriesApi.h"

#include "shared/domain/GuardRules.h"

namespace mergeloom {

namespace {

Reply<api::RepositoryView> tagged(api::RepositoryView view, int status = 200)
{
    const qint64 version = view.version;
    return {std::move(view), status, versionHeaders(version)};
}

api::GuardRuleList ruleList()
{
    api::GuardRuleList list;
    for (const GuardRule &rule : guardRules())
        list.items.append({QString::fromLatin1(rule.id), QString::fromLatin1(rule.title),
            QString::fromUtf8(rule.looksAt), rule.standard});
    return list;
}

} // namespace

QList<Route> RepositoriesApi::routes()
{
    using api::RepositoryRequest;
    using api::RepositoryView;
    const QString all = QStringLiteral("/api/v1/repositories");
    const QString one = all + QStringLiteral("/{alias}");
    QStringList listParameters = PageQuery::parameters();
    listParameters << QStringLiteral("q: text in alias or URL");

    Route list = jsonRoute<api::Page<RepositoryView>>(
        "GET", all, Access::Viewer, QStringLiteral("List repositories by alias"),
        [this](const ApiRequest &request) -> Result<Reply<api::Page<RepositoryView>>> {
            MERGELOOM_TRY(const PageQuery page, PageQuery::of(request));
            MERGELOOM_TRY(auto found, m_catalog.list(request.queryText(QStringLiteral("q")), page.limit, page.cursor));
            return Reply<api::Page<RepositoryView>>{std::move(found)};
        },
        listParameters);
    Route add =
        jsonRoute<RepositoryRequest, RepositoryView>("POST", all, Access::Admin, QStringLiteral("Add a repository"),
            [this](const ApiRequest &request, const RepositoryRequest &body) -> Result<Reply<RepositoryView>> {
                MERGELOOM_TRY(RepositoryView view, m_catalog.add(body, actor(request)));
                return tagged(std::move(view), 201);
            });
    Route get = jsonRoute<RepositoryView>("GET", one, Access::Viewer, QStringLiteral("Show a repository"),
        [this](const ApiRequest &request) -> Result<Reply<RepositoryView>> {
            MERGELOOM_TRY(RepositoryView view, m_catalog.findByAlias(request.parameter(QStringLiteral("alias"))));
            return tagged(std::move(view));
        });
    Route put =
        jsonRoute<RepositoryRequest, RepositoryView>("PUT", one, Access::Admin, QStringLiteral("Change a repository"),
            [this](const ApiRequest &request, const RepositoryRequest &body) { return change(request, body); });
    Route drop{"DELETE", one, Access::Admin, QStringLiteral("Remove a repository that has no open job"),
        PooledHandler([this](const ApiRequest &request) { return remove(request); })};
    Route test{"POST", one + QStringLiteral("/test"), Access::Operator,
        QStringLiteral("Ask the remote whether it can be reached"),
        LiveHandler(
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { this->test(request, reply); }),
        nullptr, &jsonSchema<api::RepositoryTestResult>};
    const Route rules = jsonRoute<api::GuardRuleList>("GET", QStringLiteral("/api/v1/diff-guard/rules"), Access::Viewer,
        QStringLiteral("List the rules of the diff guard"),
        [](const ApiRequest &) -> Result<Reply<api::GuardRuleList>> { return Reply<api::GuardRuleList>{ruleList()}; });
    return QList<Route>{rules, list, m_idempotency.repeatable(documented(add, 201)), get, withPrecondition(put),
               withPrecondition(documented(drop, 204)), test}
    + historyRoutes(one);
}

QList<Route> RepositoriesApi::historyRoutes(const QString &one)
{
    Route compare{"GET", one + QStringLiteral("/compare"), Access::Viewer,
        QStringLiteral(
            "Compare two commits of the mirror here, with the lines that runs wrote; 404 when there is none"),
        LiveHandler(
            [this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { this->compare(request, reply); }),
        nullptr, &jsonSchema<api::CompareView>,
        {QStringLiteral(
            "range: A..B, A...B (from the merge base of both), or one commit (against its first parent); A and "
            "B are branches, tags or commits")}};
    return {
        jsonRoute<api::RefsView>("GET", one + QStringLiteral("/refs"), Access::Viewer,
            QStringLiteral("Branches and tags of the mirror here, newest first, at most 500; 404 when there is none"),
            [this](const ApiRequest &request) -> Result<Reply<api::RefsView>> {
                MERGELOOM_TRY(api::RefsView refs,
                    m_history.refs(
                        request.parameter(QStringLiteral("alias")), request.queryText(QStringLiteral("search"))));
                return Reply<api::RefsView>{std::move(refs)};
            },
            {QStringLiteral("search: text in the name")}),
        compare,
        jsonRoute<api::FileContent>("GET", one + QStringLiteral("/files"), Access::Viewer,
            QStringLiteral("A file of a commit, whole; 404 when this host has no mirror with it"),
            [this](const ApiRequest &request) -> Result<Reply<api::FileContent>> {
                MERGELOOM_TRY(api::FileContent file,
                    m_history.file(request.parameter(QStringLiteral("alias")),
                        request.queryText(QStringLiteral("commit")), request.queryText(QStringLiteral("path"))));
                return Reply<api::FileContent>{std::move(file)};
            },
            {QStringLiteral("commit: a branch, a tag or a commit"), QStringLiteral("path: of the file there")}),
    };
}

void RepositoriesApi::compare(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto work = [this, alias = request.parameter(QStringLiteral("alias")),
                          range = request.queryText(QStringLiteral("range"))]() -> Result<ApiReply> {
        MERGELOOM_TRY(const api::CompareView view, m_history.compare(alias, range));
        return ApiReply::json(toJson(view));
    };
    m_network.answer(work, reply);
}

Result<Reply<api::RepositoryView>> RepositoriesApi::change(
    const ApiRequest &request, const api::RepositoryRequest &body)
{
    MERGELOOM_TRY(const api::RepositoryView before, m_catalog.findByAlias(request.parameter(QStringLiteral("alias"))));
    MERGELOOM_TRY(api::RepositoryView view, m_catalog.change(before.id, body, wantedVersion(request), actor(request)));
    return tagged(std::move(view));
}

Result<ApiReply> RepositoriesApi::remove(const ApiRequest &request)
{
    MERGELOOM_TRY(const api::RepositoryView before, m_catalog.findByAlias(request.parameter(QStringLiteral("alias"))));
    MERGELOOM_CHECK(m_catalog.remove(before.id, wantedVersion(request), actor(request)));
    return ApiReply::noContent();
}

void RepositoriesApi::test(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const auto work = [this, alias = request.parameter(QStringLiteral("alias")),
                          stop = m_stop.get_token()]() -> Result<ApiReply> {
        MERGELOOM_TRY(const api::RepositoryView view, m_catalog.findByAlias(alias));
        MERGELOOM_TRY(const api::RepositoryTestResult result, m_catalog.test(view.id, m_transport, stop));
        return ApiReply::json(toJson(result));
    };
    m_network.answer(work, reply);
}

} // namespace mergeloom
