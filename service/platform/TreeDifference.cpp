#include "service/platform/TreeDifference.h"

#include "service/platform/GitObjects.h"

namespace mergeloom {

namespace {

ChangedFile describe(const git_diff_delta &delta)
{
    ChangedFile file;
    const bool isDeleted = delta.status == GIT_DELTA_DELETED;
    file.path = QString::fromUtf8(isDeleted ? delta.old_file.path : delta.new_file.path);
    file.size = isDeleted ? 0 : qint64(delta.new_file.size);
    file.oldMode = delta.old_file.mode;
    file.newMode = delta.new_file.mode;
    file.isBinary = delta.flags & GIT_DIFF_FLAG_BINARY;
    switch (delta.status) {
    case GIT_DELTA_ADDED:
        file.change = FileChange::Added;
        break;
    case GIT_DELTA_DELETED:
        file.change = FileChange::Deleted;
        break;
    case GIT_DELTA_RENAMED:
        file.change = FileChange::Renamed;
        file.oldPath = QString::fromUtf8(delta.old_file.path);
        break;
    default:
        file.change =
            git_oid_equal(&delta.old_file.id, &delta.new_file.id) ? FileChange::ModeChanged : FileChange::Modified;
    }
    return file;
}

/// Whole files only, so that a cut patch is still one that can be read.
void appendPatch(TreeDiff &result, ChangedFile &file, git_patch *patch, qint64 limit)
{
    if (result.isPatchCut)
        return;
    git_buf text = GIT_BUF_INIT;
    if (git_patch_to_buf(&text, patch) == 0) {
        if (result.patch.size() + qint64(text.size) > limit) {
            result.isPatchCut = true;
        } else {
            file.patchBegin = result.patch.size();
            file.patchSize = qint64(text.size);
            result.patch.append(text.ptr, qsizetype(text.size));
        }
    }
    git_buf_dispose(&text);
}

Result<void> addFile(TreeDiff &result, git_repository *repository, git_diff *diff, size_t index, qint64 patchLimit)
{
    git_patch *made = nullptr;
    if (const int code = git_patch_from_diff(&made, diff, index); code < 0)
        return gitFailure(code, QStringLiteral("Cannot compare a file"));
    const GitPatch patch(made);
    // Only now is it known whether the content is binary.
    const git_diff_delta *delta = made ? git_patch_get_delta(made) : git_diff_get_delta(diff, index);
    ChangedFile file = describe(*delta);
    if (made) {
        size_t additions = 0;
        size_t deletions = 0;
        git_patch_line_stats(nullptr, &additions, &deletions, made);
        file.additions = int(additions);
        file.deletions = int(deletions);
        appendPatch(result, file, made, patchLimit);
    }
    if (file.change != FileChange::Deleted && file.size == 0 && delta->new_file.mode != GIT_FILEMODE_COMMIT) {
        git_odb *objects = nullptr;
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (git_repository_odb(&objects, repository) == 0
            && git_odb_read_header(&size, &type, objects, &delta->new_file.id) == 0)
            file.size = qint64(size);
        git_odb_free(objects);
    }
    result.files.append(std::move(file));
    return {};
}

} // namespace

Result<TreeDiff> differenceOf(git_repository *repository, git_tree *from, git_tree *to, qint64 patchLimit)
{
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    // As git has it, so that a patch shows those lines as new that blame gives to the commit.
    options.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_INDENT_HEURISTIC;
    options.max_size = 32 << 20; // larger files count as binary, and are not read
    git_diff *made = nullptr;
    if (const int code = git_diff_tree_to_tree(&made, repository, from, to, &options); code < 0)
        return gitFailure(code, QStringLiteral("Cannot compare two trees"));
    const GitDiff diff(made);
    git_diff_find_options find = GIT_DIFF_FIND_OPTIONS_INIT;
    find.flags = GIT_DIFF_FIND_RENAMES;
    if (const int code = git_diff_find_similar(made, &find); code < 0)
        return gitFailure(code, QStringLiteral("Cannot look for renamed files"));
    TreeDiff result;
    for (size_t i = 0; i < git_diff_num_deltas(made); ++i)
        MERGELOOM_CHECK(addFile(result, repository, made, i, patchLimit));
    return result;
}

} // namespace mergeloom
