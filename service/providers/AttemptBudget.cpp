// What an attempt may still spend; the largest answer that a call may give is reserved before it is made.
#include "service/providers/AgentAttempt.h"
#include "service/providers/CallBudget.h"

namespace mergeloom {

/// Those of this attempt, with what the run was given since it began.
AgentAttempt::Limits AgentAttempt::limits() const
{
    const Budgets more = difference(m_workplace.control.limits(), m_task.limits);
    return {m_task.maximumTurns + more.turns, m_task.tokensLeft + more.tokens, m_task.costLeftUsd + more.costUsd};
}

Result<void> AgentAttempt::keepBudget(ModelRequest &request) const
{
    const Limits now = limits();
    const RunControl &control = m_workplace.control;
    if (now.turns > 0 && m_result.turns >= now.turns)
        return stopped(Reason::BudgetExceeded, ErrorCode::Rejected,
            QStringLiteral("The agent used its %1 turns without finishing. %2")
                .arg(now.turns)
                .arg(control.advice(&Budgets::turns)));
    CallBudget left;
    if (m_task.tokensLeft != 0)
        left.tokens = now.tokens - m_result.usage.total();
    if (m_task.costLeftUsd != 0)
        left.costUsd = now.costUsd - m_cost;
    const auto answer = reservedAnswer({m_agent.options.model, m_agent.window.estimatedTokens(request),
                                           request.maximumOutputTokens, m_agent.options.price},
        left, control);
    if (!answer)
        return stopped(Reason::BudgetExceeded, answer.error().code, answer.error().message);
    request.maximumOutputTokens = *answer;
    return {};
}

} // namespace mergeloom
