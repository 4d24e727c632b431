#include "service/http/ProvidersApi.h"

namespace mergeloom {

namespace {

ProviderProfileId profileOf(const ApiRequest &request)
{
    return ProviderProfileId(request.parameter(QStringLiteral("id")));
}

} // namespace

QList<Route> ProvidersApi::routes()
{
    using api::ProviderRequest;
    using api::ProviderView;
    const QString all = QStringLiteral("/api/v1/providers");
    const QString one = all + QStringLiteral("/{id}");

    Route list = jsonRoute<api::ProviderList>("GET", all, Access::Viewer,
        QStringLiteral("List providers, and the kinds there are with their forms"),
        [this](const ApiRequest &) -> Result<Reply<api::ProviderList>> {
            MERGELOOM_TRY(api::ProviderList found, m_catalog.list());
            return Reply<api::ProviderList>{std::move(found)};
        });
    Route put = jsonRoute<ProviderRequest, ProviderView>("PUT", one, Access::Admin,
        QStringLiteral("Set a provider up, or change it"),
        [this](const ApiRequest &request, const ProviderRequest &body) -> Result<Reply<ProviderView>> {
            MERGELOOM_TRY(
                ProviderView view, m_catalog.put(profileOf(request), body, wantedVersion(request), actor(request)));
            const qint64 version = view.version;
            return Reply<ProviderView>{std::move(view), 200, versionHeaders(version)};
        });
    Route drop{"DELETE", one, Access::Admin, QStringLiteral("Remove a provider"),
        PooledHandler([this](const ApiRequest &request) -> Result<ApiReply> {
            MERGELOOM_CHECK(m_catalog.remove(profileOf(request), wantedVersion(request), actor(request)));
            return ApiReply::noContent();
        })};
    Route test{"POST", one + QStringLiteral("/test"), Access::Operator,
        QStringLiteral("Ask the provider for an answer"),
        LiveHandler([this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) {
            m_network.answer(
                [this, id = profileOf(request), stop = m_stop.get_token()] { return this->test(id, stop); }, reply);
        }),
        nullptr, &jsonSchema<api::ProviderTestResult>};
    return {list, withPrecondition(put), withPrecondition(documented(drop, 204)), test};
}

Result<ApiReply> ProvidersApi::test(const ProviderProfileId &id, std::stop_token stop)
{
    MERGELOOM_TRY(const api::ProviderView view, m_catalog.find(id));
    if (view.state != ProviderState::Ready || !m_test)
        return ApiReply::json(toJson(api::ProviderTestResult{view.state == ProviderState::Ready, view.detail, 0}));
    MERGELOOM_TRY(const protocol::ProviderWithSecret provider, m_catalog.withSecret(id.text()));
    MERGELOOM_TRY(const api::ProviderTestResult result, m_test(provider, std::move(stop)));
    return ApiReply::json(toJson(result));
}

} // namespace mergeloom
