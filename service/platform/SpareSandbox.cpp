#include "service/platform/SpareSandbox.h"

#include <algorithm>

namespace mergeloom {

namespace {
constexpr std::size_t mostEnded = 8; // the kernel is slow today: wait for it rather than pile them up
} // namespace

bool SpareSandbox::isUsable(const ProcessRequest &request) const
{
    return request.input.isEmpty() && m_waiting && m_policy == *request.sandbox && !m_waiting->hasEnded();
}

Result<SpareSandbox::Process> SpareSandbox::fresh(const ProcessRequest &request)
{
    const LaunchInput input = request.input.isEmpty() ? LaunchInput::Nothing : LaunchInput::Pipe;
    return SandboxedProcess::start(*request.sandbox, input);
}

Result<ProcessResult> SpareSandbox::run(
    const ProcessRequest &request, std::stop_token stop, std::chrono::milliseconds grace)
{
    if (stop.stop_requested())
        return ProcessResult{.end = ProcessEnd::Cancelled};
    const bool isSpare = isUsable(request);
    MERGELOOM_TRY(Process process, isSpare ? Result<Process>(std::move(m_waiting)) : fresh(request));
    MERGELOOM_CHECK(process->begin(request));
    if (auto next =
            SandboxedProcess::start(*request.sandbox, LaunchInput::Nothing)) { // else the next command tells why not
        m_waiting = std::move(*next);
        m_policy = *request.sandbox;
    }
    auto result = process->finish(request, stop, grace);
    const bool isOutOfTime = result && result->end == ProcessEnd::TimedOut;
    if (isSpare && !process->hasBegun() && !isOutOfTime
        && !stop.stop_requested()) { // it died while it waited; nothing has run
        MERGELOOM_TRY(process, fresh(request));
        MERGELOOM_CHECK(process->begin(request));
        result = process->finish(request, std::move(stop), grace);
    }
    m_ended.push_back(std::move(process));
    const bool isCrowded = m_ended.size() > mostEnded;
    std::erase_if(m_ended, [isCrowded](const Process &ended) { return isCrowded || ended->hasEnded(); });
    return result;
}

} // namespace mergeloom
