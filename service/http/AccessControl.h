#pragma once

#include "service/http/BrowserSessions.h"
#include "service/http/FailedLogins.h"
#include "service/http/LoginCodes.h"
#include "service/http/RateLimit.h"
#include "service/http/Refusals.h"
#include "service/http/RequestFraming.h"

#include <QHostAddress>
#include <QSet>

namespace mergeloom {

/// Who is calling, or the answer that refuses the call.
using Admission = std::variant<Principal, ApiReply>;

/// Calls that one caller may make. Loopback is not limited by address, since tunnels and proxies put everybody there; the
/// tokens of workers and of the cluster are not limited at all. A live stream is one call.
struct AccessLimits {
    RateLimit::Rate perAddress{200, 1000};
    RateLimit::Rate perCredential{100, 1000};
};

/// Decides who may call what: `Authorization: Bearer`, or the cookie of a signed-in browser. Viewer, Operator and
/// Admin include one another; Worker and Cluster are for programs with their own tokens, never for cookies, and Cluster
/// may call the routes of workers. Lives on the main thread.
class AccessControl
{
public:
    /// The owner of a token. Called on the main thread for each request with a bearer, so it must not block.
    using TokenLookup = std::function<Result<std::optional<Principal>>(const QString &token)>;

    static constexpr QByteArrayView cookieName = "mergeloom_session";

    /// `hostNames`: names beside loopback and the address called, under which clients know this service.
    AccessControl(TokenLookup lookup, QStringList hostNames, AccessLimits limits = {},
        SteadyClock clock = &std::chrono::steady_clock::now);

    void addHostNames(const QStringList &names);
    /// Against DNS rebinding: a refusal (421) when the Host is neither a loopback name, nor the address that was called,
    /// nor a configured name.
    std::optional<ApiReply> checkHost(const RequestHead &head, const QHostAddress &calledAddress) const;

    /// A refusal (429) when too many calls came from this address.
    std::optional<ApiReply> checkRate(const QString &remoteAddress);

    /// The caller when he may use a route that needs `needed`. Failed bearers count against `remoteAddress`; a missing
    /// or outdated cookie does not, so that an open page cannot lock its own user out.
    Admission admit(const RequestHead &head, Access needed, const QString &remoteAddress);

    /// `GET /login?code=…`, `POST /api/v1/login`, `POST /api/v1/logout`. The object must outlive the router.
    QList<Route> routes();

    LoginCodes &loginCodes() { return m_codes; }
    BrowserSessions &sessions() { return m_sessions; }
    Refusals &refusals() { return m_refusals; }

    using IsEnded = std::function<bool(const Principal &)>;
    /// Told whose access has ended, so that what is still open for him can be closed.
    void onEnded(std::function<void(const IsEnded &)> listener) { m_onEnded = std::move(listener); }
    /// Signs out the browsers of a token that was revoked.
    void endToken(const TokenId &token);
    /// To be called now and then: ends what runs on for tokens and sessions that have expired.
    void endExpired();

    /// `viewer`, `operator`, `admin`, `worker`, `cluster`, `public`.
    static QString accessName(Access access);
    static bool mayUse(Access caller, Access needed);

private:
    Admission admitBearer(const QByteArray &token, Access needed, const QString &remoteAddress);
    Admission withinRate(const Principal &caller);
    Admission admitCookie(const RequestHead &head, const QString &cookie, Access needed);
    ApiReply login(const ApiRequest &request);
    ApiReply loginByLink(const ApiRequest &request);
    ApiReply logout(const ApiRequest &request);
    static ApiReply locked(std::chrono::seconds wait);
    void tellEnded(const IsEnded &isEnded);
    QByteArray openSession(const Principal &caller, const ApiRequest &request);
    void noteFailure(const QString &remoteAddress);

    TokenLookup m_lookup;
    QSet<QString> m_hostNames; ///< lower case
    LoginCodes m_codes;
    BrowserSessions m_sessions;
    FailedLogins m_failures;
    RateLimit m_perAddress;
    RateLimit m_perCredential;
    Refusals m_refusals;
    std::function<void(const IsEnded &)> m_onEnded;
    /// Address and hash of tokens that were right once: a wrong program must not lock out others behind its address.
    QSet<QString> m_knownTokens;
};

} // namespace mergeloom
