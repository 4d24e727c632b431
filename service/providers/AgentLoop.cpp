#include "service/providers/AgentLoop.h"

#include "service/providers/AgentAttempt.h"

namespace mergeloom {

AgentLoop::AgentLoop(std::unique_ptr<ModelClient> model, AgentOptions options)
    : m_model(std::move(model)), m_options(std::move(options)), m_window(m_options.contextWindow)
{
}

Result<AgentResult> AgentLoop::perform(const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop)
{
    AgentAttempt attempt(task, workplace, {*m_model, m_options, m_window, m_conversation}, stop);
    return attempt.run();
}

} // namespace mergeloom
