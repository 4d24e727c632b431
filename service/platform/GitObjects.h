#pragma once

#include "shared/core/Result.h"

#include <QString>

#include <git2.h>

#include <memory>

namespace mergeloom {

/// Starts libgit2 once for the process, cut off from any configuration of the system and of the user.
void startGitLibrary();

template <auto Free>
struct GitFree {
    template <class T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using GitRepository = std::unique_ptr<git_repository, GitFree<git_repository_free>>;
using GitOdb = std::unique_ptr<git_odb, GitFree<git_odb_free>>;
using GitOdbObject = std::unique_ptr<git_odb_object, GitFree<git_odb_object_free>>;
using GitObject = std::unique_ptr<git_object, GitFree<git_object_free>>;
using GitTree = std::unique_ptr<git_tree, GitFree<git_tree_free>>;
using GitTreeEntry = std::unique_ptr<git_tree_entry, GitFree<git_tree_entry_free>>;
using GitCommit = std::unique_ptr<git_commit, GitFree<git_commit_free>>;
using GitDiff = std::unique_ptr<git_diff, GitFree<git_diff_free>>;
using GitPatch = std::unique_ptr<git_patch, GitFree<git_patch_free>>;
using GitBlob = std::unique_ptr<git_blob, GitFree<git_blob_free>>;
using GitReference = std::unique_ptr<git_reference, GitFree<git_reference_free>>;
using GitRevisionWalk = std::unique_ptr<git_revwalk, GitFree<git_revwalk_free>>;
using GitSignature = std::unique_ptr<git_signature, GitFree<git_signature_free>>;

/// The last error of libgit2 on this thread, as `what: reason`. Missing objects are not_found, damaged ones corrupt.
Unexpected gitFailure(int code, const QString &what);

/// 40 hex digits; anything else is invalid_input.
Result<git_oid> parseObjectId(const QString &text);
QString objectIdText(const git_oid &id);

/// An object store alone: no configuration, no attributes, no index and no worktree is ever looked at.
Result<GitRepository> openObjectStore(const QString &objectDirectory);

/// A bare mirror with its branches and tags.
Result<GitRepository> openMirror(const QString &path);

/// The commit of this id, 40 hex digits.
Result<GitCommit> findCommit(git_repository *repository, const QString &id);

/// The tree of a commit or tree id, 40 hex digits.
Result<GitTree> findTree(git_repository *repository, const QString &treeish);

} // namespace mergeloom
