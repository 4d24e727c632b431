#pragma once

#include "shared/core/Json.h"
#include "shared/domain/Approval.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/GuardSettings.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Network.h"

namespace mergeloom {

enum class ValidationMode { Off, Advisory, Required };

template <>
struct EnumNames<ValidationMode> {
    static constexpr std::array names{std::pair{ValidationMode::Off, "off"},
        std::pair{ValidationMode::Advisory, "advisory"}, std::pair{ValidationMode::Required, "required"}};
};

/// What a run does in a repository; part of the catalog and of a job envelope.
struct RepositorySettings {
    QStringList setupCommands;
    QStringList validationCommands;
    ValidationMode validationMode = ValidationMode::Required;
    QStringList contextFiles; ///< always in the brief
    int maximumRepairs = -1;  ///< -1: the worker's own
    QString provider;         ///< profile id; empty: the worker's default
    QString model;
    DiffGuardSettings diffGuard;
    NetworkSettings network;
    ApprovalSettings approval;
    bool revalidatesOnDrift = false; ///< a change whose base moved is merged with the new head and validated again
    Budgets budgets;                 ///< of one run
    DayBudgets dayBudgets;           ///< of all of them in one day

    static constexpr auto jsonName = "RepositorySettings";
    static constexpr auto fields()
    {
        return fieldList(
            optional("setup_commands", &RepositorySettings::setupCommands, "Run once before implementation, in order"),
            optional("validation_commands", &RepositorySettings::validationCommands, "Must be green on the final tree"),
            optional("validation_mode", &RepositorySettings::validationMode),
            optional("context_files", &RepositorySettings::contextFiles, "Paths that are always part of the brief"),
            optional("maximum_repairs", &RepositorySettings::maximumRepairs, "-1: as the worker is set"),
            optional("provider", &RepositorySettings::provider, "Provider profile; empty: the worker's default"),
            optional("model", &RepositorySettings::model), optional("diff_guard", &RepositorySettings::diffGuard),
            optional("network", &RepositorySettings::network, "What commands reach; the worker may give less"),
            optional("approval", &RepositorySettings::approval, "When a run waits for a person"),
            optional("revalidate_on_drift", &RepositorySettings::revalidatesOnDrift,
                "When the default branch moved: merge with it and validate again before the push"),
            optional("budgets", &RepositorySettings::budgets, "Limits of one run; 0: the worker's own"),
            optional("day_budgets", &RepositorySettings::dayBudgets,
                "Limits of all runs that begin in one day (UTC); 0: none. Jobs wait for the next day then"));
    }
};

/// An alias is what labels, directives and pages call a repository: `[a-z0-9][a-z0-9._-]*`, at most 64 characters.
bool isRepositoryAlias(QStringView text);

} // namespace mergeloom
