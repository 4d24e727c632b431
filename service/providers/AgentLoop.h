#pragma once

#include "service/models/ModelClient.h"
#include "service/models/PriceTable.h"
#include "service/providers/ContextWindow.h"
#include "service/providers/Provider.h"

#include <memory>
#include <optional>

namespace mergeloom {

/// What an agent and its model said to each other, from task to task.
struct Conversation {
    QList<Message> messages;
    qsizetype recorded = 0;    ///< so many messages stand in the journal
    QJsonObject recordedFrame; ///< system text and tools, as last recorded
    int calls = 0;
    int toolCalls = 0;
};

/// What does not change from task to task.
struct AgentOptions {
    QString model;
    int maximumOutputTokens = 16'000;
    qint64 contextWindow = 180'000;
    std::optional<ModelPrice> price; ///< none: cost is unknown
};

/// Drives a model with the tools of a workspace until it calls `finish`, ends its turn, or must be stopped. Details of
/// an error: `reason`, and what was spent: `usage`, `cost_usd` (when known), `turns`.
class AgentLoop : public Provider
{
public:
    AgentLoop(std::unique_ptr<ModelClient> model, AgentOptions options);

    Result<AgentResult> perform(const AgentTask &task, const AgentWorkplace &workplace, std::stop_token stop) override;

private:
    std::unique_ptr<ModelClient> m_model;
    AgentOptions m_options;
    ContextWindow m_window;
    Conversation m_conversation;
};

} // namespace mergeloom
