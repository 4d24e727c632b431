#pragma once

#include "service/pipeline/CheckoutStage.h"
#include "service/pipeline/CommandRunner.h"
#include "service/providers/Provider.h"

namespace mergeloom {

/// What one attempt left behind.
struct Attempt {
    int number = 0;
    QString tree;    ///< of the workspace after the attempt
    QString summary; ///< the agent's own words: a claim, not a fact
    AgentResult agent;
};

/// What an attempt is asked for; `number` 0 is the implementation, the rest are repairs.
struct AttemptOrder {
    int number = 0;
    QString instruction;
    qint64 tokensLeft = 0;
    double costLeftUsd = 0;
    int maximumTurns = 100;
    Budgets limits; ///< of the run, by which the others were made
};

StageResult<Attempt> implement(
    const AttemptOrder &order, Provider &provider, Checkout &checkout, CommandRunner &runner, const StageScope &scope);
/// An attempt that has a recorded end: the conversation is had again from the record, for those that follow.
StageResult<Attempt> implementAgain(const AttemptOrder &order, const QString &tree, Provider &provider,
    Checkout &checkout, CommandRunner &runner, const StageScope &scope);

} // namespace mergeloom
