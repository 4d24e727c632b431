#pragma once

#include "service/pipeline/ImplementationStage.h"

namespace mergeloom {

/// What a run has spent so far, against what it may spend.
class Spending
{
public:
    void add(const AgentResult &agent)
    {
        m_tokens += agent.usage.total();
        if (!agent.costUsd)
            m_cost.reset();
        else if (m_cost)
            *m_cost += *agent.costUsd;
    }
    AttemptOrder order(int number, QString instruction, const Budgets &limits) const
    {
        // 0 is no limit, so what is used up to the last token is said by a negative number.
        const qint64 left = limits.tokens - m_tokens;
        const qint64 tokensLeft = limits.tokens > 0 ? (left != 0 ? left : -1) : 0;
        const double spare = limits.costUsd - m_cost.value_or(0);
        const double costLeft = limits.costUsd > 0 ? (spare != 0 ? spare : -1e-9) : 0;
        return {number, std::move(instruction), tokensLeft, costLeft, limits.turns, limits};
    }

private:
    qint64 m_tokens = 0;
    std::optional<double> m_cost = 0.0;
};

} // namespace mergeloom
