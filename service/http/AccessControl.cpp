#include "service/http/AccessControl.h"

#include "service/http/RequestOrigin.h"
#include "service/platform/SecretBox.h"
#include "shared/core/Log.h"

namespace mergeloom {

namespace {

constexpr qsizetype mostKnownTokens = 1000;

struct LoginBody {
    QString token;
    static constexpr auto jsonName = "Login";
    static constexpr auto fields()
    {
        return fieldList(required("token", &LoginBody::token, "an API token of a viewer, operator or admin"));
    }
};

struct LoginAnswer {
    QString name;
    QString role;
    static constexpr auto jsonName = "SignedIn";
    static constexpr auto fields()
    {
        return fieldList(required("name", &LoginAnswer::name, "name of the token"),
            required("role", &LoginAnswer::role, "viewer, operator or admin"));
    }
};

std::optional<int> humanRank(Access access)
{
    switch (access) {
    case Access::Viewer:
        return 1;
    case Access::Operator:
        return 2;
    case Access::Admin:
        return 3;
    default:
        return std::nullopt;
    }
}

ApiReply refusal(ErrorCode code, const QString &message) { return ApiReply::error({code, message, {}}); }

ApiReply wrongRole(Access needed, const Principal &caller)
{
    ApiReply reply = refusal(ErrorCode::Forbidden,
        QStringLiteral("This needs the role %1; `%2` has %3.")
            .arg(AccessControl::accessName(needed), caller.name, AccessControl::accessName(caller.access)));
    reply.refusalCause = QStringLiteral("role");
    reply.refusedCaller = caller.name;
    return reply;
}

ApiReply comeLater(std::chrono::seconds wait, const QString &message, const QString &cause)
{
    ApiReply reply = refusal(ErrorCode::RateLimited, message.arg(wait.count()));
    reply.headers.emplaceBack("Retry-After", QByteArray::number(qint64(wait.count())));
    reply.refusalCause = cause;
    return reply;
}

/// Tokens of SecretBox::randomToken() have 256 random bits: no number of tries finds one, so their holders need not be
/// locked out. Lockout is for tokens that a person has thought up (JCA_WORKER_UI_TOKEN).
bool isBeyondGuessing(const QString &token)
{
    return token.size() == 43 && std::all_of(token.cbegin(), token.cend(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'_');
    });
}

ApiReply redirect(const QByteArray &location)
{
    ApiReply reply{303, {}, {}, {}};
    reply.headers.emplaceBack("Location", location);
    return reply;
}

ApiReply unauthorized(const QString &message)
{
    ApiReply reply = refusal(ErrorCode::Unauthorized, message);
    reply.headers.emplaceBack("WWW-Authenticate", "Bearer realm=\"mergeloom\"");
    return reply;
}

QByteArray setCookie(const QByteArray &value, std::chrono::seconds lifetime, const QByteArray &scheme)
{
    return AccessControl::cookieName.toByteArray() + '=' + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + QByteArray::number(qint64(lifetime.count())) + (scheme == "https" ? "; Secure" : "");
}

ApiReply foreignPage(const QString &caller)
{
    ApiReply reply =
        refusal(ErrorCode::Forbidden, QStringLiteral("The request does not come from a page of this service."));
    reply.refusalCause = QStringLiteral("foreign_page");
    reply.refusedCaller = caller;
    return reply;
}

bool isSafe(const QByteArray &method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

/// Not 401: an executor whose token is refused takes itself for revoked.
ApiReply cannotTell(const Error &error)
{
    log::error(QStringLiteral("Tokens cannot be read"), {{"error", error.message}});
    return ApiReply::error({ErrorCode::Unavailable,
        QStringLiteral("It cannot be told now whose token this is. %1").arg(error.message), {}});
}

} // namespace

AccessControl::AccessControl(TokenLookup lookup, QStringList hostNames, AccessLimits limits, SteadyClock clock)
    : m_lookup(std::move(lookup)), m_codes(clock), m_failures(clock), m_perAddress(limits.perAddress, clock),
      m_perCredential(limits.perCredential, clock)
{
    m_sessions.onEnded([this](const QSet<SessionId> &ended) {
        tellEnded([&](const Principal &caller) { return ended.contains(caller.sessionId); });
    });
    addHostNames(hostNames);
}

void AccessControl::addHostNames(const QStringList &names)
{
    for (const QString &name : names)
        m_hostNames.insert(name.trimmed().toLower());
}

QString AccessControl::accessName(Access access)
{
    switch (access) {
    case Access::Public:
        return QStringLiteral("public");
    case Access::Viewer:
        return QStringLiteral("viewer");
    case Access::Operator:
        return QStringLiteral("operator");
    case Access::Admin:
        return QStringLiteral("admin");
    case Access::Worker:
        return QStringLiteral("worker");
    case Access::Cluster:
        return QStringLiteral("cluster");
    }
    return {};
}

bool AccessControl::mayUse(Access caller, Access needed)
{
    if (needed == Access::Public)
        return true;
    if (needed == Access::Worker)
        return caller == Access::Worker || caller == Access::Cluster;
    if (needed == Access::Cluster)
        return caller == Access::Cluster;
    return humanRank(caller) && *humanRank(caller) >= *humanRank(needed);
}

std::optional<ApiReply> AccessControl::checkHost(const RequestHead &head, const QHostAddress &calledAddress) const
{
    const QString name = hostName(head.host);
    if (name == u"localhost" || m_hostNames.contains(name))
        return std::nullopt;
    // A rebinding page has a name; a bare address cannot be rebound, so the one that was called is ours.
    // Only in its usual form: QHostAddress takes `2130706433` too.
    const QHostAddress address(name);
    if (!address.isNull() && (name.contains(u':') || address.toString() == name)
        && (address.isLoopback() || plainAddress(address) == plainAddress(calledAddress)))
        return std::nullopt;
    ApiReply reply = refusal(ErrorCode::Forbidden,
        QStringLiteral("This service does not answer to the name `%1`. Add it to JCA_WORKER_HOST_NAMES, or use "
                       "the address.")
            .arg(name));
    reply.status = 421;
    reply.refusalCause = QStringLiteral("unknown_host");
    return reply;
}

std::optional<ApiReply> AccessControl::checkRate(const QString &remoteAddress)
{
    if (QHostAddress(remoteAddress).isLoopback())
        return std::nullopt;
    const auto wait = m_perAddress.take(remoteAddress);
    if (wait.count() == 0)
        return std::nullopt;
    return comeLater(
        wait, QStringLiteral("Too many requests from this address; wait %1 s."), QStringLiteral("rate_limited"));
}

Admission AccessControl::withinRate(const Principal &caller)
{
    if (!humanRank(caller.access))
        return caller;
    const QString key =
        caller.sessionId.text().isEmpty() ? caller.tokenId.text() + caller.name : caller.sessionId.text();
    const auto wait = m_perCredential.take(key);
    if (wait.count() == 0)
        return caller;
    ApiReply reply = comeLater(
        wait, QStringLiteral("Too many requests with this token; wait %1 s."), QStringLiteral("rate_limited"));
    reply.refusedCaller = caller.name;
    return reply;
}

void AccessControl::tellEnded(const IsEnded &isEnded)
{
    if (m_onEnded)
        m_onEnded(isEnded);
}

void AccessControl::endToken(const TokenId &token)
{
    m_sessions.endAllOf(token);
    tellEnded([&](const Principal &caller) { return caller.tokenId == token; });
}

void AccessControl::endExpired()
{
    m_sessions.endExpired();
    tellEnded(
        [now = Timestamp::now()](const Principal &caller) { return caller.expiresAt && *caller.expiresAt <= now; });
}

Admission AccessControl::admit(const RequestHead &head, Access needed, const QString &remoteAddress)
{
    if (needed == Access::Public)
        return Principal{};
    const QByteArray authorization = head.header("authorization");
    if (!authorization.isEmpty())
        return admitBearer(bearerOf(authorization), needed, remoteAddress);
    const QByteArray cookie = cookieValue(head.header("cookie"), cookieName);
    if (!cookie.isEmpty())
        return admitCookie(head, QString::fromLatin1(cookie), needed);
    ApiReply reply = unauthorized(QStringLiteral("Sign in, or send a token in the Authorization header."));
    reply.refusalCause = QStringLiteral("no_credential");
    return reply;
}

Admission AccessControl::admitBearer(const QByteArray &token, Access needed, const QString &remoteAddress)
{
    const QString text = QString::fromUtf8(token);
    // Tokens are compared by their hashes, so that the time of a comparison tells nothing of the token.
    const QString known = remoteAddress + u' ' + SecretBox::hashToken(text);
    const auto wait = m_failures.waitFor(remoteAddress);
    if (wait.count() > 0 && !m_knownTokens.contains(known) && !isBeyondGuessing(text))
        return locked(wait);
    const auto found = text.isEmpty() ? Result<std::optional<Principal>>() : m_lookup(text);
    if (!found)
        return cannotTell(found.error());
    const std::optional<Principal> &caller = *found;
    if (!caller) {
        m_knownTokens.remove(known);
        if (wait.count() > 0)
            return locked(wait);
        noteFailure(remoteAddress);
        return unauthorized(QStringLiteral("The token is not valid, was revoked, or has expired."));
    }
    if (m_knownTokens.size() < mostKnownTokens)
        m_knownTokens.insert(known);
    return mayUse(caller->access, needed) ? withinRate(*caller) : wrongRole(needed, *caller);
}

Admission AccessControl::admitCookie(const RequestHead &head, const QString &cookie, Access needed)
{
    const std::optional<Principal> caller = m_sessions.find(cookie);
    if (!caller)
        return unauthorized(QStringLiteral("You are signed out. Sign in again."));
    const QByteArray fetchSite = head.header("sec-fetch-site");
    const bool isForeign = !fetchSite.isEmpty() && fetchSite != "same-origin" && fetchSite != "none";
    if (isForeign || (!isSafe(head.method) && !isFromOwnPage(head.header("origin"), fetchSite, head.header("host"))))
        return foreignPage(caller->name);
    if (!humanRank(caller->access) || !mayUse(caller->access, needed))
        return wrongRole(needed, *caller);
    return withinRate(*caller);
}

void AccessControl::noteFailure(const QString &remoteAddress)
{
    m_failures.note(remoteAddress);
    log::warning(QStringLiteral("A login or token was refused"), {{"address", remoteAddress}});
}

ApiReply AccessControl::locked(std::chrono::seconds wait)
{
    return comeLater(wait,
        QStringLiteral(
            "Too many failed logins; try again in %1 s, or open a link that `mergeloom-worker token login` makes."),
        QStringLiteral("locked_out"));
}

QByteArray AccessControl::openSession(const Principal &caller, const ApiRequest &request)
{
    const QString cookie = m_sessions.open(caller, {request.remoteAddress, browserName(request.header("user-agent"))});
    return setCookie(cookie.toLatin1(), BrowserSessions::wholeLifetime, request.scheme);
}

ApiReply AccessControl::login(const ApiRequest &request)
{
    const bool isFromBrowser = !request.header("origin").isEmpty() || !request.header("sec-fetch-site").isEmpty();
    if (isFromBrowser
        && !isFromOwnPage(request.header("origin"), request.header("sec-fetch-site"), request.header("host")))
        return foreignPage({});
    const Result<LoginBody> body = parseJsonAs<LoginBody>(request.body);
    if (!body)
        return ApiReply::error(body.error());
    const QString token = body->token.trimmed();
    const auto wait = m_failures.waitFor(request.remoteAddress);
    if (wait.count() > 0 && !isBeyondGuessing(token))
        return locked(wait);
    const auto found = m_lookup(token);
    if (!found)
        return cannotTell(found.error());
    const std::optional<Principal> &caller = *found;
    if (!caller && wait.count() > 0)
        return locked(wait);
    if (!caller) {
        noteFailure(request.remoteAddress);
        ApiReply reply = unauthorized(QStringLiteral("The token is not valid, was revoked, or has expired."));
        reply.refusalCause = QStringLiteral("login_failed");
        return reply;
    }
    if (!humanRank(caller->access)) {
        ApiReply reply = refusal(ErrorCode::Forbidden,
            QStringLiteral("The token `%1` is for programs; sign in with one of a viewer, operator or admin.")
                .arg(caller->name));
        reply.refusedCaller = caller->name;
        return reply;
    }
    ApiReply reply = ApiReply::json(toJson(LoginAnswer{caller->name, accessName(caller->access)}));
    reply.headers.emplaceBack("Set-Cookie", openSession(*caller, request));
    return reply;
}

ApiReply AccessControl::loginByLink(const ApiRequest &request)
{
    const QString code = request.queryText(QStringLiteral("code"));
    // A HEAD comes from programs that look at links before a person does; the code stays good.
    if (code.isEmpty() || request.method == "HEAD")
        return redirect("/");
    // A code cannot be guessed, so a right one is a way in under a lockout too.
    const std::optional<Principal> caller = m_codes.redeem(code);
    if (!caller || !humanRank(caller->access)) {
        if (const auto wait = m_failures.waitFor(request.remoteAddress); wait.count() > 0)
            return locked(wait);
        noteFailure(request.remoteAddress);
        ApiReply reply = redirect("/?login=expired");
        reply.refusalCause = QStringLiteral("login_link");
        return reply;
    }
    ApiReply home = redirect("/");
    home.headers.emplaceBack("Set-Cookie", openSession(*caller, request));
    return home;
}

ApiReply AccessControl::logout(const ApiRequest &request)
{
    m_sessions.end(QString::fromLatin1(cookieValue(request.header("cookie"), cookieName)));
    ApiReply reply = ApiReply::noContent();
    reply.headers.emplaceBack("Set-Cookie", setCookie({}, std::chrono::seconds(0), request.scheme));
    return reply;
}

QList<Route> AccessControl::routes()
{
    const auto live = [this](ApiReply (AccessControl::*answer)(const ApiRequest &)) {
        return LiveHandler([this, answer](const ApiRequest &request, std::shared_ptr<LiveReply> reply) {
            reply->finish((this->*answer)(request));
        });
    };
    Route link{"GET", QStringLiteral("/login"), Access::Public, QStringLiteral("Sign a browser in by one-time link"),
        live(&AccessControl::loginByLink)};
    link.queryParameters = {QStringLiteral("code: the one-time code")};
    link.replyType = "text/html";
    Route login{"POST", QStringLiteral("/api/v1/login"), Access::Public,
        QStringLiteral("Sign a browser in with a token"), live(&AccessControl::login), &jsonSchema<LoginBody>,
        &jsonSchema<LoginAnswer>};
    Route logout{"POST", QStringLiteral("/api/v1/logout"), Access::Viewer, QStringLiteral("Sign a browser out"),
        live(&AccessControl::logout)};
    return {link, login, logout};
}

} // namespace mergeloom
