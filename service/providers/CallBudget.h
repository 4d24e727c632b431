#pragma once

#include "service/journal/RunControl.h"
#include "service/models/PriceTable.h"

namespace mergeloom {

/// What a run has left before a call of a model; none: no limit.
struct CallBudget {
    std::optional<qint64> tokens;
    std::optional<double> costUsd;

    /// What the run may spend less what its record says that it has.
    static CallBudget of(const RunControl &control, const RunUse &use);
};

struct PlannedCall {
    QString model;
    qint64 inputTokens = 0; ///< estimated
    int answerTokens = 0;   ///< the most that is wanted
    std::optional<ModelPrice> price;
};

/// How many tokens the answer may have, so that the whole call stays in the budget: the largest answer is reserved before the
/// call, and limits hold to the estimate of one. Errors: rejected with details.reason `budget_exceeded` and what to do.
Result<int> reservedAnswer(const PlannedCall &call, const CallBudget &left, const RunControl &control);

} // namespace mergeloom
