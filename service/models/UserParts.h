#pragma once

#include "shared/domain/Transcript.h"

#include <QList>
#include <QString>

namespace mergeloom {

/// A message of the user as OpenAI's APIs want it: the answers to all calls of a turn, each an item of its own, and then its
/// texts as one.
struct UserParts {
    struct ToolResult {
        QString callId;
        QString text; ///< says it when the call failed
    };
    QList<ToolResult> results;
    QString text; ///< may be empty

    static UserParts of(const Message &message);
};

} // namespace mergeloom
