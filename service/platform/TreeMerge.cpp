#include "service/platform/TreeMerge.h"

#include "service/platform/GitObjects.h"

#include <optional>
#include <string>
#include <vector>

namespace mergeloom {

namespace {

using GitIndex = std::unique_ptr<git_index, GitFree<git_index_free>>;

/// The sides of a conflict; those that have the file.
struct ConflictSides {
    std::string path;
    std::optional<git_index_entry> ancestor;
    std::optional<git_index_entry> ours;
    std::optional<git_index_entry> theirs;

    void take(std::optional<git_index_entry> &side, const git_index_entry *entry)
    {
        if (!entry)
            return;
        path = entry->path;
        side = *entry;
    }
};

Result<std::vector<ConflictSides>> conflictsOf(git_index *index)
{
    git_index_conflict_iterator *iterator = nullptr;
    if (const int code = git_index_conflict_iterator_new(&iterator, index); code < 0)
        return gitFailure(code, QStringLiteral("The conflicts of a merge cannot be read"));
    std::vector<ConflictSides> conflicts;
    const git_index_entry *ancestor = nullptr;
    const git_index_entry *ours = nullptr;
    const git_index_entry *theirs = nullptr;
    while (git_index_conflict_next(&ancestor, &ours, &theirs, iterator) == 0) {
        ConflictSides &sides = conflicts.emplace_back();
        sides.take(sides.ancestor, ancestor);
        sides.take(sides.theirs, theirs);
        sides.take(sides.ours, ours);
    }
    git_index_conflict_iterator_free(iterator);
    return conflicts;
}

bool isText(git_repository *repository, const git_index_entry &entry)
{
    if (entry.mode != GIT_FILEMODE_BLOB && entry.mode != GIT_FILEMODE_BLOB_EXECUTABLE)
        return false;
    git_blob *blob = nullptr;
    if (git_blob_lookup(&blob, repository, &entry.id) < 0)
        return false;
    const bool isBinary = git_blob_is_binary(blob);
    git_blob_free(blob);
    return !isBinary;
}

/// Both texts in one, with markers.
Result<git_index_entry> markedFile(git_repository *repository, const ConflictSides &sides, const MergeSides &names)
{
    const QByteArray ourName = names.ourName.toUtf8();
    const QByteArray theirName = names.theirName.toUtf8();
    git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
    options.ancestor_label = "before";
    options.our_label = ourName.constData();
    options.their_label = theirName.constData();
    options.flags = GIT_MERGE_FILE_STYLE_DIFF3;
    git_merge_file_result merged{};
    const auto entryOf = [](const std::optional<git_index_entry> &side) { return side ? &*side : nullptr; };
    if (const int code = git_merge_file_from_index(
            &merged, repository, entryOf(sides.ancestor), entryOf(sides.ours), entryOf(sides.theirs), &options);
        code < 0)
        return gitFailure(code, QStringLiteral("A file cannot be merged"));
    git_index_entry entry = *sides.ours;
    const int code = git_blob_create_from_buffer(&entry.id, repository, merged.ptr, merged.len);
    git_merge_file_result_free(&merged);
    if (code < 0)
        return gitFailure(code, QStringLiteral("A merged file cannot be written"));
    return entry;
}

/// What the tree is to have at that path; none: nothing.
Result<std::optional<git_index_entry>> settled(
    git_repository *repository, const ConflictSides &sides, const MergeSides &names, TreeConflict &conflict)
{
    using Kind = TreeConflict::Kind;
    conflict.path = QString::fromStdString(sides.path);
    if (sides.ours && sides.theirs) {
        if (isText(repository, *sides.ours) && isText(repository, *sides.theirs)) {
            conflict.kind = Kind::Content;
            MERGELOOM_TRY(const git_index_entry entry, markedFile(repository, sides, names));
            return std::optional(entry);
        }
        conflict.kind = Kind::Binary;
        return sides.ours;
    }
    if (sides.ours) {
        conflict.kind = sides.ancestor ? Kind::TheirsDeleted : Kind::Added;
        return sides.ours;
    }
    conflict.kind = sides.ancestor ? Kind::OursDeleted : Kind::Added;
    return sides.theirs;
}

Result<void> settleConflicts(git_repository *repository, git_index *index, const MergeSides &names, MergedTree &merged)
{
    MERGELOOM_TRY(const std::vector<ConflictSides> conflicts, conflictsOf(index));
    for (const ConflictSides &sides : conflicts) {
        TreeConflict conflict;
        MERGELOOM_TRY(std::optional<git_index_entry> entry, settled(repository, sides, names, conflict));
        git_index_conflict_remove(index, sides.path.c_str());
        if (!entry)
            continue; // renamed on both sides, and named where it is now
        merged.conflicts << conflict;
        entry->path = sides.path.c_str();
        entry->flags = 0; // stage 0
        entry->flags_extended = 0;
        if (const int code = git_index_add(index, &*entry); code < 0)
            return gitFailure(code, QStringLiteral("The conflict in %1 cannot be shown").arg(conflict.path));
    }
    return {};
}

} // namespace

Result<MergedTree> mergeTrees(const QString &repositoryPath, const MergeSides &sides)
{
    MERGELOOM_TRY(const GitRepository repository, openObjectStore(repositoryPath + QStringLiteral("/objects")));
    MERGELOOM_TRY(const GitTree ancestorTree, findTree(repository.get(), sides.ancestor));
    MERGELOOM_TRY(const GitTree ourTree, findTree(repository.get(), sides.ours));
    MERGELOOM_TRY(const GitTree theirTree, findTree(repository.get(), sides.theirs));
    git_index *made = nullptr;
    if (const int code =
            git_merge_trees(&made, repository.get(), ancestorTree.get(), ourTree.get(), theirTree.get(), nullptr);
        code < 0)
        return gitFailure(code, QStringLiteral("The change cannot be put on its base"));
    const GitIndex index(made);
    MergedTree merged;
    MERGELOOM_CHECK(settleConflicts(repository.get(), index.get(), sides, merged));
    git_oid tree;
    if (const int code = git_index_write_tree_to(&tree, index.get(), repository.get()); code < 0) {
        if (merged.conflicts.isEmpty())
            return gitFailure(code, QStringLiteral("The change cannot be written"));
        return failure(ErrorCode::Conflict,
            QStringLiteral("Both sides of a merge changed %1, and one has a folder where the other has a file.")
                .arg(merged.conflicts.first().path));
    }
    merged.tree = objectIdText(tree);
    return merged;
}

bool hasConflictMarkers(const QByteArray &text, const MergeSides &sides)
{
    const QByteArray begin = "<<<<<<< " + sides.ourName.toUtf8();
    const QByteArray end = ">>>>>>> " + sides.theirName.toUtf8();
    for (const QByteArray &line : text.split('\n'))
        if (line.startsWith(begin) || line.startsWith(end))
            return true;
    return false;
}

} // namespace mergeloom
