#pragma once

#include "service/tools/ToolTypes.h"

#include <functional>
#include <stop_token>

namespace mergeloom {

/// One tool: what the model is told, what it needs, and what it does. `run` may assume that its input fits the schema.
struct Tool {
    ToolDescription description;
    ToolAccess access = ToolAccess::ReadOnly;
    std::function<Result<ToolOutcome>(const ToolWorkplace &workplace, const QJsonObject &input, std::stop_token stop)>
        run;
};

inline ToolOutcome toolAnswer(const QString &text) { return {.text = text}; }

inline ToolOutcome toolChange(const QString &text) { return {.text = text, .changedFiles = true}; }

inline ToolOutcome toolFailure(const QString &text) { return {.text = text, .isFailure = true}; }

/// What a model can do something about is for the model; the rest ends the attempt.
Result<ToolOutcome> toolFailure(const Error &error);

/// `text` with its middle left out when it is over `limit` characters, and the words that say so.
QString cutInTheMiddle(const QString &text, qsizetype limit);

} // namespace mergeloom
