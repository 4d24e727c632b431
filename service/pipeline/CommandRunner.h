#pragma once

#include "service/pipeline/RunEnvironment.h"
#include "service/pipeline/StageResult.h"
#include "service/platform/SandboxedShell.h"

#include <QString>

namespace mergeloom {

/// The shell of a run: each command between its events, with its output. Used on the run thread.
class CommandRunner
{
public:
    CommandRunner(const RunEnvironment &environment, const Workspace &workspace, RunRecorder &recorder);

    /// Errors: forbidden (allow-list), unavailable (no sandbox), cancelled; they are on record too. A red command is a result.
    Result<ProcessResult> run(
        const QString &kind, const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token stop);
    Result<ProcessResult> run(const QString &kind, const QString &line, std::stop_token stop)
    {
        return run(kind, {line, {}, {}}, {}, stop);
    }

private:
    const Workspace &m_workspace;
    SandboxedShell m_shell;
    RunRecorder &m_recorder;
    int m_count = 0;
};

/// The reason that goes with an error of run(): an allow-list refusal, a missing sandbox, or `otherwise`.
Reason commandFailureReason(const Error &error, Reason otherwise);
/// `exited`, `signalled`, `timed_out` or `cancelled`.
QString processEndName(ProcessEnd end);
/// One line for people: "exit code 1", "killed by signal 9", "no end within 300 s".
QString describeEnd(const ProcessResult &result, std::chrono::seconds timeLimit);

} // namespace mergeloom
