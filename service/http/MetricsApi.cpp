#include "service/http/MetricsApi.h"

namespace mergeloom {

QList<Route> MetricsApi::routes()
{
    static constexpr auto format = "text/plain; version=0.0.4; charset=utf-8";
    Route metrics{"GET", QStringLiteral("/metrics"), m_access,
        QStringLiteral("Figures for Prometheus, in its text format"),
        LiveHandler([this](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
            m_metrics.registry().set(Metric::OpenStreams, {}, m_hub.subscribers());
            m_work.answer(
                [this]() -> Result<ApiReply> {
                    return ApiReply{200, format, m_metrics.scrape(), {}};
                },
                std::move(reply));
        })};
    metrics.replyType = "text/plain";
    return {metrics};
}

} // namespace mergeloom
