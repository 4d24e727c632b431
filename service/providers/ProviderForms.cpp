#include "service/providers/ProviderForms.h"

#include "service/platform/ProcessEnvironment.h"
#include "shared/core/Log.h"

#include <QFile>
#include <QUrl>

namespace mergeloom {

namespace {

/// What the environment says in a field: the text of the file for a secret's `NAME_FILE`; empty when that cannot be read.
QString environmentValue(const ProviderField &field)
{
    const QString variable = field.lockedBy;
    const QString value = environment::text(variable);
    if (variable == field.variable)
        return value;
    QFile file(value);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray key = file.readAll().trimmed();
        log::hide(key, QStringLiteral("provider key"));
        return QString::fromUtf8(key);
    }
    log::error(QStringLiteral("A key file cannot be read"), {{"variable", variable}, {"file", value}});
    return {};
}

QString valueOf(const ConfiguredProvider &configured, const ProviderField &field)
{
    if (field.kind == u"secret")
        return QString::fromUtf8(configured.secret);
    if (field.name == u"model")
        return configured.profile.model;
    if (field.name == u"endpoint")
        return configured.profile.endpoint;
    return configured.profile.options.value(field.name);
}

void setValue(ConfiguredProvider &configured, const ProviderField &field, const QString &value)
{
    if (field.kind == u"secret")
        configured.secret = value.toUtf8();
    else if (field.name == u"model")
        configured.profile.model = value;
    else if (field.name == u"endpoint")
        configured.profile.endpoint = value;
    else
        configured.profile.options.insert(field.name, value);
}

Result<void> checkField(const ProviderField &field, const QString &value)
{
    const auto wrong = [&](const QString &text) {
        return failure(ErrorCode::InvalidInput, text, {{"field", field.name}, {"reason", "provider_not_ready"}});
    };
    if (value.trimmed().isEmpty())
        return field.isRequired ? wrong(field.variable.isEmpty()
                       ? QStringLiteral("%1 is missing. %2").arg(field.label, field.help)
                       : QStringLiteral("%1 is missing. Enter it in the provider's form, or set %2.")
                             .arg(field.label, field.variable))
                                : Result<void>();
    if (field.kind == u"url") {
        const QUrl url(value.trimmed(), QUrl::StrictMode);
        if (!url.isValid() || (url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty()
            || !url.userInfo().isEmpty())
            return wrong(QStringLiteral("%1 is \"%2\", which is no address. Enter one such as %3, without a user name.")
                             .arg(field.label, url.userInfo().isEmpty() ? value : url.toString(QUrl::RemoveUserInfo),
                                 field.placeholder));
    }
    if (field.kind == u"choice" && !field.choices.contains(value))
        return wrong(QStringLiteral("%1 is \"%2\"; it must be one of %3.")
                         .arg(field.label, value, field.choices.join(QStringLiteral(", "))));
    if (field.name == u"context_window" || field.name == u"maximum_output_tokens") {
        bool ok = false;
        const int number = value.toInt(&ok);
        if (!ok || number < 1024 || number > 10'000'000)
            return wrong(QStringLiteral("%1 is \"%2\"; it must be a whole number of tokens from 1024 to 10000000.")
                             .arg(field.label, value));
    }
    return {};
}

} // namespace

ProviderField marked(ProviderField field)
{
    if (field.variable.isEmpty())
        return field;
    for (const QString &variable : {field.variable, field.variable + QStringLiteral("_FILE")})
        if (!environment::text(variable).isEmpty() && (variable == field.variable || field.kind == u"secret"))
            field.lockedBy = variable;
    if (!field.lockedBy.isEmpty() && field.kind != u"secret")
        field.lockedValue = environment::text(field.lockedBy);
    return field;
}

ProviderField outputLimitField()
{
    return {.name = QStringLiteral("maximum_output_tokens"),
        .label = QStringLiteral("Longest answer"),
        .help = QStringLiteral("Tokens that one answer may have; also what a budget keeps in reserve for each call."),
        .placeholder = QStringLiteral("16000")};
}

ProviderField contextWindowField()
{
    return {.name = QStringLiteral("context_window"),
        .label = QStringLiteral("Context window"),
        .help = QStringLiteral("Tokens that the model can hold; empty: as known for the model, else 180000."),
        .placeholder = QStringLiteral("180000")};
}

ProviderField pricedAsField()
{
    return {.name = QStringLiteral("priced_as"),
        .label = QStringLiteral("Model behind it"),
        .help = QStringLiteral("Its id in the price table, for cost and context window; empty: the name above."),
        .placeholder = QStringLiteral("gpt-6.2-sol")};
}

ProviderField reasoningEffortField()
{
    return {.name = QStringLiteral("reasoning_effort"),
        .label = QStringLiteral("Reasoning effort"),
        .kind = QStringLiteral("choice"),
        .choices = {QStringLiteral("none"), QStringLiteral("minimal"), QStringLiteral("low"), QStringLiteral("medium"),
            QStringLiteral("high"), QStringLiteral("xhigh"), QStringLiteral("max")},
        .help = QStringLiteral("For models that reason, as far as the model knows the word; more costs more.")};
}

ProviderKind marksOf(ProviderKind kind, FixedFields fixed)
{
    for (ProviderField &field : kind.form) {
        const FixedFields others = field.kind == u"path" ? FixedFields::Paths : FixedFields::AllButPaths;
        if (fixed != FixedFields::All && fixed != others) {
            field.lockedBy.clear();
            field.lockedValue.clear();
        }
    }
    return kind;
}

ConfiguredProvider withEnvironment(const ConfiguredProvider &configured, const ProviderKind &kind)
{
    ConfiguredProvider result = configured;
    for (const ProviderField &field : kind.form)
        if (!field.lockedBy.isEmpty() && isAsked(field, kind, configured.profile))
            setValue(result, field, environmentValue(field));
    result.fixed = FixedFields::None;
    return result;
}

Result<void> checkForm(const ConfiguredProvider &configured, const ProviderKind &kind)
{
    for (const ProviderField &field : kind.form)
        if (isAsked(field, kind, configured.profile))
            MERGELOOM_CHECK(checkField(field, valueOf(configured, field)));
    return {};
}

} // namespace mergeloom
