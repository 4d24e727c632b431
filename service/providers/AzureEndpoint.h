#pragma once

#include "shared/core/Result.h"

#include <QString>

namespace mergeloom {

/// Where a deployment at Azure AI Foundry is called, from the address as people copy it from the portal. Pure.
/// Sources: learn.microsoft.com, "Azure OpenAI in Microsoft Foundry Models v1 API", "Azure OpenAI REST API reference",
/// "Endpoints for Microsoft Foundry Models"; platform.claude.com, "Claude in Microsoft Foundry".
struct AzureEndpoint {
    enum class Protocol { Responses, Chat, Messages };

    Protocol protocol = Protocol::Responses;
    QString base;                  ///< `/responses`, `/chat/completions` or `/v1/messages` goes behind it
    QString query;                 ///< `api-version=…`, or empty
    QString scope;                 ///< of an Entra token
    bool isModelInference = false; ///< the `/models` address, whose models know `max_tokens` alone

    /// `protocol`: `responses`, `chat`, `messages`, or empty: as the address and the name of the deployment say.
    /// `version`: an API version with a date for resources that do not have the v1 API; empty: as the address says, else v1.
    /// Errors: invalid_input, for an address whose path is none of Azure's.
    static Result<AzureEndpoint> of(
        const QString &address, const QString &deployment, const QString &protocol, const QString &version);
};

} // namespace mergeloom
