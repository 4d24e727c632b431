#include "desktop/pages/ProviderDraft.h"

namespace mergeloom {

namespace {
const QString nameField = QStringLiteral("name");
const QString defaultField = QStringLiteral("is_default");
QString yesOrNo(bool value) { return value ? QStringLiteral("yes") : QStringLiteral("no"); }
} // namespace

ProviderDraft::ProviderDraft(ProviderKind kind, const std::optional<api::ProviderView> &view) : m_kind(std::move(kind))
{
    for (const ProviderField &field : m_kind.form)
        m_values.insert(field.name, view ? valueOf(*view, field) : QString());
    m_values.insert(nameField, view ? view->profile.name : QString());
    m_values.insert(defaultField, yesOrNo(view && view->profile.isDefault));
}

QString ProviderDraft::valueOf(const api::ProviderView &view, const ProviderField &field)
{
    if (field.kind == u"secret")
        return {};
    if (field.name == u"model")
        return view.profile.model;
    if (field.name == u"endpoint")
        return view.profile.endpoint;
    return view.profile.options.value(field.name);
}

bool ProviderDraft::isAsked(const ProviderField &field) const
{
    ProviderProfile profile;
    profile.options = m_values;
    return mergeloom::isAsked(field, m_kind, profile);
}

QList<std::pair<QString, QString>> ProviderDraft::choices(const ProviderField &field, const QString &usual) const
{
    QList<std::pair<QString, QString>> all;
    for (const QString &choice : field.choices)
        all << std::pair{choice, choice};
    if (field.isRequired || field.choices.isEmpty())
        return all;
    const bool decides = std::any_of(m_kind.form.begin(), m_kind.form.end(),
        [&field](const ProviderField &other) { return other.whenField == field.name; });
    if (decides)
        all.first().first.clear();
    else
        all.prepend({QString(), usual});
    return all;
}

api::ProviderRequest ProviderDraft::request() const
{
    api::ProviderRequest request;
    request.kind = m_kind.kind;
    request.name = value(nameField).trimmed();
    request.isDefault = value(defaultField) == u"yes";
    for (const ProviderField &field : m_kind.form) {
        const QString typed = value(field.name).trimmed();
        if (!field.lockedBy.isEmpty() || !isAsked(field))
            continue;
        if (field.kind == u"secret") {
            if (!typed.isEmpty())
                request.secret = typed;
        } else if (field.name == u"model") {
            request.model = typed;
        } else if (field.name == u"endpoint") {
            request.endpoint = typed;
        } else if (!typed.isEmpty()) {
            request.options.insert(field.name, typed);
        }
    }
    return request;
}

QList<ProviderDraft::Difference> ProviderDraft::differences(const api::ProviderView &theirs) const
{
    QList<Difference> found;
    const ProviderDraft other(m_kind, theirs);
    const auto compare = [&](const QString &field) {
        if (other.value(field).trimmed() != value(field).trimmed())
            found << Difference{field, other.value(field), value(field)};
    };
    for (const ProviderField &field : m_kind.form)
        if (field.kind != u"secret" && field.lockedBy.isEmpty())
            compare(field.name);
    compare(nameField);
    compare(defaultField);
    return found;
}

QString ProviderDraft::freeId(const QString &kind, const QStringList &taken)
{
    if (!taken.contains(kind))
        return kind;
    for (int number = 2;; ++number)
        if (const QString id = QStringLiteral("%1-%2").arg(kind).arg(number); !taken.contains(id))
            return id;
}

} // namespace mergeloom
