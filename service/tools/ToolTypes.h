#pragma once

#include "service/platform/SandboxedShell.h"
#include "service/platform/WorkspaceFiles.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>
#include <stop_token>

namespace mergeloom {

/// What a model is told of a tool; `inputSchema` is JSON Schema of an object.
struct ToolDescription {
    QString name;
    QString description;
    QJsonObject inputSchema;
};

struct ToolCallRequest {
    QString id; ///< the provider's, handed through
    QString name;
    QJsonObject input;
};

struct ToolOutcome {
    QString text;              ///< for the model; cut in the middle, and says how much was left out
    bool isFailure = false;    ///< the model did something wrong, or its command failed; `text` says what to do
    QByteArray whole;          ///< uncut, for the journal
    bool changedFiles = false; ///< the workspace may be different now
    std::optional<QJsonObject> finished;  ///< set by `finish`: the structured result, which fits the stage's schema
    std::optional<ProcessResult> command; ///< set by `run_command` when the command was run
    QString commandLine;
};

enum class ToolAccess { ReadOnly, Full };

/// Where tools work, and what they may do there. Moves; the functions are called on the thread that calls a tool.
struct ToolWorkplace {
    WorkspaceFiles files;
    /// Runs a command line; SandboxedShell::run() or something around it. Errors are its errors.
    std::function<Result<ProcessResult>(
        const ShellOrder &order, const SandboxedShell::Output &onOutput, std::stop_token stop)>
        shell;
    std::function<Result<QString>()> currentDiff; ///< the unified diff of the workspace against its base
};

} // namespace mergeloom
