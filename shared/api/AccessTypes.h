#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Roles.h"

namespace mergeloom::api {

struct TokenRequest {
    QString name;
    Role role = Role::Viewer;
    std::optional<Timestamp> expiresAt;

    static constexpr auto jsonName = "TokenRequest";
    static constexpr auto fields()
    {
        return fieldList(required("name", &TokenRequest::name), required("role", &TokenRequest::role),
            optional("expires_at", &TokenRequest::expiresAt, "From when on it is refused; absent: it does not expire"));
    }
};

struct TokenView {
    TokenId id;
    QString name;
    Role role = Role::Viewer;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    std::optional<Timestamp> expiresAt;
    std::optional<QString> secret; ///< only in the answer that made it

    static constexpr auto jsonName = "Token";
    static constexpr auto pageName = "TokenPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &TokenView::id), required("name", &TokenView::name),
            required("role", &TokenView::role), required("created_at", &TokenView::createdAt),
            optional("last_used_at", &TokenView::lastUsedAt), optional("expires_at", &TokenView::expiresAt),
            optional("secret", &TokenView::secret, "Shown once, when it is made"));
    }
};

/// A browser that is signed in.
struct SessionView {
    SessionId id;
    QString name;
    Role role = Role::Viewer;
    QString address;
    QString browser;
    Timestamp openedAt;
    Timestamp lastSeenAt;
    Timestamp endsAt;
    bool isOwn = false;

    static constexpr auto jsonName = "BrowserSession";
    static constexpr auto pageName = "BrowserSessionPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &SessionView::id),
            required("name", &SessionView::name, "Name of the token that signed it in"),
            required("role", &SessionView::role),
            required("address", &SessionView::address, "Where it was opened from"),
            required("browser", &SessionView::browser, "What the browser says it is"),
            required("opened_at", &SessionView::openedAt), required("last_seen_at", &SessionView::lastSeenAt),
            required("ends_at", &SessionView::endsAt), required("is_own", &SessionView::isOwn, "The caller's own"));
    }
};

struct SessionsEnded {
    int ended = 0;

    static constexpr auto jsonName = "SessionsEnded";
    static constexpr auto fields() { return fieldList(required("ended", &SessionsEnded::ended)); }
};

/// Refused calls of one kind, from one address, on one route, counted together.
struct RefusalView {
    Timestamp at;
    QString cause;
    QString reason;
    QString address;
    QString method;
    QString path;
    QString who;
    int count = 0;

    static constexpr auto jsonName = "Refusal";
    static constexpr auto pageName = "RefusalPage";
    static constexpr auto fields()
    {
        return fieldList(required("at", &RefusalView::at), required("cause", &RefusalView::cause),
            required("reason", &RefusalView::reason),
            optional("address", &RefusalView::address, "Empty: of several addresses together"),
            optional("method", &RefusalView::method),
            optional("path", &RefusalView::path, "The route, not its parameters"),
            optional("who", &RefusalView::who, "Name of the token or session, where one was recognised"),
            required("count", &RefusalView::count));
    }
};

struct EnrollmentTokenRequest {
    QString name;
    int uses = 1;
    int hours = 24;

    static constexpr auto jsonName = "EnrollmentTokenRequest";
    static constexpr auto fields()
    {
        return fieldList(required("name", &EnrollmentTokenRequest::name, "What it is for"),
            optional("uses", &EnrollmentTokenRequest::uses, "How many executors may enrol with it, at most 1000"),
            optional("hours", &EnrollmentTokenRequest::hours, "How long it lasts, at most a year"));
    }
};

/// With which an executor on another host enrols.
struct EnrollmentTokenView {
    TokenId id;
    QString name;
    int usesLeft = 0;
    Timestamp expiresAt;
    std::optional<QString> secret; ///< only in the answer that made it

    static constexpr auto jsonName = "EnrollmentToken";
    static constexpr auto pageName = "EnrollmentTokenPage";
    static constexpr auto fields()
    {
        return fieldList(required("id", &EnrollmentTokenView::id), required("name", &EnrollmentTokenView::name),
            required("uses_left", &EnrollmentTokenView::usesLeft),
            required("expires_at", &EnrollmentTokenView::expiresAt),
            optional("secret", &EnrollmentTokenView::secret, "Shown once, when it is made"));
    }
};

struct LoginLink {
    QString url;
    static constexpr auto jsonName = "LoginLink";
    static constexpr auto fields() { return fieldList(required("url", &LoginLink::url, "Works once, for 15 minutes")); }
};

struct Identity {
    QString name;
    Role role = Role::Viewer;
    QString worker;
    QString version;
    QString controllerUrl;

    static constexpr auto jsonName = "Identity";
    static constexpr auto fields()
    {
        return fieldList(required("name", &Identity::name), required("role", &Identity::role),
            required("worker", &Identity::worker, "Name of this worker"), required("version", &Identity::version),
            optional("controller_url", &Identity::controllerUrl,
                "Where the worker's jobs come from, and tickets are written; empty: here"));
    }
};

} // namespace mergeloom::api
