#pragma once

#include "service/platform/CheckoutLimits.h"
#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

struct git_repository;

namespace mergeloom {

class TreeCheck;
class WorkTree;

enum class FileChange { Added, Modified, Deleted, Renamed, ModeChanged };

struct ChangedFile {
    QString path;
    QString oldPath; ///< of Renamed
    FileChange change = FileChange::Modified;
    bool isBinary = false;
    int oldMode = 0; ///< as in git, e.g. 0100644; 0: was not there
    int newMode = 0;
    int additions = 0;
    int deletions = 0;
    qint64 size = 0;       ///< new size in bytes
    qint64 patchBegin = 0; ///< where its part of the patch stands
    qint64 patchSize = 0;  ///< 0: it is not in the patch
};

/// The difference between two trees.
struct TreeDiff {
    QList<ChangedFile> files;
    QByteArray patch;        ///< unified diff with `diff --git` headers; binary files are named, not shown
    bool isPatchCut = false; ///< the patch was longer than the limit asked for
};

struct CommitAuthor {
    QString name;
    QString email;
};

/// The private checkout of a run, everything through libgit2: no hooks, no external filters, no submodules. Objects
/// come from the mirror by alternates; the repository holds those that the run makes. Used by one thread at a time.
class Workspace
{
public:
    /// Takes a free workspace of this mirror from the pool under `root` and cleans it to the last ignored file, or makes a
    /// new one; then checks out `commit`. The same content is not written twice. Errors: not_found (no such
    /// commit), rejected (a tree with `..`, `.git` or a path that leaves the root, or over the limits), io, cancelled.
    static Result<std::unique_ptr<Workspace>> take(
        const QString &root, const QString &mirrorPath, const QString &commit, std::stop_token stop);
    static Result<std::unique_ptr<Workspace>> take(const QString &root, const QString &mirrorPath,
        const QString &commit, const CheckoutLimits &limits, std::stop_token stop);
    /// The workspace at `slot` as `holder` left it, with all files, also ignored ones. Errors: conflict (in use),
    /// not_found (kept no longer), io, corrupt.
    static Result<std::unique_ptr<Workspace>> reopen(const QString &root, const QString &slot, const QString &holder,
        const QString &mirrorPath, const CheckoutLimits &limits);
    /// Where it stands beneath the root of its pool.
    QString slot() const;
    /// Keeps the workspace for `holder` when this process is gone, until it is given back.
    Result<void> holdFor(const QString &holder);
    void giveBack();
    /// What an earlier process kept for `holder`, and did not live to say so, is free again.
    static void freeOf(const QString &root, const QString &holder);
    /// Workspaces beneath `root` that are kept for others than `holders` are free again.
    static void freeOthers(const QString &root, const QStringList &holders);
    /// What is not kept goes back to the pool; its directory stays for the next run of the same mirror.
    ~Workspace();
    Workspace(const Workspace &) = delete;
    Workspace &operator=(const Workspace &) = delete;

    const QString &path() const { return m_path; } ///< absolute, no trailing slash
    const QString &baseCommit() const { return m_base; }
    QString objectDirectory() const; ///< of the mirror; sandboxes get it read-only
    /// Of git, beside the files and out of reach of what runs among them; `.git` there is a file that names it.
    QString repositoryPath() const;
    /// Writes that file again if it is not as it was.
    Result<void> linkRepository() const;

    /// The files as they are now, ignored ones left out, as a tree object; the worktree's index is not changed on disk.
    Result<QString> snapshot();
    /// What snapshots, merges and commits wrote since the last call is on disk from here on: power loss takes none of it.
    Result<void> syncObjects();
    /// After that, objects that were damaged can be written again; gives how many there were.
    Result<int> removeDamagedObjects();
    /// Tells which trees of this workspace are whole.
    Result<TreeCheck> treeCheck() const;
    /// What the last snapshot left out, and why: devices, FIFOs, repositories inside. One line each.
    const QStringList &snapshotNotes() const { return m_notes; }
    /// What the checkout left undone: submodules, filters. One line each.
    const QStringList &checkoutNotes() const { return m_checkoutNotes; }
    /// Puts the worktree to `tree` exactly; untracked files that are not ignored go.
    Result<void> restore(const QString &tree);
    /// Tree or commit ids, 40 hex digits. Renames are found.
    Result<TreeDiff> diff(const QString &from, const QString &to, qint64 patchLimit = 16 << 20);
    /// A commit of `tree` on `parents`; nothing else moves. Equal arguments give the equal id.
    Result<QString> commit(const QString &tree, const QStringList &parents, const QString &message,
        const CommitAuthor &author, qint64 epochSeconds);
    /// Content of a file in a commit or tree; not_found, or rejected when it is over `limit` bytes.
    Result<QByteArray> fileAt(const QString &treeish, const QString &path, qint64 limit = 4 << 20) const;
    /// Names of the entries of a folder (empty: the root) of a commit or tree; not_found.
    Result<QStringList> namesIn(const QString &treeish, const QString &folder) const;
    /// Tree id of a commit.
    Result<QString> treeOf(const QString &commit) const;
    /// Sets the local branch ref and HEAD, so that tools inside see where they are.
    Result<void> setBranch(const QString &branch, const QString &commit);

private:
    Workspace();
    QString m_path;
    QString m_mirror;
    QString m_base;
    QStringList m_notes;
    QStringList m_checkoutNotes;
    std::unique_ptr<git_repository, void (*)(git_repository *)> m_repository{nullptr, nullptr};
    std::unique_ptr<WorkTree> m_tree;
    qint64 m_syncedAt = 0; ///< seconds since 1970
    int m_lock = -1;       ///< held for as long as the workspace is taken
};

} // namespace mergeloom
