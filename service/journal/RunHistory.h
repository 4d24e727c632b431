#pragma once

#include "shared/domain/RunUse.h"
#include "shared/domain/Transcript.h"

#include <QHash>
#include <QMap>
#include <QStringList>

#include <optional>

namespace mergeloom {

/// What earlier processes recorded of a run that had not ended: read once when its journal is opened again. A run that goes
/// on walks the same way from the top; what it would record a second time is known here, and what it would pay for a second
/// time is given back. Not thread-safe.
class RunHistory
{
public:
    void add(const Event &event);

    /// Nothing was recorded: the run starts.
    bool isEmpty() const { return !m_startedAt; }
    Timestamp startedAt() const { return m_startedAt.value_or(Timestamp()); }
    /// `data` of run.finished; none: the run has not ended.
    const std::optional<QJsonObject> &finished() const { return m_finished; }
    const RunUse &use() const { return m_use; }
    /// How large the workspace was after its checkout; none: it was not measured.
    std::optional<qint64> checkoutBytes() const { return m_checkoutBytes; }
    /// A state of the workspace that the run can go on from.
    struct Checkpoint {
        qint64 seq = 0;
        QString tree;          ///< empty: as it was checked out
        bool isBorder = false; ///< of a stage, which later ones build upon; else of a tool call
    };
    /// In their order; the first is that of the checkout.
    const QList<Checkpoint> &checkpoints() const { return m_checkpoints; }
    /// Nothing of the workspace after event `seq` counts: stages and tool calls since then are made again. Answers stay.
    void rewind(qint64 seq);
    /// Commands that had begun and never ended, and the number of the last one (`c<number>`).
    const QStringList &openCommands() const { return m_openCommands; }
    int lastCommand() const { return m_lastCommand; }

    /// `data` of the stage.finished of this stage and attempt.
    std::optional<QJsonObject> stage(const QString &name, int attempt) const;
    /// `data` of the provider.response of this call.
    std::optional<QJsonObject> response(int call) const;
    int lastAnsweredCall() const { return m_responses.isEmpty() ? 0 : m_responses.lastKey(); }
    /// The number of the newest call that was asked for, answered or not.
    int lastCall() const { return m_lastCall; }
    /// Of all answers of the run.
    Usage answeredUsage() const;
    /// What an agent program had told of this call, which is a whole turn of it.
    Usage toldUsage(int call) const;

    /// What is on record of the turns of an agent program in one attempt.
    struct AgentTurns {
        QJsonObject first;                 ///< `data` of its first agent.started
        QString session;                   ///< the newest that it told
        std::optional<QJsonObject> result; ///< of the attempt, when it is over
        qint64 seq = 0;                    ///< of the newest event of these
    };
    std::optional<AgentTurns> agentTurns(const QString &stage, int attempt) const;
    /// The number of the last turn of the run.
    int lastAgentTurn() const { return m_lastAgentTurn; }
    /// `data` of the tool.result of the n-th tool call of the run, from 1.
    std::optional<QJsonObject> toolResult(int number) const;

    /// True as often as such an event was recorded: the one at hand is one of them.
    bool takeRecorded(const QString &type, const QJsonObject &data);

private:
    void addAgent(const Event &event);

    std::optional<Timestamp> m_startedAt;
    RunUse m_use;
    std::optional<qint64> m_checkoutBytes;
    std::optional<QJsonObject> m_finished;
    QList<Checkpoint> m_checkpoints;
    QStringList m_openCommands;
    int m_lastCommand = 0;
    struct Recorded {
        qint64 seq = 0;
        QJsonObject data;
    };
    QMap<std::pair<QString, int>, Recorded> m_stages;
    QMap<int, QJsonObject> m_responses;
    int m_lastCall = 0;
    std::pair<int, Usage> m_toldUsage; ///< by call, of the last that was told of
    int m_lastAgentTurn = 0;
    std::pair<QString, int> m_agentAttempt; ///< of the last turn
    QMap<std::pair<QString, int>, AgentTurns> m_agentTurns;
    QList<Recorded> m_toolResults; ///< in the order of the calls, which are made one at a time
    QHash<QByteArray, int> m_recorded;
};

} // namespace mergeloom
