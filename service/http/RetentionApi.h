#pragma once

#include "service/gateway/Retention.h"
#include "service/http/BackgroundWork.h"
#include "service/http/RouteRules.h"

namespace mergeloom {

/// `/api/v1/retention`, `/api/v1/holds` and `/api/v1/runs/{id}/hold`: what is kept how long.
class RetentionApi
{
public:
    RetentionApi(Retention &retention, BackgroundWork &work) : m_retention(retention), m_work(work) {}
    QList<Route> routes();
    /// Ends a removal that is under way; it goes on the next time.
    void stop() { m_stop.request_stop(); }

private:
    QList<Route> holdRoutes();
    Result<Reply<api::RetentionView>> change(const ApiRequest &request, const api::RetentionRequest &body);
    void preview(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    void run(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    Retention &m_retention;
    BackgroundWork &m_work;
    std::stop_source m_stop;
};

} // namespace mergeloom
