#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Ids.h"

namespace mergeloom {

/// A configured provider. The secret travels apart and is never part of this.
struct ProviderProfile {
    ProviderProfileId id;
    QString kind; ///< `claude-api`, `openai-compatible`, `replay`, …
    QString name; ///< for people
    QString model;
    QString endpoint;               ///< base URL; empty: the vendor's
    QMap<QString, QString> options; ///< fields of the kind's own form, e.g. `recording`
    bool isDefault = false;

    static constexpr auto jsonName = "ProviderProfile";
    static constexpr auto fields()
    {
        return fieldList(required("id", &ProviderProfile::id), required("kind", &ProviderProfile::kind),
            optional("name", &ProviderProfile::name), optional("model", &ProviderProfile::model),
            optional("endpoint", &ProviderProfile::endpoint), optional("options", &ProviderProfile::options),
            optional("is_default", &ProviderProfile::isDefault));
    }
};

enum class ProviderState { NotConfigured, NeedsSignIn, Checking, Ready, Failing };

template <>
struct EnumNames<ProviderState> {
    static constexpr std::array names{std::pair{ProviderState::NotConfigured, "not_configured"},
        std::pair{ProviderState::NeedsSignIn, "needs_sign_in"}, std::pair{ProviderState::Checking, "checking"},
        std::pair{ProviderState::Ready, "ready"}, std::pair{ProviderState::Failing, "failing"}};
};

/// One field of the form of a provider kind.
struct ProviderField {
    QString name; ///< `model`, `endpoint`, `api_key`, or a key of ProviderProfile::options
    QString label;
    QString kind = QStringLiteral("text"); ///< `text`, `url`, `secret`, `path`, `choice`
    QStringList choices;
    bool isRequired = false;
    QString help;
    QString placeholder;
    QString variable;       ///< the environment variable that can fix it
    QString lockedBy;       ///< that variable's name when it does fix it
    QString lockedValue;    ///< what it fixes it to; empty for secrets
    QString whenField;      ///< a choice of the form that decides whether this field is asked for; empty: always
    QStringList whenValues; ///< the values with which it is; a choice that was not made counts as its first

    static constexpr auto jsonName = "ProviderField";
    static constexpr auto fields()
    {
        return fieldList(required("name", &ProviderField::name), required("label", &ProviderField::label),
            required("kind", &ProviderField::kind, "text, url, secret, path or choice"),
            required("choices", &ProviderField::choices), required("is_required", &ProviderField::isRequired),
            required("help", &ProviderField::help), required("placeholder", &ProviderField::placeholder),
            required("variable", &ProviderField::variable),
            required("locked_by", &ProviderField::lockedBy, "The environment variable that fixes this field, or empty"),
            required("locked_value", &ProviderField::lockedValue, "What it is fixed to; empty for secrets"),
            required(
                "when_field", &ProviderField::whenField, "The choice that decides whether it is asked for, or empty"),
            required("when_values", &ProviderField::whenValues,
                "The values with which it is; a choice that was not made counts as its first"));
    }
};

/// What a kind of provider is and needs. A profile has one secret: where a form has several fields of kind `secret`, a
/// choice decides which one is asked for.
struct ProviderKind {
    QString kind;
    QString label;
    QString description;
    QList<ProviderField> form;

    static constexpr auto jsonName = "ProviderKind";
    static constexpr auto fields()
    {
        return fieldList(required("kind", &ProviderKind::kind), required("label", &ProviderKind::label),
            required("description", &ProviderKind::description), required("form", &ProviderKind::form));
    }
};

/// What a self-test saw the model do.
struct SelfTestStep {
    QString name; ///< `read`, `edit`, `command`, `finish`
    bool isDone = false;
    qint64 milliseconds = 0; ///< from the start of the test until the step was seen
    qint64 tokens = 0;       ///< used until then
    QString detail;          ///< one sentence

    static constexpr auto jsonName = "SelfTestStep";
    static constexpr auto fields()
    {
        return fieldList(required("name", &SelfTestStep::name, "read, edit, command or finish"),
            required("is_done", &SelfTestStep::isDone), required("milliseconds", &SelfTestStep::milliseconds),
            required("tokens", &SelfTestStep::tokens), required("detail", &SelfTestStep::detail));
    }
};

/// Whether a field counts, as the choices of the environment and of the profile are.
bool isAsked(const ProviderField &field, const ProviderKind &kind, const ProviderProfile &profile);

} // namespace mergeloom
