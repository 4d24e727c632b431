#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Provider.h"

namespace mergeloom::api {

struct ProviderRequest {
    QString kind;
    QString name;
    QString model;
    QString endpoint;
    QMap<QString, QString> options;
    bool isDefault = false;
    std::optional<QString> secret; ///< empty text removes it; absent keeps it

    static constexpr auto jsonName = "ProviderRequest";
    static constexpr auto fields()
    {
        return std::tuple{required("kind", &ProviderRequest::kind), optional("name", &ProviderRequest::name),
            optional("model", &ProviderRequest::model), optional("endpoint", &ProviderRequest::endpoint),
            optional("options", &ProviderRequest::options), optional("is_default", &ProviderRequest::isDefault),
            optional("secret", &ProviderRequest::secret, "Write-only; empty removes it, absent keeps it")};
    }
};

struct ProviderView {
    ProviderProfile profile;
    bool hasSecret = false;
    ProviderState state = ProviderState::NotConfigured;
    QString detail; ///< what is missing and what to do
    qint64 version = 1;
    std::optional<Timestamp> checkedAt; ///< when the service itself was asked last
    QStringList models;                 ///< that it offers; empty: not known

    static constexpr auto jsonName = "Provider";
    static constexpr auto fields()
    {
        return std::tuple{required("profile", &ProviderView::profile), required("has_secret", &ProviderView::hasSecret),
            required("state", &ProviderView::state), required("detail", &ProviderView::detail),
            required("version", &ProviderView::version),
            optional("checked_at", &ProviderView::checkedAt, "When the service itself was asked last"),
            required("models", &ProviderView::models, "That the service offers; empty: not known")};
    }
};

struct ProviderList {
    QList<ProviderView> items;
    QList<ProviderKind> kinds;
    QString configMode = QStringLiteral("ui");

    static constexpr auto jsonName = "ProviderList";
    static constexpr auto fields()
    {
        return std::tuple{required("items", &ProviderList::items), required("kinds", &ProviderList::kinds),
            required("config_mode", &ProviderList::configMode,
                "ui, or provisioned: they come from the worker's environment, and cannot be changed")};
    }
};

} // namespace mergeloom::api
