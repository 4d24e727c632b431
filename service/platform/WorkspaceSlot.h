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
    /// Removes what earlier runs wrote to the object store once that is much, unless a commit there is on no remote yet.
    Result<void> dropOldObjects() const;
    /// When the machine was started again since the slot was last used, objects that the end of power damaged are removed.
    Result<void> mendAfterRestart() const;
    /// Makes the repository anew, so that nothing a run left there counts; only its objects stay. `.git` names it.
    Result<void> prepareRepository(const QString &objectDirectory) const;
};

/// Keeps the slot at `path` for `holder`; frees it, and remembers who had it last.
Result<void> keepSlot(const QString &path, const QString &holder);
void freeSlot(const QString &path);
/// Whether the slot must stay where it is: a run keeps it, its last run is still open, or it has a commit that was not pushed.
bool isSlotWanted(const QString &path, const std::function<bool(const QString &holder)> &isOpen);
/// The slot at `path` has a commit for `branch` that is on no remote yet.
Result<void> noteUnpushed(const QString &path, const QString &branch, const QString &commit);
/// A commit for `branch` was pushed: older ones, in any slot of the pool that `path` belongs to, are not needed any more.
void forgetUnpushed(const QString &path, const QString &branch);
/// Frees the slots beneath `root` whose holders are so.
void freeSlots(const QString &root, const std::function<bool(const QString &holder)> &isToBeFreed);

/// Makes `<path>/.git` a file that names the repository; whatever else was there goes.
Result<void> linkRepository(const QString &path, const QString &repositoryPath);
/// Points HEAD to `branch` at `commit`, or to `commit` itself when there is no branch.
Result<void> writeHead(const QString &repositoryPath, const QString &branch, const QString &commit);

} // namespace mergeloom
