#pragma once

#include "service/cli/CommandLine.h"
#include "shared/domain/Budgets.h"
#include "shared/domain/RunUse.h"

namespace mergeloom {

/// `--budget NAME=N`: the limits of one run. What cannot be read is refused, never taken for no limit.
Result<Budgets> budgetsFrom(const Invocation &invocation);
/// `--day-budget NAME=N`
Result<DayBudgets> dayBudgetsFrom(const Invocation &invocation);
/// `--tokens N`, `--usd AMOUNT`, `--minutes N`, …: what is to be added to limits.
Result<Budgets> extensionFrom(const Invocation &invocation);

QList<CommandOption> budgetOptions();
QList<CommandOption> extensionOptions();

/// "12,400 of 50,000 tokens, $0.12, 3 min of 1 h, …": what a run has used, and of how much where that is limited. `now`: for the
/// time of a run that goes on.
QString shownUse(const RunUse &use, const Budgets &limits, const Timestamp &now);
/// The limits that are set.
QString shownBudgets(const Budgets &budgets);
QString shownBudgets(const DayBudgets &budgets);

} // namespace mergeloom
