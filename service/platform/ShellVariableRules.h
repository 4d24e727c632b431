#pragma once

#include "service/platform/ShellPrograms.h"
#include "service/platform/ShellWords.h"

namespace mergeloom {

/// Whether a line may set this variable: not where it changes which program a name means, or makes an allowed program
/// start another one (PATH, LD_*, BASH_ENV, HOME, most of GIT_*). Variables that name a program (CC, EDITOR) may name one of
/// the list. PYTHONPATH and NODE_PATH are free: what they add is code of the workspace, as scripts are. Error forbidden.
Result<void> checkVariable(const QString &name, const ShellWord &value, const ShellPrograms &programs);

/// The same where the value is not known.
Result<void> checkVariable(const QString &name, const ShellPrograms &programs);

} // namespace mergeloom
