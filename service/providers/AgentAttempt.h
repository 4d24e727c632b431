#pragma once

#include "service/providers/AgentLoop.h"
#include "service/providers/StuckDetector.h"
#include "shared/domain/Outcome.h"

#include <optional>

namespace mergeloom {

/// One task of an agent loop, from its instruction to its result.
class AgentAttempt
{
public:
    struct Agent {
        ModelClient &model;
        const AgentOptions &options;
        ContextWindow &window;
        Conversation &conversation;
    };
    AgentAttempt(const AgentTask &task, const AgentWorkplace &workplace, Agent agent, std::stop_token stop);

    Result<AgentResult> run();

private:
    /// Set when the task is done.
    using Finished = std::optional<QJsonObject>;

    struct Limits {
        int turns;
        qint64 tokens;  ///< when the task has a limit
        double costUsd; ///< when the task has a limit
    };
    Limits limits() const;
    bool hasMessageToAnswer() const;

    void begin();
    void tell(const QString &text);
    void answerOpenCalls();

    Result<void> keepBudget(ModelRequest &request) const;
    Result<ModelAnswer> ask();
    Result<ModelAnswer> send(const ModelRequest &request, const QStringList &dropped);
    void recordRequest(const ModelRequest &request, const QStringList &dropped);
    /// What was paid for before, and is not asked again; none: the call is to be made.
    std::optional<Result<ModelAnswer>> recordedAnswer(int call);
    void take(const ModelAnswer &answer);

    Result<Finished> react(const ModelAnswer &answer);
    Result<Finished> runTools(const QList<ContentPart> &calls);
    Result<ToolOutcome> runTool(const ContentPart &call);
    std::optional<ToolOutcome> recordedOutcome(const ContentPart &call, int number) const;
    Result<void> recordOutcome(const ContentPart &call, const ToolOutcome &outcome, qint64 milliseconds);
    Result<Finished> endWithoutFinish(const QString &text);
    Result<Finished> goOnAfterNothing(const QString &hint);

    /// The error of this attempt, with its reason and what was spent.
    Unexpected stopped(Reason reason, ErrorCode code, const QString &message, QJsonObject details = {}) const;
    Unexpected modelFailed(const Error &error) const;
    Unexpected toolFailed(const Error &error) const;

    const AgentTask &m_task;
    const AgentWorkplace &m_workplace;
    Agent m_agent;
    std::stop_token m_stop;
    QString m_system;
    QList<ModelTool> m_tools;
    StuckDetector m_stuck;
    AgentResult m_result;
    double m_cost = 0;
    QString m_checkpoint; ///< the newest that is on record
    int m_cutAnswers = 0;
    int m_emptyAnswers = 0;
    int m_unfitResults = 0;
};

} // namespace mergeloom
