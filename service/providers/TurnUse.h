#pragma once

#include "service/providers/AgentDialect.h"

#include <QMap>

#include <optional>

namespace mergeloom {

/// What one turn of a program that reaches its model by itself has used until now, from all that tells of it.
class TurnUse
{
public:
    /// `before`: of the conversation until this turn, for programs that tell of the whole of it.
    TurnUse(AgentDialect::Totals totals, const Usage &before) : m_totals(totals), m_before(before) {}

    /// Whether it is more, or another sum, than before.
    bool take(const AgentUse &use);
    const Usage &used() const { return m_used; }
    int answers() const { return m_answers; } ///< of its model that are known of; 1 at least
    std::optional<double> costUsd() const { return m_costUsd; }

private:
    const AgentDialect::Totals m_totals;
    const Usage m_before;
    QMap<QString, Usage> m_single; ///< by answer, which may be told of more than once
    Usage m_used;
    int m_answers = 1;
    int m_sums = 0; ///< that were told where no single answer was
    std::optional<double> m_costUsd;
};

/// What `now` has more than `then`; never less than nothing.
Usage usedSince(const Usage &now, const Usage &then);

} // namespace mergeloom
