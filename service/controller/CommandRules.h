#pragma once

#include "shared/api/WorkerProtocol.h"

namespace mergeloom {

/// So many messages of one run may wait to be delivered.
constexpr int mostWaitingMessages = 20;

/// Whether a person may tell a run this: `invalid_input` names the field.
Result<void> checkCommand(const protocol::RunCommand &command);
/// What a repository may ask for: `invalid_input` names the field.
Result<void> checkBudgets(const Budgets &budgets, const char *field);
Result<void> checkDayBudgets(const DayBudgets &budgets, const char *field);
Result<void> checkApproval(const ApprovalSettings &approval);

} // namespace mergeloom
