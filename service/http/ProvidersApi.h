#pragma once

#include "service/gateway/ProviderCatalog.h"
#include "service/http/BackgroundWork.h"
#include "service/http/RouteRules.h"
#include "shared/api/ActionTypes.h"

#include <stop_token>

namespace mergeloom {

/// Each step of a self-test that was done, on its thread.
using OnSelfTestStep = std::function<void(const SelfTestStep &)>;
/// Asks a provider for a real answer; blocks on the network.
using ProviderTest = std::function<Result<api::ProviderTestResult>(
    const protocol::ProviderWithSecret &, const OnSelfTestStep &onStep, std::stop_token)>;

/// `/api/v1/providers`.
class ProvidersApi
{
public:
    /// Without a `test`, what the catalog knows is the answer.
    ProvidersApi(ProviderCatalog &catalog, ProviderTest test, BackgroundWork &network)
        : m_catalog(catalog), m_test(std::move(test)), m_network(network)
    {
    }
    QList<Route> routes();
    /// Ends what waits on a remote.
    void stop() { m_stop.request_stop(); }

private:
    Result<api::ProviderTestResult> test(
        const ProviderProfileId &id, const OnSelfTestStep &onStep, std::stop_token stop);
    void answerTest(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    ProviderCatalog &m_catalog;
    ProviderTest m_test;
    BackgroundWork &m_network;
    std::stop_source m_stop;
};

} // namespace mergeloom
