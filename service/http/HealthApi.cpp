#include "service/http/HealthApi.h"

#include "shared/api/ActionTypes.h"

namespace mergeloom {

QList<Route> HealthApi::routes()
{
    Route dashboard = jsonRoute<api::Dashboard>("GET", QStringLiteral("/api/v1/dashboard"), Access::Viewer,
        QStringLiteral("What runs, what waits, what needs a person"),
        [this](const ApiRequest &) -> Result<Reply<api::Dashboard>> {
            MERGELOOM_TRY(api::Dashboard found, m_dashboard.read());
            return Reply<api::Dashboard>{std::move(found)};
        });
    Route health = jsonRoute<api::Health>("GET", QStringLiteral("/api/v1/health"), Access::Viewer,
        QStringLiteral("Every check with what was seen and what to do"),
        [this](const ApiRequest &) -> Result<Reply<api::Health>> { return Reply<api::Health>{m_checks.run()}; });
    // Answered on the main thread: it asks whether that lives, not whether the database does.
    Route lives{"GET", QStringLiteral("/healthz"), Access::Public, QStringLiteral("The process lives"),
        LiveHandler([](const ApiRequest &, std::shared_ptr<LiveReply> reply) {
            reply->finish(ApiReply::json(toJson(api::Probe{})));
        }),
        nullptr, &jsonSchema<api::Probe>};
    Route ready{"GET", QStringLiteral("/readyz"), Access::Public, QStringLiteral("The service can serve; 503 when not"),
        PooledHandler([this](const ApiRequest &) -> Result<ApiReply> {
            const Result<void> answer = m_checks.ready();
            if (answer)
                return ApiReply::json(toJson(api::Probe{}));
            return ApiReply::json(toJson(api::Probe{QStringLiteral("failing"), answer.error().message}), 503);
        }),
        nullptr, &jsonSchema<api::Probe>};
    return {dashboard, health, lives, ready};
}

} // namespace mergeloom
