#pragma once

#include "service/platform/CheckoutLimits.h"
#include "service/platform/FileDescriptor.h"
#include "service/platform/WorkTreeFile.h"
#include "service/platform/WorkTreeScan.h"
#include "shared/core/Result.h"

#include <git2.h>

#include <QString>
#include <QStringList>

#include <stop_token>

namespace mergeloom {

/// The files of a workspace, and what is known of them. `.git` is not its business. Used by one thread at a time.
class WorkTree
{
public:
    /// `clock`: a descriptor of a file on the same file system that may be touched; stays the caller's.
    static Result<WorkTree> open(const QString &path, int clock, const CheckoutLimits &limits);

    /// Puts the worktree to `tree` to the last file; `known` is what it is thought to be.
    Result<void> checkOut(
        git_repository *repository, const git_tree *tree, const WorkTreeFiles &known, std::stop_token stop);
    /// The tree of what is there now; what was left out is added to `notes`.
    Result<git_oid> snapshot(git_repository *repository, QStringList &notes);
    /// The files that are there are known to be these, unless their stamps say otherwise.
    void assume(WorkTreeFiles known) { m_files = std::move(known); }
    /// As checkOut, but leaves what is ignored.
    Result<void> restore(git_repository *repository, const git_tree *tree);
    /// From now on the files of `tree` are those that are tracked.
    Result<void> track(git_repository *repository, const git_tree *tree);

    /// The tracked files as the tree has them, with the stamps of those that are unchanged in the worktree.
    const WorkTreeFiles &tracked() const { return m_tracked; }

private:
    WorkTree() = default;
    Result<void> apply(git_repository *repository, WorkTreeFiles files, Untracked untracked, std::stop_token stop);
    void dropTrackedNotIn(const WorkTreeFiles &files) const;
    Result<bool> storeChanges(git_odb *objects, const timespec &now, const ScanResult &scan);
    void takeOver(WorkTreeFiles files);

    FileDescriptor m_root;
    CheckoutLimits m_limits;
    int m_clock = -1;
    WorkTreeFiles m_files;   ///< what is in the worktree as last seen, and tracked files that are not
    WorkTreeFiles m_tracked; ///< of the commit of HEAD
    git_oid m_snapshot{};    ///< the tree of m_files
};

} // namespace mergeloom
