#pragma once

#include "shared/api/ProviderTypes.h"

#include <QMap>

namespace mergeloom {

/// What somebody has typed into the form of a provider, in the words of the worker's own description of it. Pure.
class ProviderDraft
{
public:
    ProviderDraft() = default;
    /// A new one; or, with a view, the one that is.
    ProviderDraft(ProviderKind kind, const std::optional<api::ProviderView> &view);

    const ProviderKind &kind() const { return m_kind; }
    /// Of a field of the form; `name` and `is_default` too.
    QString value(const QString &field) const { return m_values.value(field); }
    void setValue(const QString &field, const QString &value) { m_values.insert(field, value); }
    /// Whether the field is asked for, as the choices are.
    bool isAsked(const ProviderField &field) const;
    /// What a choice offers: value and word; one that others hang on counts as its first until it is made.
    QList<std::pair<QString, QString>> choices(const ProviderField &field, const QString &usual) const;
    api::ProviderRequest request() const;
    /// Fields that somebody else has given another value meanwhile: name, theirs, ours.
    struct Difference {
        QString field;
        QString theirs;
        QString ours;
        bool operator==(const Difference &) const = default;
    };
    QList<Difference> differences(const api::ProviderView &theirs) const;

    /// `claude-api`, or `claude-api-2` when that is taken.
    static QString freeId(const QString &kind, const QStringList &taken);
    static QString valueOf(const api::ProviderView &view, const ProviderField &field);

private:
    ProviderKind m_kind;
    QMap<QString, QString> m_values;
};

} // namespace mergeloom
