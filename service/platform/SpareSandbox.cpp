#include "service/platform/SpareSandbox.h"

#include <algorithm>

namespace mergeloom {

namespace {
constexpr std::size_t mostEnded = 8; // the kernel is slow today: wait for it rather than pile them up
} // namespace

Result<SpareSandbox::Process> SpareSandbox::take(const ProcessRequest &request)
{
    if (request.input.isEmpty() && m_waiting && m_policy == *request.sandbox && !m_waiting->hasEnded())
        return std::move(m_waiting);
    const LaunchInput input = request.input.isEmpty() ? LaunchInput::Nothing : LaunchInput::Pipe;
    return SandboxedProcess::start(*request.sandbox, input);
}

Result<ProcessResult> SpareSandbox::run(
    const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace)
{
    if (stop.stop_requested())
        return ProcessResult{.end = ProcessEnd::Cancelled};
    MERGELOOM_TRY(Process process, take(request));
    MERGELOOM_CHECK(process->begin(request));
    if (auto next =
            SandboxedProcess::start(*request.sandbox, LaunchInput::Nothing)) { // else the next command tells why not
        m_waiting = std::move(*next);
        m_policy = *request.sandbox;
    }
    auto result = process->finish(request, std::move(stop), grace);
    m_ended.push_back(std::move(process));
    const bool isCrowded = m_ended.size() > mostEnded;
    std::erase_if(m_ended, [isCrowded](const Process &ended) { return isCrowded || ended->hasEnded(); });
    return result;
}

} // namespace mergeloom
