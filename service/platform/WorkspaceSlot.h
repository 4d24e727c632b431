#pragma once

#include "service/platform/FileLock.h"
#include "shared/core/Result.h"

#include <QString>

#include <functional>

namespace mergeloom {

/// One place of the pool, `<root>/<mirror>/<number>`, held by the flock on a file beside it.
struct WorkspaceSlot {
    QString path;
    QString indexPath;      ///< what the pool last wrote there; out of reach of programs in the workspace
    QString repositoryPath; ///< as that
    FileLock lock;

    /// The first that is free and kept by no run; its directory exists.
    static Result<WorkspaceSlot> take(const QString &root, const QString &mirrorPath);
    /// The slot at `path` that `holder` keeps. Errors: conflict (in use), not_found (another's, or gone).
    static Result<WorkspaceSlot> takeHeld(const QString &path, const QString &holder);
    /// Throws away all files.
    Result<void> clearFiles() const;
    /// When the machine was started again since the slot was last used, objects that the end of power damaged are removed.
    Result<void> mendAfterRestart() const;
    /// Makes the repository anew, so that nothing a run left there counts; only its objects stay. `.git` names it.
    Result<void> prepareRepository(const QString &objectDirectory) const;
};

/// Keeps the slot at `path` for `holder`; frees it.
Result<void> keepSlot(const QString &path, const QString &holder);
void freeSlot(const QString &path);
/// Frees the slots beneath `root` whose holders are so.
void freeSlots(const QString &root, const std::function<bool(const QString &holder)> &isToBeFreed);

/// Makes `<path>/.git` a file that names the repository; whatever else was there goes.
Result<void> linkRepository(const QString &path, const QString &repositoryPath);
/// Points HEAD to `branch` at `commit`, or to `commit` itself when there is no branch.
Result<void> writeHead(const QString &repositoryPath, const QString &branch, const QString &commit);

} // namespace mergeloom
