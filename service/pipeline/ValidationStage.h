#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "service/pipeline/CommandRunner.h"

namespace mergeloom {

struct CommandVerdict {
    QString line;
    ProcessResult result;
};

/// The recorded facts: what the worker itself ran, on which tree.
struct Validation {
    QString status = QStringLiteral("not_validated"); ///< `passed`, `failed`, `not_validated`
    QString tree;
    QList<CommandVerdict> commands;

    QStringList failedLines() const;
    /// What a repair is told: each red command with its end and the tail of its output.
    QString findings(std::chrono::seconds timeLimit) const;
};

/// Runs every validation command on `tree`, then puts the workspace back to it: what the commands wrote is no part of the
/// change. All commands run, also after a red one, so that a repair sees everything.
StageResult<Validation> validate(const RepositorySettings &settings, const QString &tree, int attempt,
    Checkout &checkout, CommandRunner &runner, const StageScope &scope);

} // namespace mergeloom
