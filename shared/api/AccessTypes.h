#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Roles.h"

namespace mergeloom::api {

struct TokenRequest {
    QString name;
    Role role = Role::Viewer;

    static constexpr auto jsonName = "TokenRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &TokenRequest::name), required("role", &TokenRequest::role)};
    }
};

struct TokenView {
    TokenId id;
    QString name;
    Role role = Role::Viewer;
    Timestamp createdAt;
    std::optional<Timestamp> lastUsedAt;
    std::optional<QString> secret; ///< only in the answer that made it

    static constexpr auto jsonName = "Token";
    static constexpr auto pageName = "TokenPage";
    static constexpr auto fields()
    {
        return std::tuple{required("id", &TokenView::id), required("name", &TokenView::name),
            required("role", &TokenView::role), required("created_at", &TokenView::createdAt),
            optional("last_used_at", &TokenView::lastUsedAt),
            optional("secret", &TokenView::secret, "Shown once, when it is made")};
    }
};

struct LoginLink {
    QString url;
    static constexpr auto jsonName = "LoginLink";
    static constexpr auto fields()
    {
        return std::tuple{required("url", &LoginLink::url, "Works once, for 15 minutes")};
    }
};

struct Identity {
    QString name;
    Role role = Role::Viewer;
    QString worker;
    QString version;

    static constexpr auto jsonName = "Identity";
    static constexpr auto fields()
    {
        return std::tuple{required("name", &Identity::name), required("role", &Identity::role),
            required("worker", &Identity::worker, "Name of this worker"), required("version", &Identity::version)};
    }
};

} // namespace mergeloom::api
