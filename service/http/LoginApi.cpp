#include "service/http/LoginApi.h"

#include "service/http/CallerLookup.h"
#include "service/http/RouteRules.h"
#include "shared/api/ApiTypes.h"

namespace mergeloom {

QList<Route> LoginApi::routes()
{
    Route me{"GET", QStringLiteral("/api/v1/me"), Access::Viewer, QStringLiteral("Who is calling"),
        LiveHandler([this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) {
            const Principal &caller = request.principal;
            reply->finish(ApiReply::json(toJson(api::Identity{caller.name, roleOf(caller.access), m_workerName,
                QStringLiteral(MERGELOOM_VERSION), m_remoteController})));
        }),
        nullptr, &jsonSchema<api::Identity>};
    Route link{"POST", QStringLiteral("/api/v1/login-links"), Access::Admin,
        QStringLiteral("Make a link that signs one browser in as the caller"),
        LiveHandler([this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) {
            reply->finish(createLink(request));
        }),
        nullptr, &jsonSchema<api::LoginLink>};
    return {me, documented(link, 201)};
}

ApiReply LoginApi::createLink(const ApiRequest &request)
{
    const QString code = m_access.loginCodes().issue(request.principal);
    // The host was checked before; it is how this client reaches us, tunnels included.
    const api::LoginLink link{
        QStringLiteral("%1://%2/login?code=%3")
            .arg(QString::fromLatin1(request.scheme), QString::fromLatin1(request.header("host")), code)};
    return ApiReply::json(toJson(link), 201);
}

} // namespace mergeloom
