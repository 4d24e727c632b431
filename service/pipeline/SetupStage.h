#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "service/pipeline/CommandRunner.h"

namespace mergeloom {

/// Runs the setup commands in order; the first red one ends the run. Gives the tree after them, which was `before`: what
/// they made or changed is not a part of the change.
StageResult<QString> setUp(const QStringList &commands, const QString &before, Checkout &checkout,
    CommandRunner &runner, std::chrono::seconds timeLimit, const StageScope &scope);

} // namespace mergeloom
