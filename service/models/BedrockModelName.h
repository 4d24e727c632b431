#pragma once

#include <QString>

namespace mergeloom {

/// What the id of a model or inference profile of Amazon Bedrock, or its ARN, says about a price.
struct BedrockModelName {
    QString listed;    ///< the model's name in the price table; empty: cannot be told
    double factor = 1; ///< what it costs here against that row

    /// Claude by its vendor's name: from Claude Sonnet 4.5 on a tenth more everywhere but through `global.` profiles. Nova
    /// where its prices were verified: in and across the regions of the United States. Nothing for GovCloud, China,
    /// application inference profiles, own models, and models of other vendors. `region`: where an id without geography is
    /// called. Source: platform.claude.com/docs/en/about-claude/pricing, third-party platforms.
    static BedrockModelName of(const QString &id, const QString &region);
};

} // namespace mergeloom
