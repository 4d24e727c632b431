#include "service/providers/AgentLines.h"

#include <utility>

namespace mergeloom {

void AgentLines::push(QByteArrayView piece)
{
    while (!piece.isEmpty()) {
        const qsizetype at = piece.indexOf('\n');
        take(at < 0 ? piece : piece.first(at));
        if (at < 0)
            return;
        end();
        piece = piece.sliced(at + 1);
    }
}

void AgentLines::finish()
{
    if (!m_line.isEmpty() || m_leftOut > 0)
        end();
}

void AgentLines::take(QByteArrayView part)
{
    if (m_leftOut > 0 || m_line.size() + part.size() > longestLine) {
        m_leftOut += std::exchange(m_line, {}).size() + part.size();
        return;
    }
    m_line.append(part.data(), part.size());
}

void AgentLines::end()
{
    if (m_line.endsWith('\r'))
        m_line.chop(1);
    const qint64 leftOut = std::exchange(m_leftOut, 0);
    if (!m_line.isEmpty() || leftOut > 0)
        m_onLine(std::exchange(m_line, {}), leftOut);
}

} // namespace mergeloom
