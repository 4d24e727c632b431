#pragma once

#include "service/platform/WorkTreeFile.h"

#include <git2.h>

#include <QStringList>

namespace mergeloom {

/// What a checkout leaves undone or cannot keep apart, one line each, for people: submodules, filters and drivers of
/// `.gitattributes` (git-lfs among them), names that differ in case only.
QStringList treeNotes(git_odb *objects, const WorkTreeFiles &files);

} // namespace mergeloom
