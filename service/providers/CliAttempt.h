#pragma once

#include "service/platform/ScratchDirectory.h"
#include "service/providers/CliProvider.h"
#include "service/providers/ModelLedger.h"
#include "shared/domain/Outcome.h"

#include <optional>

namespace mergeloom {

/// One task of an agent program, in as many turns as it takes.
class CliAttempt
{
public:
    CliAttempt(CliProvider &provider, const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop);

    Result<AgentResult> run();

private:
    using Cause = const char *;
    struct NextTurn {
        Cause cause = "task";
        QString prompt;
    };
    /// What the first turn is about, also of an attempt that an earlier process began.
    Result<NextTurn> begin();
    Result<NextTurn> goOn(const RunHistory::AgentTurns &before);
    QString promptOf(const QString &instruction) const;
    Result<CliTurnEnd> turn(const NextTurn &next);
    Result<CliTurnEnd> throughProxy(const ProgramPlace &place, const NextTurn &next, TurnClock &clock);
    Result<CliTurnEnd> withOwnSignIn(const ProgramPlace &place, const NextTurn &next, TurnClock &clock);
    SignIn signIn(const ProgramPlace &place) const;
    /// Asks a program that no package tells of for its release, once.
    Result<void> askRelease(const ProgramPlace &place);
    ProcessRequest programRequest(const ProgramPlace &place) const;
    /// `access`: how the model is reached; the rest of the order is filled in.
    Result<ProcessRequest> requestFor(const ProgramPlace &place, const NextTurn &next, AgentOrder access);
    /// A killed process did not come to count its last call: what is known of it is paid for. `session`: its own.
    Result<void> settle(const QString &session);
    void recordStart(const ProgramPlace &place, const NextTurn &next);
    void recordEnd(const CliTurnEnd &end, const std::optional<AgentResult> &result);
    Result<QJsonObject> resultOf(const CliTurnEnd &end) const;
    bool hasMessage() const { return m_workplace.control.hasMessagesBefore(m_ledger.calls() + 1); }
    QString messages() { return m_workplace.control.messagesBefore(m_ledger.calls() + 1).join(QStringLiteral("\n\n")); }

    /// The error of this attempt, with its reason and what was spent.
    Unexpected stopped(const Error &error) const;

    CliProvider &m_provider;
    const AgentTask &m_task;
    const AgentWorkplace &m_workplace;
    std::stop_token m_stop;
    ModelLedger m_ledger;
    std::optional<ScratchDirectory> m_scratch; ///< what is handed to the program, and it cannot change
    int m_unfitResults = 0;
};

} // namespace mergeloom
