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
        QStringLiteral(
            "Let the provider do a small task; with `Accept: application/x-ndjson` a line {\"step\": …} for each "
            "step as it is done, and last {\"result\": …} or {\"error\": …}"),
        LiveHandler(
            [this](const ApiRequest &request, const std::shared_ptr<LiveReply> &reply) { answerTest(request, reply); }),
        nullptr, &jsonSchema<api::ProviderTestResult>};
    return {list, withPrecondition(put), withPrecondition(documented(drop, 204)), test};
}

void ProvidersApi::answerTest(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const ProviderProfileId id = profileOf(request);
    const std::stop_token stop = m_stop.get_token();
    if (!request.header("accept").contains("application/x-ndjson"))
        return m_network.answer(
            [this, id, stop]() -> Result<ApiReply> {
                MERGELOOM_TRY(const api::ProviderTestResult result, test(id, {}, stop));
                return ApiReply::json(toJson(result));
            },
            reply);
    m_network.answerInLines(
        [this, id, stop](const HandlerPool::Say &say) {
            const auto result = test(
                id,
                [&say](const SelfTestStep &step) {
                    say(compactJson(QJsonObject{{"step", toJson(step)}}));
                },
                stop);
            return result ? compactJson(QJsonObject{{"result", toJson(*result)}})
                          : ApiReply::error(result.error()).body;
        },
        reply);
}

Result<api::ProviderTestResult> ProvidersApi::test(
    const ProviderProfileId &id, const OnSelfTestStep &onStep, std::stop_token stop)
{
    MERGELOOM_TRY(const api::ProviderView view, m_catalog.find(id));
    // What a look at the service found is no reason not to try it for good.
    if (!isSetUp(view) || !m_test)
        return api::ProviderTestResult{isSetUp(view), view.detail, 0, {}};
    MERGELOOM_TRY(const protocol::ProviderWithSecret provider, m_catalog.withSecret(id.text()));
    return m_test(provider, onStep, std::move(stop));
}

} // namespace mergeloom
