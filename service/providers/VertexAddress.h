#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Provider.h"

#include <QUrl>

namespace mergeloom {

/// Whose model it is; each is called in a way of its own.
enum class VertexPublisher { Google, Anthropic };
VertexPublisher vertexPublisher(const ProviderProfile &profile);

/// The address that a profile of Vertex AI means, with the method that streams. `projectOfCredential` is taken where the
/// profile names no project. invalid_input with details.field for what is missing or cannot be part of an address.
Result<QUrl> vertexAddress(const ProviderProfile &profile, const QString &projectOfCredential);

/// A question to the model at `address` that costs nothing: how many tokens a text has. A body of none: this model cannot be
/// asked so.
struct VertexQuestion {
    QUrl address;
    QByteArray body;
};
VertexQuestion vertexQuestion(const ProviderProfile &profile, const QUrl &address);

/// What Claude costs at this address against its vendor's list: from Claude Sonnet 4.5 on, everywhere but in `global` a
/// tenth more. Source: platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai, global and regional endpoints.
double vertexPriceFactor(const ProviderProfile &profile, const QUrl &address);

} // namespace mergeloom
