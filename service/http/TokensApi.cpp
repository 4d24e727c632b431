#include "service/http/TokensApi.h"

#include "service/http/RouteRules.h"

namespace mergeloom {

QList<Route> TokensApi::routes()
{
    using api::TokenRequest;
    using api::TokenView;
    const QString all = QStringLiteral("/api/v1/tokens");
    Route list =
        jsonRoute<api::Page<TokenView>>("GET", all, Access::Admin, QStringLiteral("List tokens, without their secrets"),
            [this](const ApiRequest &) -> Result<Reply<api::Page<TokenView>>> {
                MERGELOOM_TRY(auto found, m_tokens.list());
                return Reply<api::Page<TokenView>>{std::move(found)};
            });
    // Not repeatable by Idempotency-Key: the answer holds a secret, and would have to be kept.
    Route create = jsonRoute<TokenRequest, TokenView>("POST", all, Access::Admin,
        QStringLiteral("Make a token; the secret is in this answer only"),
        [this](const ApiRequest &request, const TokenRequest &body) -> Result<Reply<TokenView>> {
            MERGELOOM_TRY(TokenView view, m_tokens.create(body, actor(request)));
            return Reply<TokenView>{std::move(view), 201, {}};
        });
    Route drop{"DELETE", all + QStringLiteral("/{id}"), Access::Admin,
        QStringLiteral("Revoke a token, and sign out who used it"),
        LiveHandler([this](const ApiRequest &request, std::shared_ptr<LiveReply> reply) { revoke(request, reply); })};
    return {list, documented(create, 201), documented(drop, 204)};
}

void TokensApi::revoke(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply)
{
    const TokenId id(request.parameter(QStringLiteral("id")));
    const auto work = [this, id, by = actor(request)] { return m_tokens.revoke(id, by); };
    const auto then = [this, id, reply](const Result<void> &done) {
        if (!done)
            return reply->finish(ApiReply::error(done.error()));
        m_callers.forget();
        m_access.endToken(id);
        reply->finish(ApiReply::noContent());
    };
    if (!m_work.run<Result<void>>(work, then))
        reply->finish(BackgroundWork::tooBusy());
}

} // namespace mergeloom
