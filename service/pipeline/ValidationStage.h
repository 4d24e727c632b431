#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "service/pipeline/CommandRunner.h"

namespace mergeloom {

/// The recorded facts: what the worker itself ran, on which tree.
struct Validation {
    QString status = QStringLiteral("not_validated"); ///< `passed`, `failed`, `not_validated`
    QString tree;
    int commands = 0;   ///< that were run
    QStringList failed; ///< the lines of those that were red
    QString findings;   ///< what a repair is told: each red command with its end and the tail of its output

    static constexpr auto jsonName = "Validation";
    static constexpr auto fields()
    {
        return fieldList(required("status", &Validation::status), required("tree", &Validation::tree),
            required("commands", &Validation::commands), optional("failed", &Validation::failed),
            optional("findings", &Validation::findings));
    }
};

/// Runs every validation command on `tree`, then puts the workspace back to it: what the commands wrote is no part of the
/// change. All commands run, also after a red one, so that a repair sees everything.
StageResult<Validation> validate(const RepositorySettings &settings, const QString &tree, int attempt,
    Checkout &checkout, CommandRunner &runner, std::chrono::seconds timeLimit, const StageScope &scope);

} // namespace mergeloom
