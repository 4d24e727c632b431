#pragma once

#include "service/platform/Process.h"
#include "service/platform/ShellLine.h"
#include "service/platform/WorkspaceFiles.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

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
    QString text;           ///< for the model; cut in the middle, and says how much was left out
    bool isFailure = false; ///< the model did something wrong, or its command failed; `text` says what to do
    QByteArray whole;       ///< uncut, for the journal
    bool changedFiles = false; ///< the workspace may be different now
    std::optional<QJsonObject> finished; ///< set by `finish`: the structured result, which fits the stage's schema
    std::optional<ProcessResult> command; ///< set by `run_command` when the command was run
    QString commandLine;
};

enum class ToolAccess { ReadOnly, Full };

/// Where tools work, and what they may do there. Moves; the functions are called on the thread that calls a tool.
struct ToolWorkplace {
    WorkspaceFiles files;
    QString workspacePath;
    AllowList allowList;
    SandboxPolicy sandbox;
    QMap<QString, QString> environment; ///< of commands, exactly
    std::chrono::seconds commandTimeLimit{300}; ///< the most a command gets; a call may ask for less
    std::function<void(const QByteArray &piece)> onCommandOutput;
    /// When set, run_command hands its line to this and uses none of allowList, sandbox, environment and time limit: a run
    /// starts every command in one place, between its journal events. Errors are those of AllowList and runProcess.
    std::function<Result<ProcessResult>(const QString &line, std::stop_token stop)> runCommand;
    std::function<Result<QString>()> currentDiff; ///< the unified diff of the workspace against its base
};

} // namespace mergeloom
