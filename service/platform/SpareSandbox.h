#pragma once

#include "service/platform/SandboxedProcess.h"

#include <vector>

namespace mergeloom {

/// Runs commands one after the other, each in a sandbox of its own that was started while the one before ran. Used on one
/// thread. One that died before it had its command is replaced. What waits, and what is still being torn down, ends with it.
class SpareSandbox
{
public:
    /// As runProcess(); `request.sandbox` is set, and expected to come again.
    Result<ProcessResult> run(const ProcessRequest &request, std::stop_token stop,
        std::chrono::milliseconds grace = std::chrono::milliseconds(3000));

private:
    using Process = std::unique_ptr<SandboxedProcess>;
    bool isUsable(const ProcessRequest &request) const;
    static Result<Process> fresh(const ProcessRequest &request);

    SandboxPolicy m_policy; ///< of the one that waits
    Process m_waiting;
    std::vector<Process> m_ended;
};

} // namespace mergeloom
