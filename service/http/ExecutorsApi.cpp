#include "service/http/ExecutorsApi.h"

#include "service/http/RouteRules.h"

namespace mergeloom {

namespace {

WorkerId executorOf(const ApiRequest &request) { return WorkerId(request.parameter(QStringLiteral("id"))); }

} // namespace

QList<Route> ExecutorsApi::routes()
{
    using api::ExecutorView;
    const QString all = QStringLiteral("/api/v1/executors");
    Route list = jsonRoute<api::Page<ExecutorView>>("GET", all, Access::Viewer, QStringLiteral("List the executors"),
        [this](const ApiRequest &) -> Result<Reply<api::Page<ExecutorView>>> {
            MERGELOOM_TRY(auto found, m_workers.list());
            return Reply<api::Page<ExecutorView>>{{std::move(found), std::nullopt}};
        });
    Route renew = jsonRoute<api::Done>("POST", all + QStringLiteral("/{id}/new-token"), Access::Admin,
        QStringLiteral("Have an executor replace its token, within seconds if it is there"),
        [this](const ApiRequest &request) -> Result<Reply<api::Done>> {
            MERGELOOM_CHECK(m_workers.wantNewToken(executorOf(request), actor(request)));
            return Reply<api::Done>{
                {QStringLiteral("The executor replaces its token with its next report, within 15 seconds.")}};
        });
    Route revoke{"DELETE", all + QStringLiteral("/{id}"), Access::Admin,
        QStringLiteral("Revoke an executor: it is refused from now on, and its job goes back into the queue"),
        PooledHandler([this](const ApiRequest &request) -> Result<ApiReply> {
            MERGELOOM_CHECK(m_workers.revoke(executorOf(request), actor(request)));
            m_callers.forget();
            return ApiReply::noContent();
        })};
    return QList<Route>{list, renew, documented(revoke, 204)} + enrollmentRoutes();
}

QList<Route> ExecutorsApi::enrollmentRoutes()
{
    using api::EnrollmentTokenRequest;
    using api::EnrollmentTokenView;
    const QString all = QStringLiteral("/api/v1/enrollment-tokens");
    Route list = jsonRoute<api::Page<EnrollmentTokenView>>("GET", all, Access::Admin,
        QStringLiteral("List enrolment tokens, without their secrets"),
        [this](const ApiRequest &) -> Result<Reply<api::Page<EnrollmentTokenView>>> {
            MERGELOOM_TRY(auto found, m_workers.enrollmentTokens());
            return Reply<api::Page<EnrollmentTokenView>>{{std::move(found), std::nullopt}};
        });
    // Not repeatable by Idempotency-Key: the answer holds a secret, and would have to be kept.
    Route create = jsonRoute<EnrollmentTokenRequest, EnrollmentTokenView>("POST", all, Access::Admin,
        QStringLiteral("Make a token with which executors enrol; the secret is in this answer only"),
        [this](const ApiRequest &request, const EnrollmentTokenRequest &body) -> Result<Reply<EnrollmentTokenView>> {
            MERGELOOM_TRY(EnrollmentTokenView view, m_workers.createEnrollmentToken(body, actor(request)));
            return Reply<EnrollmentTokenView>{std::move(view), 201, {}};
        });
    Route revoke{"DELETE", all + QStringLiteral("/{id}"), Access::Admin,
        QStringLiteral("Revoke an enrolment token; who has enrolled with it stays"),
        PooledHandler([this](const ApiRequest &request) -> Result<ApiReply> {
            MERGELOOM_CHECK(
                m_workers.revokeEnrollmentToken(TokenId(request.parameter(QStringLiteral("id"))), actor(request)));
            return ApiReply::noContent();
        })};
    return {list, documented(create, 201), documented(revoke, 204)};
}

} // namespace mergeloom
