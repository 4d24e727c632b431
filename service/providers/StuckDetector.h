#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

namespace mergeloom {

/// Notices an agent that goes round in circles. It is told each turn's calls with their results; anything that was not
/// seen before in the attempt, so also a result that changed, is progress, and what came before it is forgotten.
class StuckDetector
{
public:
    struct Observation {
        QString call;   ///< tool and input
        QString result; ///< as the model gets it
        bool isFailure = false;
    };

    /// What goes round, as half a sentence for people, or nothing. A call made twice in one turn counts once: the model
    /// had not seen the result.
    std::optional<QString> afterTurn(const QList<Observation> &turn);

private:
    static constexpr int equalCalls = 4;
    static constexpr int equalFailures = 3;
    static constexpr int alternations = 6;

    QSet<QByteArray> m_seen;
    QHash<QByteArray, int> m_turns; ///< in how many turns since the last progress
    QByteArray m_lastState;
    QByteArray m_stateBefore;
    int m_switches = 0; ///< between the last two states, without a third
};

} // namespace mergeloom
