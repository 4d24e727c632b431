#pragma once

#include "shared/api/Page.h"
#include "shared/domain/Provider.h"

namespace mergeloom {

/// Of a sign-in that was begun from a page.
enum class SignInState { None, Running, Done, Failed, GivenUp };

template <>
struct EnumNames<SignInState> {
    static constexpr std::array names{std::pair{SignInState::None, "none"}, std::pair{SignInState::Running, "running"},
        std::pair{SignInState::Done, "done"}, std::pair{SignInState::Failed, "failed"},
        std::pair{SignInState::GivenUp, "given_up"}};
};

} // namespace mergeloom

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
        return fieldList(required("kind", &ProviderRequest::kind), optional("name", &ProviderRequest::name),
            optional("model", &ProviderRequest::model), optional("endpoint", &ProviderRequest::endpoint),
            optional("options", &ProviderRequest::options), optional("is_default", &ProviderRequest::isDefault),
            optional("secret", &ProviderRequest::secret, "Write-only; empty removes it, absent keeps it"));
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
        return fieldList(required("profile", &ProviderView::profile), required("has_secret", &ProviderView::hasSecret),
            required("state", &ProviderView::state), required("detail", &ProviderView::detail),
            required("version", &ProviderView::version),
            optional("checked_at", &ProviderView::checkedAt, "When the service itself was asked last"),
            required("models", &ProviderView::models, "That the service offers; empty: not known"));
    }
};

struct ProviderList {
    QList<ProviderView> items;
    QList<ProviderKind> kinds;
    QString configMode = QStringLiteral("ui");

    static constexpr auto jsonName = "ProviderList";
    static constexpr auto fields()
    {
        return fieldList(required("items", &ProviderList::items), required("kinds", &ProviderList::kinds),
            required("config_mode", &ProviderList::configMode,
                "ui, or provisioned: they come from the worker's environment, and cannot be changed"));
    }
};

/// The latest sign-in of an agent program that was begun from a page.
struct SignInView {
    SignInState state = SignInState::None;
    QString detail;             ///< how it ended, and what to do
    QString url;                ///< https, to be opened by a person; empty: none was shown yet
    QString code;               ///< that is typed there; empty: none was shown
    bool isCodeAwaited = false; ///< whether the program waits for a code that the page at `url` shows
    QString output;             ///< the last of what the program printed, without controls
    std::optional<Timestamp> startedAt;
    std::optional<Timestamp> endsAt; ///< when it is given up by itself

    static constexpr auto jsonName = "SignIn";
    static constexpr auto fields()
    {
        return fieldList(required("state", &SignInView::state),
            required("detail", &SignInView::detail, "How it ended, and what to do"),
            required("url", &SignInView::url, "https, for a person to open; empty: none was shown"),
            required("code", &SignInView::code, "To be typed there; empty: none was shown"),
            required(
                "is_code_awaited", &SignInView::isCodeAwaited, "The program waits for the code that the page shows"),
            required("output", &SignInView::output, "The last of what the program printed"),
            optional("started_at", &SignInView::startedAt),
            optional("ends_at", &SignInView::endsAt, "When it is given up by itself"));
    }
};

/// The code that a vendor's page showed.
struct SignInCode {
    QString code;

    static constexpr auto jsonName = "SignInCode";
    static constexpr auto fields()
    {
        return fieldList(required("code", &SignInCode::code, "As the vendor's page shows it; never kept"));
    }
};

} // namespace mergeloom::api
