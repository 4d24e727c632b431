#pragma once

#include "service/platform/ShellWords.h"
#include "shared/core/Result.h"

namespace mergeloom {

/// What a program starts, as its arguments say.
struct ShellStarts {
    QList<ShellWords> commands; ///< programs with their arguments
    QList<ShellWords> tools;    ///< the same, looked up among the tools of packages first
    QStringList texts;          ///< shell lines
    QList<std::pair<QString, ShellWord>> assignments;
    ShellWords directories;       ///< where the commands run, when not where the line is
    bool isDirectoryKnown = true; ///< false: somewhere below, as with find -execdir
};

/// Programs whose arguments name another program: env, xargs, timeout, sh -c, npx and the like. Nothing for others. Error
/// forbidden: it cannot be told what would start.
Result<ShellStarts> startedByWrapper(const QString &program, const ShellWords &arguments);

} // namespace mergeloom
