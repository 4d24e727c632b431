#pragma once

#include "service/platform/ShellWrappers.h"

namespace mergeloom {

/// Programs that do work of their own, and start others when an option says so: git, find, tar, rg, sed, awk and the
/// like. What is started is given; an option that starts what cannot be told, and a computed word that may be such an
/// option, are error forbidden.
Result<ShellStarts> startedByArguments(const QString &program, const ShellWords &arguments);

/// The same for git alone.
Result<ShellStarts> startedByGit(const ShellWords &arguments);

/// Whether this configuration of git starts no program. `value` is that of `-c key=value`.
Result<void> checkGitSetting(const QString &key, const QString &value);

/// Refuses options of `refused` (separated by blanks; short ones with one dash), their abbreviations and joined forms
/// before `--`, and computed words that may be one of them. `valued` are short options that take the rest of their word.
Result<void> refuseOptions(
    const QString &program, const ShellWords &arguments, const char *refused, const char *valued);

} // namespace mergeloom
