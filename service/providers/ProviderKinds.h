#pragma once

#include "service/credentials/RequestAuthorization.h"
#include "service/models/ModelCall.h"
#include "service/providers/AgentLoop.h"
#include "service/providers/Provider.h"

#include <memory>

namespace mergeloom {

/// How a kind of provider describes itself, and how one is made of a profile whose form was checked.
struct KindOfProvider {
    ProviderKind (*describe)();
    Result<std::unique_ptr<Provider>> (*make)(const ConfiguredProvider &);
    /// Asks the service, at no cost, whether it takes the credential; the models that it offers, where it has a list. None:
    /// that cannot be asked.
    Result<QStringList> (*look)(const ConfiguredProvider &, std::stop_token) = nullptr;
};

KindOfProvider claudeApi();
KindOfProvider codexApi();
KindOfProvider openAiCompatible();
KindOfProvider awsBedrock();
KindOfProvider vertexAi();
KindOfProvider codexCli();
KindOfProvider claudeCodeCli();
KindOfProvider azureFoundry();
KindOfProvider replay();

// What the kinds are put together from.

/// What a service that sells models of others says of their price.
struct PricedHere {
    QString listedAs;  ///< the name in the price table that the id stands for, where it is none itself; may be empty
    double factor = 1; ///< what it costs here against that row; a row of the id itself is taken as it is
};

Authorise authoriseWith(std::unique_ptr<RequestAuthorization> authorization);
/// Our own loop over a model; window, price and limits as the profile and the price table have them. `profile` is that of
/// `configured`, with what the kind puts in for empty fields.
Result<std::unique_ptr<Provider>> agentLoop(std::unique_ptr<ModelClient> model, const ProviderProfile &profile,
    const ConfiguredProvider &configured, const PricedHere &priced = {});

} // namespace mergeloom
