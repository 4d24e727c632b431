#pragma once

#include "service/platform/Process.h"
#include "service/platform/ProcessLaunch.h"
#include "service/platform/ScratchDirectory.h"

#include <memory>
#include <optional>

namespace mergeloom {

/// A sandbox that was started and waits for its one command; a fresh one for each, so that nothing stays of the last.
/// Started, used and given up on one thread: bubblewrap ends with the thread that started it.
class SandboxedProcess
{
public:
    /// Takes some ms of another core, which nobody waits for. Errors: those of Sandbox::commandLine(), io.
    static Result<std::unique_ptr<SandboxedProcess>> start(const SandboxPolicy &policy, LaunchInput input);
    /// Ends what is left, and waits for it.
    ~SandboxedProcess();
    SandboxedProcess(const SandboxedProcess &) = delete;
    SandboxedProcess &operator=(const SandboxedProcess &) = delete;

    /// Tells the sandbox what to run; once. Errors: invalid_input.
    Result<void> begin(const ProcessRequest &request);
    /// As runProcess(), for what has begun; comes back when nothing of the command is left, while the kernel may still be
    /// tearing the empty sandbox down.
    Result<ProcessResult> finish(const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace);
    /// After finish(): whether the command can have begun. A sandbox that died before it had its whole order ran nothing.
    bool hasBegun() const { return m_hasBegun; }
    /// Whether the process of the sandbox itself is gone.
    bool hasEnded() const;

private:
    SandboxedProcess(LaunchedProcess launched, std::optional<ScratchDirectory> own)
        : m_launched(std::move(launched)), m_private(std::move(own))
    {
    }

    void endLauncher();

    LaunchedProcess m_launched;                ///< pid -1: waited for
    std::optional<ScratchDirectory> m_private; ///< in place of /tmp, where that cannot be hidden
    bool m_isOver = false;                     ///< its command has ended, it will by itself
    bool m_hasBegun = false;
};

} // namespace mergeloom
