#include "service/http/AccessControl.h"

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
        return std::tuple{required("token", &LoginBody::token, "an API token of a viewer, operator or admin")};
    }
};

struct LoginAnswer {
    QString name;
    QString role;
    static constexpr auto jsonName = "SignedIn";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &LoginAnswer::name, "name of the token"),
            required("role", &LoginAnswer::role, "viewer, operator or admin")};
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

QByteArray cookieValue(const QByteArray &cookies)
{
    for (const QByteArray &part : cookies.split(';')) {
        const QByteArray cookie = part.trimmed();
        const qsizetype equals = cookie.indexOf('=');
        if (equals > 0 && cookie.first(equals) == AccessControl::cookieName)
            return cookie.sliced(equals + 1);
    }
    return {};
}

QByteArray bearerOf(const QByteArray &authorization)
{
    constexpr QByteArrayView scheme = "bearer ";
    return authorization.first(qMin(authorization.size(), scheme.size())).compare(scheme, Qt::CaseInsensitive) == 0
        ? authorization.sliced(scheme.size()).trimmed()
        : QByteArray();
}

QByteArray setCookie(const QByteArray &value, std::chrono::seconds lifetime)
{
    return AccessControl::cookieName.toByteArray() + '=' + value
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + QByteArray::number(qint64(lifetime.count()));
}

/// Without the port; an IPv6 address without its brackets.
QString hostName(const QByteArray &host)
{
    const QString text = QString::fromLatin1(host).toLower();
    if (text.startsWith(u'['))
        return text.section(u']', 0, 0).sliced(1);
    QString name = text.section(u':', 0, 0);
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

QHostAddress plainAddress(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    return isMapped ? QHostAddress(v4) : address;
}

/// Pages of other sites, and of other ports of this host, must not act with the cookie that the browser adds.
bool isFromOwnPage(const QByteArray &origin, const QByteArray &fetchSite, const QByteArray &host)
{
    if (!fetchSite.isEmpty() && fetchSite != "same-origin" && fetchSite != "none")
        return false;
    if (!origin.isEmpty())
        return origin.toLower() == "http://" + host.toLower() || origin.toLower() == "https://" + host.toLower();
    return !fetchSite.isEmpty();
}

bool isSafe(const QByteArray &method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

} // namespace

AccessControl::AccessControl(TokenLookup lookup, QStringList hostNames, SteadyClock clock)
    : m_lookup(std::move(lookup)), m_codes(clock), m_sessions(clock), m_failures(clock)
{
    for (const QString &name : hostNames)
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
        QStringLiteral(
            "This service does not answer to the name `%1`. Add it to the host names in the settings, or use "
            "the address.")
            .arg(name));
    reply.status = 421;
    return reply;
}

Admission AccessControl::admit(const RequestHead &head, Access needed, const QString &remoteAddress)
{
    if (needed == Access::Public)
        return Principal{};
    const QByteArray authorization = head.header("authorization");
    if (!authorization.isEmpty())
        return admitBearer(bearerOf(authorization), needed, remoteAddress);
    const QByteArray cookie = cookieValue(head.header("cookie"));
    if (!cookie.isEmpty())
        return admitCookie(head, QString::fromLatin1(cookie), needed);
    return unauthorized(QStringLiteral("Sign in, or send a token in the Authorization header."));
}

Admission AccessControl::admitBearer(const QByteArray &token, Access needed, const QString &remoteAddress)
{
    const QString text = QString::fromUtf8(token);
    const QString hash = SecretBox::hashToken(text);
    if (const auto wait = m_failures.waitFor(remoteAddress); wait.count() > 0 && !m_knownTokens.contains(hash))
        return locked(wait);
    const std::optional<Principal> caller = text.isEmpty() ? std::nullopt : m_lookup(text);
    if (!caller) {
        m_knownTokens.remove(hash);
        noteFailure(remoteAddress);
        return unauthorized(QStringLiteral("The token is not valid, or was revoked."));
    }
    if (m_knownTokens.size() < mostKnownTokens)
        m_knownTokens.insert(hash);
    if (!mayUse(caller->access, needed))
        return refusal(ErrorCode::Forbidden,
            QStringLiteral("This needs the role %1; the token `%2` has %3.")
                .arg(accessName(needed), caller->name, accessName(caller->access)));
    return *caller;
}

Admission AccessControl::admitCookie(const RequestHead &head, const QString &cookie, Access needed)
{
    const std::optional<Principal> caller = m_sessions.find(cookie);
    if (!caller)
        return unauthorized(QStringLiteral("You are signed out. Sign in again."));
    const QByteArray fetchSite = head.header("sec-fetch-site");
    const bool isForeign = !fetchSite.isEmpty() && fetchSite != "same-origin" && fetchSite != "none";
    if (isForeign || (!isSafe(head.method) && !isFromOwnPage(head.header("origin"), fetchSite, head.header("host"))))
        return refusal(ErrorCode::Forbidden, QStringLiteral("The request does not come from a page of this service."));
    if (!humanRank(caller->access) || !mayUse(caller->access, needed))
        return refusal(ErrorCode::Forbidden,
            QStringLiteral("This needs the role %1; you are signed in as %2.")
                .arg(accessName(needed), accessName(caller->access)));
    return *caller;
}

void AccessControl::noteFailure(const QString &remoteAddress)
{
    m_failures.note(remoteAddress);
    log::warning(QStringLiteral("A login or token was refused"), {{"address", remoteAddress}});
}

ApiReply AccessControl::locked(std::chrono::seconds wait) const
{
    ApiReply reply = refusal(ErrorCode::RateLimited,
        QStringLiteral("Too many failed logins from this address; wait %1 s.").arg(wait.count()));
    reply.headers.emplaceBack("Retry-After", QByteArray::number(qint64(wait.count())));
    return reply;
}

ApiReply AccessControl::login(const ApiRequest &request)
{
    if (const auto wait = m_failures.waitFor(request.remoteAddress); wait.count() > 0)
        return locked(wait);
    const bool isFromBrowser = !request.header("origin").isEmpty() || !request.header("sec-fetch-site").isEmpty();
    if (isFromBrowser
        && !isFromOwnPage(request.header("origin"), request.header("sec-fetch-site"), request.header("host")))
        return refusal(ErrorCode::Forbidden, QStringLiteral("The request does not come from a page of this service."));
    const Result<LoginBody> body = parseJsonAs<LoginBody>(request.body);
    if (!body)
        return ApiReply::error(body.error());
    const std::optional<Principal> caller = m_lookup(body->token.trimmed());
    if (!caller) {
        noteFailure(request.remoteAddress);
        return unauthorized(QStringLiteral("The token is not valid, or was revoked."));
    }
    if (!humanRank(caller->access))
        return refusal(ErrorCode::Forbidden,
            QStringLiteral("The token `%1` is for programs; sign in with one of a viewer, operator or admin.")
                .arg(caller->name));
    ApiReply reply = ApiReply::json(toJson(LoginAnswer{caller->name, accessName(caller->access)}));
    reply.headers.emplaceBack(
        "Set-Cookie", setCookie(m_sessions.open(*caller).toLatin1(), BrowserSessions::wholeLifetime));
    return reply;
}

ApiReply AccessControl::loginByLink(const ApiRequest &request)
{
    const QString code = request.queryText(QStringLiteral("code"));
    // A HEAD comes from programs that look at links before a person does; the code stays good.
    if (code.isEmpty() || request.method == "HEAD")
        return redirect("/");
    if (const auto wait = m_failures.waitFor(request.remoteAddress); wait.count() > 0)
        return locked(wait);
    const std::optional<Principal> caller = m_codes.redeem(code);
    if (!caller || !humanRank(caller->access)) {
        noteFailure(request.remoteAddress);
        return redirect("/?login=expired");
    }
    ApiReply home = redirect("/");
    home.headers.emplaceBack(
        "Set-Cookie", setCookie(m_sessions.open(*caller).toLatin1(), BrowserSessions::wholeLifetime));
    return home;
}

ApiReply AccessControl::logout(const ApiRequest &request)
{
    m_sessions.end(QString::fromLatin1(cookieValue(request.header("cookie"))));
    ApiReply reply = ApiReply::noContent();
    reply.headers.emplaceBack("Set-Cookie", setCookie({}, std::chrono::seconds(0)));
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
