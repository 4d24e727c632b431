#pragma once

#include "service/pipeline/CommandNetwork.h"
#include "service/pipeline/RunEnvironment.h"
#include "service/pipeline/StageResult.h"
#include "service/platform/SandboxedShell.h"
#include "service/providers/Provider.h"

#include <QString>

namespace mergeloom {

/// The shell of a run: each command between its events, with its output. Used on the run thread.
class CommandRunner
{
public:
    CommandRunner(const RunEnvironment &environment, const CommandNetwork &network, const Workspace &workspace,
        const StageScope &scope);

    /// Waits while the run is paused. Errors: forbidden (allow-list), unavailable (no sandbox), cancelled (also when the run has
    /// had its commands: RunControl::allowCommand); all but the last are on record too. A red command is a result, but where the
    /// disk is full: `io`.
    Result<ProcessResult> run(
        CommandKind kind, const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token stop);
    Result<ProcessResult> run(CommandKind kind, const QString &line, std::stop_token stop)
    {
        return run(kind, {line, {}, {}}, {}, stop);
    }

    /// What an agent program gets: what commands do, and a home that is kept as long as the run.
    Result<ProgramPlace> programPlace() const;

    /// What the network may have to do with the failure of the last command: a sentence with a blank before it, or nothing.
    QString networkHint(CommandKind kind) const;

private:
    NetworkMode modeOf(CommandKind kind) const; ///< what is in force

    const Workspace &m_workspace;
    SandboxedShell m_shell;
    CommandNetwork m_network;
    GateOptions m_gateOptions;
    QString m_agentHome;
    QString m_signInRoot;
    QMap<QString, QString> m_environment; ///< without what a proxy adds
    NetworkUse m_lastUse;
    RunRecorder &m_recorder;
    RunControl &m_control;
    DiskRoom m_room;
    int m_count; ///< with those of earlier processes of the run
};

/// Where agent programs of a run keep what they know; goes when the run has ended.
QString agentHome(const RunEnvironment &environment, const RunRecorder &recorder);
/// The reason that goes with an error of run(): an allow-list refusal, a missing sandbox, or `otherwise`.
Reason commandFailureReason(const Error &error, Reason otherwise);
/// `exited`, `signalled`, `timed_out` or `cancelled`.
QString processEndName(ProcessEnd end);
/// One line for people: "exit code 1", "killed by signal 9", "no end within 300 s".
QString describeEnd(const ProcessResult &result, std::chrono::seconds timeLimit);

} // namespace mergeloom
