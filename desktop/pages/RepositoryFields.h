#pragma once

#include "shared/api/RepositoryTypes.h"
#include "shared/api/StatusTypes.h"

#include <QCoreApplication>

namespace mergeloom {

/// A field of the form of a repository. Its name is the path in RepositoryRequest: `settings.budgets.tokens`.
struct RepositoryField {
    enum class Kind { Text, Secret, Lines, Area, SecretArea, Check, Choice, Number, Limit };
    QString name;
    Kind kind = Kind::Text;
    QString label;
    QString help;
    QString placeholder;
    QList<std::pair<QString, QString>> choices = {}; ///< value and word
    double unit = 1;                                 ///< of Limit: how much one of the form's is
    QString lockedValue = {};                        ///< what holds where `lockedBy` fixes it
    QString lockedBy = {};                           ///< a variable of the worker's environment
};

struct RepositorySection {
    enum class Shown { Always, OnDemand };
    QString title; ///< empty: the first one
    QString text;
    Shown shown = Shown::Always;
    QList<RepositoryField> fields;
};

/// What the worker tells that the form depends on; each part may come later than the form.
struct RepositoryChoices {
    QList<std::pair<QString, QString>> providers; ///< id and name
    QList<api::GuardRuleView> rules;
    std::optional<NetworkSettings> network; ///< the most that commands get
    QString allowList;                      ///< in a sentence
};

class RepositoryFields
{
    Q_DECLARE_TR_FUNCTIONS(RepositoryFields)

public:
    static QList<RepositorySection> of(const RepositoryChoices &choices);

private:
    static RepositorySection address();
    static RepositorySection signIn();
    static RepositorySection commands(const RepositoryChoices &choices);
    static RepositorySection network(const RepositoryChoices &choices);
    static RepositorySection brief(const RepositoryChoices &choices);
    static RepositorySection approval();
    static RepositorySection budgets();
    static RepositorySection guard(const RepositoryChoices &choices);
};

} // namespace mergeloom
