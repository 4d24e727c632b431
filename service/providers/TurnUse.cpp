#include "service/providers/TurnUse.h"

#include "shared/core/Json.h"

#include <algorithm>
#include <utility>

namespace mergeloom {

bool TurnUse::take(const AgentUse &use)
{
    Usage used;
    if (!use.answer.isEmpty()) {
        m_single.insert(use.answer, use.usage);
        m_answers = int(m_single.size());
        for (const Usage &each : std::as_const(m_single))
            used += each;
    } else {
        used = m_totals == AgentDialect::Totals::OfTheTurn ? use.usage : usedSince(use.usage, m_before);
        if (m_single.isEmpty() && used.total() > 0 && toJson(used) != toJson(m_used))
            m_answers = ++m_sums;
        m_costUsd = use.costUsd;
    }
    return toJson(std::exchange(m_used, used)) != toJson(used);
}

Usage usedSince(const Usage &now, const Usage &then)
{
    const auto more = [](qint64 one, qint64 other) { return std::max<qint64>(0, one - other); };
    return {.inputTokens = more(now.inputTokens, then.inputTokens),
        .outputTokens = more(now.outputTokens, then.outputTokens),
        .cachedTokens = more(now.cachedTokens, then.cachedTokens),
        .cacheWriteTokens = more(now.cacheWriteTokens, then.cacheWriteTokens),
        .reasoningTokens = more(now.reasoningTokens, then.reasoningTokens)};
}

} // namespace mergeloom
