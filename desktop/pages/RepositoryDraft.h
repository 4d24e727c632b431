#pragma once

#include "desktop/pages/RepositoryFields.h"

namespace mergeloom {

/// What somebody has typed into the form of a repository. Pure.
class RepositoryDraft
{
    Q_DECLARE_TR_FUNCTIONS(RepositoryDraft)

public:
    /// A new one; or, with a view, the one that is.
    explicit RepositoryDraft(const std::optional<api::RepositoryView> &view = {});

    /// As it is typed; `yes` and `no` of checks, one a line of lists.
    QString value(const RepositoryField &field) const;
    void setValue(const QString &field, const QString &value) { m_typed.insert(field, value); }
    /// Whether the field is asked for, as the others are.
    bool isAsked(const QString &field) const;

    /// With the errors of the fields by their names, each in a sentence; none: it can be sent.
    struct Request {
        api::RepositoryRequest request;
        QMap<QString, QString> errors;
    };
    Request request(const QList<RepositorySection> &sections) const;
    /// Fields that somebody else has given another value: label, theirs, ours.
    struct Difference {
        QString label;
        QString theirs;
        QString ours;
        bool operator==(const Difference &) const = default;
    };
    QList<Difference> differences(const api::RepositoryView &theirs, const QList<RepositorySection> &sections) const;

    /// `https://host/team/shop-api.git` suggests `shop-api`.
    static QString aliasOf(const QString &address);

private:
    QString simpleValue(const char *field) const;
    /// The value for the API; an error of the field is put into `errors`.
    QJsonValue parsed(const RepositoryField &field, QMap<QString, QString> &errors) const;

    QJsonObject m_base; ///< a request that changes nothing
    QMap<QString, QString> m_typed;
};

} // namespace mergeloom
