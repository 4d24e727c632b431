#include "service/http/SignInApi.h"

namespace mergeloom {

namespace {

ProviderProfileId signedInProfile(const ApiRequest &request)
{
    return ProviderProfileId(request.parameter(QStringLiteral("id")));
}

} // namespace

QList<Route> SignInApi::routes()
{
    using api::SignInView;
    const QString path = QStringLiteral("/api/v1/providers/{id}/sign-in");
    const Route begin = jsonRoute<SignInView>("POST", path, Access::Admin,
        QStringLiteral("Begin the own sign-in of an agent program, on the host of the gateway; one at a time"),
        [this](const ApiRequest &request) -> Result<Reply<SignInView>> {
            MERGELOOM_TRY(SignInView view, m_desk.start(signedInProfile(request), actor(request)));
            return Reply<SignInView>{std::move(view), 201};
        });
    const Route state = jsonRoute<SignInView>("GET", path, Access::Admin,
        QStringLiteral("The latest sign-in: its link and code while it runs, and how it ended"),
        [this](const ApiRequest &request) -> Result<Reply<SignInView>> {
            MERGELOOM_TRY(SignInView view, m_desk.view(signedInProfile(request)));
            return Reply<SignInView>{std::move(view)};
        });
    const Route code = jsonRoute<api::SignInCode, SignInView>("POST", path + QStringLiteral("/code"), Access::Admin,
        QStringLiteral("Hand over the code that the vendor's page showed, when one is awaited"),
        [this](const ApiRequest &request, const api::SignInCode &body) -> Result<Reply<SignInView>> {
            MERGELOOM_TRY(SignInView view, m_desk.enter(signedInProfile(request), body.code));
            return Reply<SignInView>{std::move(view)};
        });
    const Route drop{"DELETE", path, Access::Admin,
        QStringLiteral("Give the sign-in up; an earlier one stays as it is"),
        PooledHandler([this](const ApiRequest &request) -> Result<ApiReply> {
            MERGELOOM_CHECK(m_desk.giveUp(signedInProfile(request)));
            return ApiReply::noContent();
        })};
    return {documented(begin, 201), state, code, documented(drop, 204)};
}

} // namespace mergeloom
