#include "service/providers/ProviderKinds.h"

#include "service/models/PriceTable.h"
#include "service/providers/ProviderForms.h"

#include <algorithm>

namespace mergeloom {

namespace {

AgentOptions agentOptions(const ProviderProfile &profile, std::optional<ModelPrice> price)
{
    AgentOptions options;
    options.model = profile.model;
    options.price = std::move(price);
    if (options.price)
        options.contextWindow = options.price->contextWindow;
    if (const int window = profile.options.value(QStringLiteral("context_window")).toInt(); window > 0)
        options.contextWindow = window;
    if (const int tokens = profile.options.value(QStringLiteral("maximum_output_tokens")).toInt(); tokens > 0)
        options.maximumOutputTokens = tokens;
    // A small window is not all for the answer.
    options.maximumOutputTokens = int(std::min<qint64>(options.maximumOutputTokens, options.contextWindow / 4));
    return options;
}

} // namespace

Authorise authoriseWith(std::unique_ptr<RequestAuthorization> authorization)
{
    const std::shared_ptr<RequestAuthorization> shared(std::move(authorization));
    return {[shared](HttpRequest &request, std::stop_token stop) { return shared->authorise(request, stop); },
        [shared](const HttpRequest &request, const HttpAnswer &answer) { return shared->refused(request, answer); }};
}

Result<std::unique_ptr<Provider>> agentLoop(std::unique_ptr<ModelClient> model, const ProviderProfile &profile,
    const ConfiguredProvider &configured, const PricedHere &priced)
{
    MERGELOOM_TRY(const PriceTable prices, PriceTable::withFile(configured.priceFile));
    const QString pricedAs = profile.options.value(pricedAsField().name);
    auto price = prices.find(pricedAs.isEmpty() ? profile.model : pricedAs);
    const bool isRowOfTheId = price && pricedAs.isEmpty() && !priced.listedAs.isEmpty();
    if (!price && pricedAs.isEmpty())
        price = prices.find(priced.listedAs);
    if (price && !isRowOfTheId)
        *price = price->times(priced.factor);
    return std::make_unique<AgentLoop>(std::move(model), agentOptions(profile, std::move(price)));
}

} // namespace mergeloom
