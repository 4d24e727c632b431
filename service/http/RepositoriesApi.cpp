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
    return {rules, list, m_idempotency.repeatable(documented(add, 201)), get, withPrecondition(put),
        withPrecondition(documented(drop, 204)), test};
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
