#pragma once

#include "service/controller/Catalog.h"
#include "service/gateway/RepositoryHistory.h"
#include "service/http/BackgroundWork.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/repositories`.
class RepositoriesApi
{
public:
    /// `network`: threads for what waits on a remote, or compares much.
    RepositoriesApi(Catalog &catalog, const GitTransport &transport, RepositoryHistory history, BackgroundWork &network,
        Idempotency &idempotency)
        : m_catalog(catalog), m_transport(transport), m_history(history), m_network(network), m_idempotency(idempotency)
    {
    }
    QList<Route> routes();
    /// Ends what waits on a remote.
    void stop() { m_stop.request_stop(); }

private:
    Result<Reply<api::RepositoryView>> change(const ApiRequest &request, const api::RepositoryRequest &body);
    Result<ApiReply> remove(const ApiRequest &request);
    QList<Route> historyRoutes(const QString &one);
    void compare(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    void test(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    Catalog &m_catalog;
    const GitTransport &m_transport;
    RepositoryHistory m_history;
    BackgroundWork &m_network;
    Idempotency &m_idempotency;
    std::stop_source m_stop;
};

} // namespace mergeloom
