#include "service/platform/TreeMerge.h"

#include "service/platform/GitObjects.h"

namespace mergeloom {

namespace {
using GitIndex = std::unique_ptr<git_index, GitFree<git_index_free>>;

QString firstConflict(git_index *index)
{
    git_index_conflict_iterator *iterator = nullptr;
    if (git_index_conflict_iterator_new(&iterator, index) < 0)
        return {};
    const git_index_entry *ancestor = nullptr;
    const git_index_entry *ours = nullptr;
    const git_index_entry *theirs = nullptr;
    QString path;
    if (git_index_conflict_next(&ancestor, &ours, &theirs, iterator) == 0)
        for (const git_index_entry *entry : {theirs, ours, ancestor})
            if (entry && path.isEmpty())
                path = QString::fromUtf8(entry->path);
    git_index_conflict_iterator_free(iterator);
    return path;
}
} // namespace

Result<QString> mergeTrees(
    const QString &repositoryPath, const QString &ancestor, const QString &ours, const QString &theirs)
{
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(repositoryPath + QStringLiteral("/objects")));
    MERGELOOM_TRY(const GitTree ancestorTree, findTree(repository.get(), ancestor));
    MERGELOOM_TRY(const GitTree ourTree, findTree(repository.get(), ours));
    MERGELOOM_TRY(const GitTree theirTree, findTree(repository.get(), theirs));
    git_index *merged = nullptr;
    if (const int code =
            git_merge_trees(&merged, repository.get(), ancestorTree.get(), ourTree.get(), theirTree.get(), nullptr);
        code < 0)
        return gitFailure(code, QStringLiteral("The change cannot be put on its base"));
    const GitIndex index(merged);
    if (git_index_has_conflicts(index.get()))
        return failure(ErrorCode::Conflict,
            QStringLiteral("Setup and the change both touched %1.").arg(firstConflict(index.get())));
    git_oid tree;
    if (const int code = git_index_write_tree_to(&tree, index.get(), repository.get()); code < 0)
        return gitFailure(code, QStringLiteral("The change cannot be written"));
    return objectIdText(tree);
}

} // namespace mergeloom
